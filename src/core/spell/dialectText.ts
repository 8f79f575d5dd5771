import { escapeText } from './escapes';
import type { Dialect } from './spell';

/** The dialects that prompts are converted to. */
export const CONVERTIBLE = ['a1111', 'comfyui'] as const;
export type ConvertibleDialect = (typeof CONVERTIBLE)[number];

/** More digits than anybody hears of, as products of 1.1 have. */
const DIGITS = 6;

export function writtenWeight(weight: number): string {
  return String(Number(weight.toFixed(DIGITS)));
}

/** Whether nobody can tell two weights apart, once they are written. */
export function isSameWeight(one: number, other: number): boolean {
  return Math.abs(one - other) <= 10 ** -DIGITS * Math.max(1, Math.abs(one));
}

/** A text with a weight, the blanks at its ends outside of the brackets. Its own brackets are escaped already. */
export function weightedText(escaped: string, weight: number): string {
  if (isSameWeight(weight, 1) || escaped.trim() === '') return escaped;
  const start = escaped.length - escaped.trimStart().length;
  const end = escaped.trimEnd().length;
  return `${escaped.slice(0, start)}(${escaped.slice(start, end)}:${writtenWeight(weight)})${escaped.slice(end)}`;
}

/** Words as a generator is to be given them, so that its dialect reads nothing but these words. */
export function dialectText(words: string, dialect: ConvertibleDialect): string {
  if (dialect === 'comfyui') return words.replace(/[()]/g, '\\$&');
  return (
    words
      .replace(/[\\()[\]]/g, '\\$&')
      // The web UI drops a backslash that escapes nothing, and what it parts is no keyword and no tag any more.
      .replace(/(?<![\p{L}\p{N}_])(BREAK|AND)(?![\p{L}\p{N}_])/gu, (word) => `${word[0]}\\${word.slice(1)}`)
      .replace(/<(?=[\p{L}\p{N}_]+:)/gu, '<\\')
  );
}

/** Keeps the number that a prompt ends with from being read as the weight of a part, `a cat :0.5`. */
export function keepNumber(raw: string, dialect: ConvertibleDialect): string {
  if (dialect !== 'a1111') return raw;
  return raw.replace(/(:\s{0,9}[+-]?)([.\p{Nd}]{1,60}\s*)$/u, '$1\\$2');
}

/** What a prompt is written of: what a generator is given, and what stands in the file as it is, as slots do. */
export type WrittenPart = { readonly raw: string } | { readonly written: string };

/** These parts as one prompt of a spell file. */
export function writeParts(parts: readonly WrittenPart[], dialect: Dialect): string {
  const merged: WrittenPart[] = [];
  for (const each of parts) {
    // Comments are blanks by now: lines of nothing else go.
    const part =
      'raw' in each
        ? { raw: each.raw.replace(/(?<=\n)[ \t]+\r?\n/g, '').replace(/[ \t]+(?=\r?\n)/g, '') }
        : each;
    const last = merged.at(-1);
    if ('raw' in part && last && 'raw' in last) merged[merged.length - 1] = { raw: last.raw + part.raw };
    else merged.push(part);
  }
  return merged
    .map((part, i) => {
      if ('written' in part) return part.written;
      const raw = i === 0 ? part.raw.trimStart() : part.raw;
      return escaped(i === merged.length - 1 ? raw.trimEnd() : raw, dialect, i === 0);
    })
    .join('');
}

/** A blank at the end of a part is followed by something: a letter stands for it. */
function escaped(raw: string, dialect: Dialect, isFirst: boolean): string {
  return escapeText(`${raw}x`, dialect, isFirst ? 'signs' : 'inside').slice(0, -1);
}
