import type { Span } from './spell';

/** A brace that a key follows: other braces are slots. */
const LINE_OBJECT = /^[ \t]*\{(?=[ \t]*(?:\r?\n[ \t]*){0,3}")/gm;

/**
 * Where a prompt is JSON as a whole, as some generators take it: it is text, without slots, emphasis or comments (`#` begins
 * colours there).
 */
export function findJsonPrompts(text: string, start: number): Span[] {
  const found: Span[] = [];
  LINE_OBJECT.lastIndex = start;
  for (let match = LINE_OBJECT.exec(text); match !== null; match = LINE_OBJECT.exec(text)) {
    const open = match.index + match[0].length - 1;
    const end = endOfObject(text, open);
    if (end < 0) break;
    if (isAlone(text, end) && isObject(text.slice(open, end))) found.push({ start: open, end });
    LINE_OBJECT.lastIndex = end;
  }
  return found;
}

/** After the bracket that closes the one at `open`; -1 where none does. */
function endOfObject(text: string, open: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = open; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '"') quoted = !quoted;
    else if (!quoted && char === '{') depth++;
    else if (!quoted && char === '}' && --depth === 0) return at + 1;
  }
  return -1;
}

function isAlone(text: string, end: number): boolean {
  return /^[ \t]*(?:[\r\n]|$)/.test(text.slice(end, end + 200));
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  } catch {
    return false;
  }
}
