import { finish, type Steps } from '../steps';
import type { Span } from '../spell/spell';
import { findInReadings } from './findInReadings';
import type { BiasFinding } from './finding';
import { ignoredPlaces } from './ignoredPlaces';
import type { Matcher } from './matcher';
import { readText } from './reading';

/** Texts beside spell files that a user asked to have read. */
export type TextFormat = 'plaintext' | 'markdown';

/**
 * Every place in a text that a rule speaks of, in order; a paragraph stands for a prompt. In Markdown, comments, inline
 * code, link targets and fenced code of a named language other than `text`, `spell` and `prompt` are not read, and
 * `<!-- spellwright-ignore … -->` is obeyed. Linear in the text.
 */
export function checkText(source: string, format: TextFormat, matcher: Matcher): BiasFinding[] {
  return finish(textSteps(source, format, matcher));
}

/** `checkText` in short steps, for a thread that must not be held. */
export function* textSteps(source: string, format: TextFormat, matcher: Matcher): Steps<BiasFinding[]> {
  const skipped = format === 'markdown' ? markdownSkips(source) : [];
  const comments = skipped.filter(({ comment }) => comment);
  const ignored = ignoredPlaces(
    source,
    comments.map((span) => ({ span, text: source.slice(span.start, span.end) })),
  );
  const readable = blank(source, skipped);
  const findings: BiasFinding[] = [];
  for (const span of paragraphs(readable)) {
    yield; // a paragraph in which nothing is found is one step
    const reading = readText(readable, span);
    const found = yield* findInReadings([reading], matcher, { source, negative: false, slots: false });
    for (const finding of found) findings.push(finding); // there may be more than the stack holds arguments
  }
  return findings.filter((finding) => !ignored.covers(finding));
}

interface Skip extends Span {
  readonly comment: boolean;
}

const MARKDOWN_SKIP =
  /<!--[\s\S]*?(?:-->|(?![\s\S]))|^(`{3,}|~{3,})[ \t]*(?!(?:text|txt|spell|prompt)?[ \t]*$)[^\n`]*\n[\s\S]*?(?:^\1[`~]*[ \t]*$|(?![\s\S]))|`[^`\n]+`|(?<=\])\([^()\s]*\)/gm;

function markdownSkips(text: string): Skip[] {
  return [...text.matchAll(MARKDOWN_SKIP)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    comment: match[0].startsWith('<!--'),
  }));
}

/** Spaces in place of what is skipped, so that offsets stay and no word grows together across it. */
function blank(text: string, skips: readonly Span[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of skips) {
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Runs of lines that are not blank. */
function paragraphs(text: string): Span[] {
  const spans: Span[] = [];
  let start: number | undefined;
  for (let at = 0; at <= text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const blankLine = text.slice(at, end).trim() === '';
    if (blankLine && start !== undefined) {
      spans.push({ start, end: at });
      start = undefined;
    } else if (!blankLine) {
      start ??= at;
    }
    at = end + 1;
  }
  if (start !== undefined) spans.push({ start, end: text.length });
  return spans;
}
