import type { Span } from '../spell/spell';

/** Replaces a half-open range of UTF-16 offsets of the whole text. */
export interface Replacement extends Span {
  readonly text: string;
}

/** Applies replacements that do not overlap; of two at one place, the first comes first. */
export function applyReplacements(text: string, replacements: readonly Replacement[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const each of [...replacements].sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(at, each.start), each.text);
    at = each.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
