import { parseJson } from '../json/parseJson';

/** JSON as Python writes it: a value is what `JSON.parse` gives, but for whole numbers beyond 2^53, which are strings of digits. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** Characters of a number, of a constant, or of a word that is neither. */
const TOKEN = /[-+.\w]+/y;
const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const LONG_INTEGER = /^-?\d{16,}$/;
const CONSTANT = /^[-+]?(?:NaN|Infinity|nan|inf|undefined|None)$/;
const PYTHON_WORDS: ReadonlyMap<string, string> = new Map([
  ['True', 'true'],
  ['False', 'false'],
]);

/**
 * Parses JSON that JavaScript's parser would refuse or round: `NaN` becomes null, digits of a seed beyond 2^53 a string,
 * and line breaks inside of strings are taken as they are. What follows the closing bracket up to a NUL is passed over.
 * @param longInteger JSON for such digits: a string of them unless said otherwise
 * @returns undefined where it is no JSON, or nested too deeply
 */
export function parseLooseJson(text: string, longInteger = quoted): Json | undefined {
  try {
    return parseJson(strict(text, longInteger)) as Json;
  } catch {
    return undefined;
  }
}

function quoted(digits: string): string {
  return `"${digits}"`;
}

/** The same in the JSON of the standard; one pass. */
function strict(text: string, longInteger: (digits: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  let kept = 0;
  const replace = (from: number, to: number, by: string): void => {
    parts.push(text.slice(kept, from), by);
    kept = to;
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = inString(text, at + 1, replace);
    else if (code === 0) return parts.join('') + text.slice(kept, at);
    else if (!mayBegin(code)) at++;
    else {
      TOKEN.lastIndex = at;
      const token = TOKEN.exec(text)?.[0] ?? text[at]!;
      const by = LONG_INTEGER.test(token) ? longInteger(token) : strictToken(token);
      if (by !== undefined) replace(at, at + token.length, by);
      at += token.length;
    }
  }
  return parts.join('') + text.slice(kept);
}

/** A sign, a digit or a letter. */
function mayBegin(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x2b ||
    (code >= 0x41 && code <= 0x7a && code !== BACKSLASH && code !== 0x5b && code !== 0x5d)
  );
}

function strictToken(token: string): string | undefined {
  if (CONSTANT.test(token)) return 'null';
  return PYTHON_WORDS.get(token);
}

/** From after a string's quote to after the quote that closes it; control characters are escaped. */
function inString(
  text: string,
  start: number,
  replace: (from: number, to: number, by: string) => void,
): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === BACKSLASH) at++;
    else if (code < 0x20) replace(at, at + 1, `\\u${code.toString(16).padStart(4, '0')}`);
  }
  return at;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value of a text or number as text, trimmed of nothing; undefined where it is neither. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** A seed in decimal digits; undefined where it is none, or stands for "any" (`-1`). */
export function seedOf(value: Json | undefined): string | undefined {
  const text = (typeof value === 'number' ? plainDigits(value) : textOf(value))?.trim() ?? '';
  return /^\d{1,40}$/.test(text) ? text : undefined;
}

/** `1e15` in digits; a number with a fraction is no seed. */
function plainDigits(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : '';
}
