import { NEGATIVE_LABEL, startsParameters } from './infotext';
import type { Dialect, Span } from './spell';

/** A heading starts a spell; `####` is a comment. */
const HEADING = /###(?!#)/y;

/** What may begin a comment or a line: everything between two of these is passed over at once. */
const MARKS: Readonly<Record<Dialect, RegExp>> = {
  a1111: /[\r\n#\\]/g,
  comfyui: /[\r\n/\\]/g,
  midjourney: /[\r\n]/g,
  novelai: /[\r\n]/g,
  invokeai: /[\r\n]/g,
  plain: /[\r\n]/g,
};

/**
 * Comments of a spell file from `start` on, in order.
 *
 * a1111: `#` to the end of the line wherever it stands, as the web UI and dynamicprompts read it (`C#` too).
 * comfyui: `//` to the end of the line and `/*` to the star and slash, wherever they stand, as ComfyUI's front end reads it.
 * In every dialect a line whose first character is `#` is a comment. A backslash before them makes them text. Headings and infotext parameter lines hold none.
 * @param whole spans that hold none either, in order
 */
export function findComments(
  text: string,
  start: number,
  dialect: Dialect,
  whole: readonly Span[] = [],
): Span[] {
  const comments: Span[] = [];
  let at = start;
  let lineStart = true;
  let blocksClose = true;
  let next = 0;
  while (at < text.length) {
    while (next < whole.length && whole[next]!.end <= at) next++;
    if (next < whole.length && whole[next]!.start <= at) {
      at = whole[next]!.end;
      lineStart = false;
      continue;
    }
    if (lineStart) {
      lineStart = false;
      HEADING.lastIndex = at;
      const first = skipBlanks(text, at);
      const end = lineEnd(text, at);
      if (HEADING.test(text) || startsParameters(text, first, end) || isNegativeHeading(text, first)) {
        at = end;
        continue;
      }
      if (text[first] === '#') {
        at = push(comments, first, lineEnd(text, first));
        continue;
      }
    }
    const char = text[at];
    if (char === '\n' || char === '\r') {
      lineStart = true;
      at++;
    } else if (char === '\\' && (dialect === 'a1111' || dialect === 'comfyui')) {
      at += escapedLength(text, at);
    } else if (dialect === 'a1111' && char === '#') {
      at = push(comments, at, lineEnd(text, at));
    } else if (dialect === 'comfyui' && char === '/' && text[at + 1] === '/') {
      at = push(comments, at, lineEnd(text, at));
    } else if (dialect === 'comfyui' && blocksClose && char === '/' && text[at + 1] === '*') {
      const close = text.indexOf('*/', at + 2);
      if (close < 0) {
        blocksClose = false; // this one is text, and so is every later one
        at++;
      } else {
        at = push(comments, at, close + 2);
      }
    } else {
      const mark = MARKS[dialect];
      mark.lastIndex = at + 1;
      at = mark.exec(text)?.index ?? text.length;
      // Nothing is looked for in what is whole.
      if (next < whole.length) at = Math.min(at, Math.max(whole[next]!.start, 0));
    }
  }
  return comments;
}

/** A heading of Markdown that begins a negative prompt. */
function isNegativeHeading(text: string, at: number): boolean {
  if (text[at] !== '#') return false;
  NEGATIVE_LABEL.lastIndex = at;
  return NEGATIVE_LABEL.test(text);
}

/** The text with these spans (in order) as spaces: every offset and line break stays. */
export function blankSpans(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    parts.push(text.slice(at, start), text.slice(start, end).replace(/[^\r\n]/g, ' '));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Of a backslash and what it keeps from beginning a comment: `\#`, `\//`, and `\\`, which is a pair. */
function escapedLength(text: string, at: number): number {
  const next = text[at + 1];
  if (next === undefined || next === '\n' || next === '\r') return 1;
  return next === '/' && (text[at + 2] === '/' || text[at + 2] === '*') ? 3 : 2;
}

function push(comments: Span[], start: number, end: number): number {
  comments.push({ start, end });
  return end;
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++;
  return at;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}
