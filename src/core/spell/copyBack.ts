import type { ReadingOptions } from './clipText';
import { flatText } from './convertPrompt';
import type { ConvertibleDialect } from './dialectText';
import { parseNodes } from './parseNodes';
import { meansTheSame } from './meansTheSame';
import type { Dialect, PromptNode, Spell } from './spell';
import { parametersLine } from './writeSpell';

/** The text that A1111's web UI takes back: the prompt, `Negative prompt:`, and the parameters of the spell. */
export function infotextOf(prompt: string, negative: string, parameters: Spell['parameters']): string {
  const line = parametersLine([...(parameters?.values ?? [])]);
  return [
    prompt,
    ...(negative === '' ? [] : [`Negative prompt: ${negative}`]),
    ...(line === '' ? [] : [line]),
  ].join('\n');
}

/** What ComfyUI's text box takes. */
export interface ComfyText {
  readonly text: string;
  /** What the prompt holds that ComfyUI has no counterpart for, as it is written. */
  readonly lost: readonly string[];
}

/**
 * A prompt without slots as ComfyUI is to be given it, with the weights that its dialect gives the words. Braces and pipes are
 * escaped, as its front end fills them in otherwise; where both dialects read the same, nothing else changes.
 */
export function comfyText(prompt: string, dialect: Dialect, options: ReadingOptions = {}): ComfyText {
  const { text, lost } = textFor(prompt, dialect, 'comfyui', options);
  const comments = [...text.matchAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g)].map(([comment]) => comment);
  return { text: text.replace(/[{}|]/g, '\\$&').trim(), lost: [...lost, ...comments] };
}

/**
 * A prompt without slots as a generator of another dialect is to be given it, with the same words and weights. Where both read
 * it alike it stays as it is.
 */
export function textFor(
  prompt: string,
  from: Dialect,
  to: ConvertibleDialect,
  options: ReadingOptions = {},
): ComfyText {
  const texts = options.isNegative ? { prompt: '', negative: prompt } : { prompt };
  if (meansTheSame(texts, from, to)) return { text: prompt, lost: [] };
  const { text, edges, gaps } = flatText(prompt, from, to, options);
  return {
    text,
    lost: [
      ...(from === 'a1111' ? overSteps(prompt) : []),
      ...edges.map((place) => wordAt(prompt, place)),
      ...gaps.map(({ start, end }) => prompt.slice(start, end).trim()),
    ],
  };
}

/** `BREAK`, `AND`, `::`. */
function wordAt(prompt: string, place: number): string {
  return /^(?:\w+|[^\w\s]+)/.exec(prompt.slice(place).trimStart())?.[0] ?? '';
}

/** Schedules and alternations, of which only what the sampler ends on is left. */
function overSteps(prompt: string): string[] {
  const found: string[] = [];
  const walk = (nodes: readonly PromptNode[]): void => {
    for (const node of nodes) {
      if (node.type === 'schedule' || node.type === 'alternation')
        found.push(prompt.slice(node.span.start, node.span.end));
      else if (node.type === 'emphasis') walk(node.nodes);
    }
  };
  walk(parseNodes(prompt, 0, prompt.length, 'a1111', false).nodes);
  return found;
}
