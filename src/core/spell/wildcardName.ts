/** A `__name__` as it stands in a prompt or in a line of a wildcard. */
export interface WrittenWildcard {
  /** Offset behind the closing underscores. */
  readonly end: number;
  /** May be a pattern with `*`; may hold slots and variables, see `isComposed`. */
  readonly name: string;
  /** What stands between the brackets of `__name(key=value)__`; empty without any. */
  readonly values: readonly WrittenValue[];
}

/** `key=value`, the value in the grammar of a prompt. */
export interface WrittenValue {
  readonly key: string;
  readonly value: string;
}

/** Longer names are text. */
export const LONGEST_WILDCARD_NAME = 200;
const LONGEST_VALUES = 2000;
const WRAP = '__';

/**
 * Reads the wildcard that begins at `start`. As in dynamicprompts a name has any characters but `( $ { } #`; `${…}` and
 * `{…}` in it are filled first. It ends on its line, and inside of a slot at `|`.
 * @returns undefined when no wildcard begins there
 */
export function readWildcard(
  text: string,
  start: number,
  end: number,
  inSlot: boolean,
): WrittenWildcard | undefined {
  if (!text.startsWith(WRAP, start)) return undefined;
  const sampler = text[start + WRAP.length];
  const from = start + WRAP.length + (sampler !== undefined && '~@!'.includes(sampler) ? 1 : 0);
  const last = Math.min(end, from + LONGEST_WILDCARD_NAME + WRAP.length);
  for (let at = from; at < last;) {
    const char = text[at]!;
    if (text.startsWith(WRAP, at)) {
      const name = text.slice(from, at);
      return at + WRAP.length > last || name.trim() === ''
        ? undefined
        : { end: at + WRAP.length, name, values: [] };
    }
    if (char === '(') return withValues(text, from, at, end);
    if (char === '{' || (char === '$' && text[at + 1] === '{')) {
      const close = closingBrace(text, at + (char === '$' ? 1 : 0), last);
      if (close < 0) return undefined;
      at = close + 1;
    } else if ('$}#\n\r'.includes(char) || (char === '|' && inSlot)) return undefined;
    else at++;
  }
  return undefined;
}

/** Whether slots or variables make up the name: `__{a|b}/c__`, `__${x}__`. */
export function isComposed(name: string): boolean {
  return name.includes('{');
}

/** The names of all wildcards that a text may hold. More than the parser would find does no harm: they are only looked up. */
export function wildcardNamesIn(text: string): Set<string> {
  const names = new Set<string>();
  for (let at = text.indexOf(WRAP); at >= 0; at = text.indexOf(WRAP, at + 1)) {
    for (const inSlot of [false, true]) {
      const found = readWildcard(text, at, text.length, inSlot);
      if (found !== undefined) names.add(found.name);
    }
  }
  return names;
}

const VALUES = /\(([^)]*)\)[ \t]*__/y;

function withValues(text: string, nameStart: number, open: number, end: number): WrittenWildcard | undefined {
  const near = text.slice(open, Math.min(end, open + LONGEST_VALUES));
  VALUES.lastIndex = 0;
  const match = VALUES.exec(near);
  const name = text.slice(nameStart, open).trimEnd();
  if (match === null || name === '') return undefined;
  return { end: open + VALUES.lastIndex, name, values: valuesOf(match[1]!) };
}

/** Commas between braces part nothing. */
function valuesOf(written: string): WrittenValue[] {
  const values: WrittenValue[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= written.length; at++) {
    const char = written[at];
    if (char === '{') depth++;
    if (char === '}') depth--;
    if (at < written.length && (char !== ',' || depth > 0)) continue;
    const pair = written.slice(start, at);
    const equals = pair.indexOf('=');
    const key = (equals < 0 ? pair : pair.slice(0, equals)).trim();
    if (key !== '') values.push({ key, value: equals < 0 ? '' : pair.slice(equals + 1).trim() });
    start = at + 1;
  }
  return values;
}

function closingBrace(text: string, open: number, last: number): number {
  let depth = 0;
  for (let at = open; at < last; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}
