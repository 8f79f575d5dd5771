/**
 * How Python reads white space, words and numbers, where the generators are written in it. A character class goes into a
 * pattern with the `u` flag.
 */

/** `\s` of a Python pattern. */
export const PYTHON_SPACE =
  '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
/** `\w` of a Python pattern. */
export const PYTHON_WORD = '[\\p{L}\\p{N}_]';

const SPACE = new RegExp(`^${PYTHON_SPACE}$`, 'u');
const WORD = new RegExp(`^${PYTHON_WORD}$`, 'u');

export function isPythonSpace(char: string): boolean {
  return SPACE.test(char);
}

/** Whether `\b` sees no edge of a word between the character before `at` and a letter there. */
export function endsInWord(text: string, at: number): boolean {
  if (at <= 0) return false;
  const unit = text.charCodeAt(at - 1);
  const isLow = unit >= 0xdc00 && unit <= 0xdfff && at > 1;
  return WORD.test(isLow ? String.fromCodePoint(text.codePointAt(at - 2)!) : text[at - 1]!);
}

/** Whether the character at `at` is one of a word. */
export function startsInWord(text: string, at: number): boolean {
  return at < text.length && WORD.test(String.fromCodePoint(text.codePointAt(at)!));
}

const DIGIT = /\p{Nd}/gu;
const NUMBER =
  /^[+-]?(?:(?:\d(?:_?\d)*\.?(?:\d(?:_?\d)*)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?|inf(?:inity)?|nan)$/i;
/** No weight is longer; keeps an attempt to read one short. */
const LONGEST_NUMBER = 400;

/** What `float(text)` gives; undefined where it raises. Digits of every script count (`１.３`), as do `1_000` and `inf`. */
export function pythonFloat(text: string): number | undefined {
  if (text.length > LONGEST_NUMBER) return undefined;
  const ascii = trimPython(text).replace(DIGIT, digitOf);
  if (!NUMBER.test(ascii)) return undefined;
  if (/nan/i.test(ascii)) return NaN;
  if (/inf/i.test(ascii)) return ascii.startsWith('-') ? -Infinity : Infinity;
  return Number(ascii.replaceAll('_', ''));
}

export function trimPython(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isPythonSpace(text[start]!)) start++;
  while (end > start && isPythonSpace(text[end - 1]!)) end--;
  return text.slice(start, end);
}

const MATHEMATICAL_ZERO = 0x1d7ce;

/** Digits of a script lie side by side; their zero ends in 0 or 6. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0)!;
  if (code < 0x80) return digit;
  if (code >= MATHEMATICAL_ZERO && code <= 0x1d7ff) return String((code - MATHEMATICAL_ZERO) % 10);
  const row = code & ~0xf;
  return String((code & 0xf) - (/^\p{Nd}$/u.test(String.fromCodePoint(row)) ? 0 : 6));
}
