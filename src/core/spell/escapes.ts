import { NEGATIVE_LABEL, POSITIVE_LABEL, startsInline, startsParameters, TITLE } from './infotext';
import type { Dialect } from './spell';

/** A backslash that takes the meaning of what follows it. */
export interface Escape {
  /** Behind all of it. */
  readonly end: number;
  /** What it stands for; all of it but the backslash, unless it names a character by its number. */
  readonly value: string;
}

/** A line of one sign, as people draw between prompts, and a fence of Markdown. */
export const RULE = /^[ \t]*(?:-{3,}|={3,}|\*{3,}|_{3,}|[-–—─━＝]{3,}|~{3,}|`{3,}[\w+-]{0,20})[ \t]*$/;

const BY_NUMBER = /\\u\{([0-9a-f]{1,6})\}/iy;
const LAST_CODE_POINT = 0x10ffff;

/**
 * Reads what a backslash at `at` escapes of the spell language: `\{`, `\}`, `\|`, `\#`, `\//`, `\/*`, `\__`, `\u{1f431}`, and a
 * backslash before what else would be a rule, a label or parameters. Escapes of the dialects are their own readers'.
 * @param start where the prompt begins; nothing before it is looked at
 */
export function readEscape(text: string, at: number, start: number, dialect: Dialect): Escape | undefined {
  const next = text[at + 1];
  if (next === undefined) return undefined;
  if ('{}|#'.includes(next) || (next === ',' && dialect === 'midjourney'))
    return { end: at + 2, value: next };
  const two = text.slice(at + 1, at + 3);
  if (two === '//' || two === '/*' || two === '__') return { end: at + 3, value: two };
  BY_NUMBER.lastIndex = at;
  const code = next === 'u' ? BY_NUMBER.exec(text)?.[1] : undefined;
  if (code !== undefined && parseInt(code, 16) <= LAST_CODE_POINT)
    return { end: BY_NUMBER.lastIndex, value: String.fromCodePoint(parseInt(code, 16)) };
  const followsBlank = at > start && (text[at - 1] === ' ' || text[at - 1] === '\t');
  const startsLine = isLineStart(text, at, start);
  return isStructure(text, at + 1, startsLine, followsBlank) ? { end: at + 1, value: '' } : undefined;
}

/** Whether what begins at `at` would be no text, but a rule, a title, a label or parameters. */
function isStructure(text: string, at: number, startsLine: boolean, followsBlank: boolean): boolean {
  if (followsBlank && startsInline(text, at)) return true;
  if (!startsLine) return false;
  const end = lineEnd(text, at);
  return (
    [NEGATIVE_LABEL, POSITIVE_LABEL, TITLE].some((label) => matches(label, text, at)) ||
    startsParameters(text, at, end) ||
    RULE.test(text.slice(at, end))
  );
}

/** Whether nothing but blanks stands before `at` on its line or in its prompt. */
function isLineStart(text: string, at: number, start: number): boolean {
  let before = at;
  while (before > start && (text[before - 1] === ' ' || text[before - 1] === '\t')) before--;
  return before <= start || text[before - 1] === '\n' || text[before - 1] === '\r';
}

const LINE = /[^\r\n]*/y;

function lineEnd(text: string, from: number): number {
  LINE.lastIndex = from;
  LINE.test(text);
  return LINE.lastIndex;
}

function matches(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}

/**
 * How a text is written so that it is read as this text and nothing else.
 *
 * - `as-it-is`: nothing is escaped.
 * - `outside-braces`: as `signs`, but braces and pipes stay: in NovelAI they are emphasis.
 * - `signs`: what the language would read.
 * - `inside`: as `signs`, for a place inside of a line, where no label begins.
 * - `all`: every sign by its number, which no reading can mistake.
 */
export type Writing = 'as-it-is' | 'outside-braces' | 'signs' | 'inside' | 'all';

/** Writes text for a prompt without slots. Whoever needs to be sure reads it back. Line breaks are `\n`. */
export function escapeText(text: string, dialect: Dialect, writing: Writing): string {
  const parts: string[] = [];
  const startsLine = writing !== 'inside';
  const context = { text, dialect, writing, startsLine, followsBlank: false, fresh: true };
  for (let at = 0; at < text.length;) {
    const { written, length } = unit(context, at);
    parts.push(written);
    at += length;
    context.followsBlank = written === ' ' || written === '\t';
    context.startsLine = written === '\n' || (context.startsLine && context.followsBlank);
    context.fresh &&= /^\s*$/u.test(written);
  }
  const written = parts.join('');
  return writing === 'as-it-is' ? written : escapeLines(written, writing === 'inside');
}

/** Escapes what would be rules, labels and parameters, once what stands behind them is written. */
function escapeLines(written: string, isInside: boolean): string {
  return written
    .split('\n')
    .map((line, i) => {
      const inline = line.replace(/(?<=[ \t])(?=[NS])/g, (_, at: number) =>
        startsInline(line, at) ? '\\' : '',
      );
      const first = /[^ \t]|$/.exec(inline)!.index;
      const isEscaped = (i > 0 || !isInside) && isStructure(inline, first, true, false);
      return isEscaped ? `${inline.slice(0, first)}\\${inline.slice(first)}` : inline;
    })
    .join('\n');
}

interface Unit {
  readonly written: string;
  /** Code units of the text that it stands for. */
  readonly length: number;
}

interface Context {
  readonly text: string;
  readonly dialect: Dialect;
  readonly writing: Writing;
  /** Nothing but blanks was written since the line or the prompt began. */
  readonly startsLine: boolean;
  readonly followsBlank: boolean;
  /** Nothing but white space was written. */
  readonly fresh: boolean;
}

function unit(context: Context, at: number): Unit {
  const { text, dialect, writing, startsLine } = context;
  const char = String.fromCodePoint(text.codePointAt(at)!);
  // White space at the ends of a prompt is none of it, unless it is named by its number.
  const isEnd = writing !== 'inside' && (at === 0 || at === text.length - 1) && /^\s$/u.test(char);
  if (isEnd || isUnsafe(char)) return numbered(char);
  if (writing === 'as-it-is') return { written: char, length: char.length };
  if (writing === 'all' && isMarked(char, startsLine)) return numbered(char);
  if (char === '\\') return backslash(context, at);
  const two = text.slice(at, at + 2);
  if (two === '__' || ((two === '//' || two === '/*') && (dialect === 'comfyui' || context.fresh)))
    return { written: `\\${two}`, length: 2 };
  const isSlot = '{}|'.includes(char) && writing !== 'outside-braces';
  const isNumberSign = char === '#' && (dialect === 'a1111' || startsLine);
  const isEscaped = isSlot || isNumberSign;
  return { written: isEscaped ? `\\${char}` : char, length: char.length };
}

/** Two backslashes stay two. One that would escape what follows is named by its number. */
function backslash(context: Context, at: number): Unit {
  const { text, dialect, startsLine, followsBlank } = context;
  const next = text[at + 1];
  if (next === '\\') return { written: '\\\\', length: 2 };
  const mayBeStructure = (startsLine || followsBlank) && /^[\p{L}=*–—─━＝-]/u.test(next ?? '');
  const isEscape = mayBeStructure || readEscape(text, at, 0, dialect) !== undefined;
  const inside = { ...context, startsLine: false, followsBlank: false, fresh: false };
  const meetsEscape = next !== undefined && unit(inside, at + 1).written.startsWith('\\');
  return isEscape || meetsEscape ? numbered('\\') : { written: '\\', length: 1 };
}

function numbered(char: string): Unit {
  return { written: `\\u{${char.codePointAt(0)!.toString(16)}}`, length: char.length };
}

/** What editors and file formats change or lose: control characters, other line ends, byte order marks, halves of pairs. */
function isUnsafe(char: string): boolean {
  return /^(?:[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufeff])$/u.test(char) && char !== '\n' && char !== '\t';
}

function isMarked(char: string, isFirst: boolean): boolean {
  if (char === '\n') return false;
  return /^[!-+\-/:-@[-`{-~]$/.test(char) || (isFirst && !/^\s$/u.test(char));
}
