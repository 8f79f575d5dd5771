import type { Slot } from './spell';

/** What a slot takes when it says nothing: one option. */
export const PICK_ONE: Slot['pick'] = { min: 1, max: 1, separator: ', ' };

/** Each blank belongs to one part only: otherwise `{` and a run of blanks takes time in the fourth power of its length. */
const RANGE = /\s*(?:(\d{1,40})[ \t]*)?(?:(-)[ \t]*)?(?:(\d{1,40})[ \t]*)?\$\$/y;
/** More options than any slot has. */
const MOST = 999_999;
/** `$$` with something else before it than a number. */
const UNREAD = /[^{}|$\r\n]{0,40}\$\$/y;
/** `|` may be one, as in dynamicprompts. It is short in practice; the bound keeps a file of `{2$$` linear. */
const SEPARATOR = /([^{}$]{0,200})\$\$/y;
const SAMPLER = /\s*[~@!]/y;
const BLANKS = /\s*/y;

/**
 * Reads what stands between `{` and the first option, in dynamicprompts' grammar: `2$$`, `1-3$$`, `-2$$`, `1-$$`, each
 * optionally followed by `separator$$`, and a sampler mark (`{~a|b}`, `{@a|b}`, `{!a|b}`) that has no meaning here.
 * @returns where the first option starts, and the bounds (an omitted upper bound is Infinity). `unread` is the end of a
 * `$$` that has no number before it: of `$$` and `-$$` nothing is left, anything else before it (`2.5$$`) stays as text.
 */
export function readSlotHead(
  text: string,
  start: number,
): { readonly end: number; readonly pick: Slot['pick']; readonly unread?: number } {
  SAMPLER.lastIndex = start;
  const from = SAMPLER.test(text) ? SAMPLER.lastIndex : start;
  RANGE.lastIndex = from;
  const range = RANGE.exec(text);
  if (range === null) {
    UNREAD.lastIndex = from;
    return { end: from, pick: PICK_ONE, ...(UNREAD.test(text) && { unread: UNREAD.lastIndex }) };
  }
  const [, lower = '', dash = '', upper = ''] = range;
  SEPARATOR.lastIndex = RANGE.lastIndex;
  const separator = SEPARATOR.exec(text);
  const end = separator === null ? RANGE.lastIndex : SEPARATOR.lastIndex;
  if (lower === '' && upper === '') return { end, pick: PICK_ONE, unread: end };
  const first = lower === '' ? 1 : Math.min(Number(lower), MOST);
  const last = dash === '' ? first : upper === '' ? Infinity : Math.min(Number(upper), MOST);
  return {
    end,
    pick: {
      min: Math.min(first, last),
      max: Math.max(first, last),
      separator: separator?.[1] ?? PICK_ONE.separator,
    },
  };
}

/** Where an option starts: blanks before it are none of it. */
export function skipBlanks(text: string, start: number, end: number): number {
  BLANKS.lastIndex = start;
  BLANKS.test(text);
  return Math.min(BLANKS.lastIndex, end);
}

const WEIGHT = /\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))[ \t]*::/y;

/** Reads `0.5::` before an option. A negative weight is not valid and counts as 1. */
export function readOptionWeight(
  text: string,
  start: number,
): { readonly end: number; readonly weight: number; readonly valid: boolean } {
  WEIGHT.lastIndex = start;
  const match = WEIGHT.exec(text);
  if (match === null) return { end: start, weight: 1, valid: true };
  const weight = Number(match[1]);
  const valid = weight >= 0 && Number.isFinite(weight);
  return { end: WEIGHT.lastIndex, weight: valid ? weight : 1, valid };
}

/** What stands between `${` and the value or default of a variable. */
export interface VariableHead {
  readonly kind: 'assignment' | 'variable';
  readonly name: string;
  /** `=!`: one value for all places. */
  readonly immediate: boolean;
  /** `?=`: a value that is there stays. */
  readonly keeps: boolean;
  /** Whether a default follows. */
  readonly hasDefault: boolean;
  /** Where the value or default starts. */
  readonly end: number;
}

const VARIABLE =
  /\$\{\s{0,20}([\p{L}_-][\p{L}\p{N}_-]{0,99})\s{0,20}(?:(\?\s{0,20})?=(\s{0,20}!)?|(:)|(?=\}))/uy;

/** Reads `${name=`, `${name=!`, `${name?=`, `${name:` or `${name` before `}`; undefined for anything else. */
export function readVariableHead(text: string, start: number): VariableHead | undefined {
  VARIABLE.lastIndex = start;
  const match = VARIABLE.exec(text);
  if (match === null) return undefined;
  const [all, name, keeps, immediate, colon] = match;
  return {
    kind: colon === undefined && all.includes('=') ? 'assignment' : 'variable',
    name: name!,
    immediate: immediate !== undefined,
    keeps: keeps !== undefined,
    hasDefault: colon !== undefined,
    end: VARIABLE.lastIndex,
  };
}
