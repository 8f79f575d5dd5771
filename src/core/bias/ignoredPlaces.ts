import type { Span } from '../spell/spell';
import type { BiasFinding } from './finding';
import { fold } from './fold';

/** What the author asked not to hear about, in comments. */
export interface IgnoredPlaces {
  covers(finding: BiasFinding): boolean;
}

interface Directive {
  /** Lower-case rule ids, categories or words; empty: everything. */
  readonly names: readonly string[];
  /** The line it speaks of; undefined: the whole file. */
  readonly line?: Span;
}

/** `spellwright-ignore` or `spellwright-ignore-file`, then names separated by commas. */
export const IGNORE = 'spellwright-ignore';
const DIRECTIVE = new RegExp(`${IGNORE}(-file)?(?![\\w-])[ \\t:]*([^\\r\\n]*)`);

/**
 * Reads the directives of a text's comments. One that stands after a prompt speaks of its own line, one on a line of its
 * own of the next line that is not blank.
 * @param comments the text's comments in order, with their marks
 */
export function ignoredPlaces(
  text: string,
  comments: readonly { readonly span: Span; readonly text: string }[],
): IgnoredPlaces {
  const directives = comments.flatMap((comment): Directive[] => {
    const match = DIRECTIVE.exec(comment.text);
    if (!match) return [];
    const names = match[2]!
      .replace(/(?:\*\/|-->).*$/s, '')
      .split(/[,、]/)
      .map((name) => fold(name.trim()))
      .filter((name) => name !== '');
    return [{ names, ...(match[1] === undefined && { line: lineMeant(text, comment.span) }) }];
  });
  const ofFile = directives.filter(({ line }) => line === undefined);
  const everywhere = new Set(ofFile.flatMap(({ names }) => names));
  const nothing = ofFile.some(({ names }) => names.length === 0);
  // Lines don't overlap, so whoever speaks of a place stands just before it.
  const ofLines = directives
    .flatMap(({ names, line }) => (line ? [{ names, line }] : []))
    .sort((a, b) => a.line.start - b.line.start);
  return {
    covers({ span, ruleId, category, text }) {
      const called = [ruleId, category, fold(text)];
      if (nothing || called.some((name) => everywhere.has(name))) return true;
      for (let at = firstFrom(ofLines, span.end) - 1; at >= 0; at--) {
        const { names, line } = ofLines[at]!;
        if (line.end <= span.start) return false;
        if (names.length === 0 || names.some((name) => called.includes(name))) return true;
      }
      return false;
    },
  };
}

/** Index of the first line that starts at `offset` or after it. */
function firstFrom(lines: readonly { readonly line: Span }[], offset: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.line.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lineMeant(text: string, comment: Span): Span {
  const start = text.lastIndexOf('\n', comment.start - 1) + 1;
  if (text.slice(start, comment.start).trim() !== '') return { start, end: lineEnd(text, comment.start) };
  let at = Math.max(lineEnd(text, comment.end - 1), comment.end);
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return { start: at, end: lineEnd(text, at) };
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
