import { EngineError } from '../../core/engineError';
import { isJsonObject, type JsonObject } from '../checkpoint/modelFiles';
import { broken } from '../checkpoint/safetensors';
import { isLinearPattern } from './linearPattern';

/** The parts of a `tokenizer.json` that change or divide texts. */
const parts = ['normalizer', 'pre_tokenizer'] as const;
/** Many times what any tokeniser has: each is a way through the text. */
const mostPatterns = 64;
/** How many times as long replacements may make a text, one after another. */
const mostGrowth = 64;
/** A message should not be longer. */
const shownLength = 80;

/**
 * Holds what a tokeniser does to a text to a bounded time and length: it comes with a checkpoint, from anywhere.
 * @returns a copy whose replacements are text, as they are meant: `replaceAll` would read `$&` as what was found. It has
 * no decoder, whose patterns are for tokens to text, which nobody asks for
 * @throws EngineError `model-pattern-unbounded`, `model-file-broken`
 */
export function withBoundedPatterns(tokenizer: JsonObject): JsonObject {
  const copy: Record<string, unknown> = { ...tokenizer, decoder: null };
  let patterns = 0;
  let growth = 1;
  for (const part of parts) {
    if (!isJsonObject(tokenizer[part])) continue;
    const inside: unknown[] = [(copy[part] = structuredClone(tokenizer[part]))];
    for (const each of inside) {
      if (Array.isArray(each)) for (const item of each) inside.push(item);
      if (!isJsonObject(each)) continue;
      const step = each as Record<string, unknown>;
      for (const value of Object.values(step)) inside.push(value);
      if (!isJsonObject(step.pattern)) continue;
      if (++patterns > mostPatterns) throw broken(file, `has more than ${mostPatterns} patterns`);
      const { Regex: regex, String: text } = step.pattern;
      if (typeof regex === 'string' && !isLinearPattern(regex))
        throw new EngineError('model-pattern-unbounded', { file, pattern: shown(regex) });
      if (typeof step.content !== 'string') continue;
      growth *= Math.max(1, step.content.length / (typeof text === 'string' ? Math.max(1, text.length) : 1));
      if (growth > mostGrowth) throw broken(file, `makes texts more than ${mostGrowth} times as long`);
      step.content = step.content.replaceAll('$', '$$$$');
    }
  }
  return copy;
}

const file = 'tokenizer.json';

function shown(pattern: string): string {
  return pattern.length > shownLength ? `${pattern.slice(0, shownLength)}…` : pattern;
}
