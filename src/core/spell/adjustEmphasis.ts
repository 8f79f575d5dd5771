import type { Dialect, Span } from './spell';

/** Replace `span` by `text` and select `selection` (offsets in the edited text). */
export interface EmphasisEdit {
  readonly span: Span;
  readonly text: string;
  readonly selection: Span;
}

/** How far a bracket around the caret is looked for, in code units. */
const REACH = 2000;
/** What ends a word: the web UI's default delimiters and white space; Japanese punctuation as well. */
const DELIMITER = /[.,\\/!?%^*;:{}=`~()[\]|<>#"\s、。，．！？；：（）「」]/;
const EXPLICIT = /:\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*\)/y;

/**
 * What Ctrl+Up and Ctrl+Down do in the A1111 web UI (`javascript/edit-attention.js`): change the weight of the selection, of
 * the brackets around the caret, or of the word under it, by `delta`; at 1.0 the brackets go.
 * @returns undefined where there is nothing to weigh, and in the plain dialect, which knows no emphasis.
 */
export function adjustEmphasis(
  text: string,
  selectionStart: number,
  selectionEnd: number,
  delta: number,
  dialect: Dialect,
): EmphasisEdit | undefined {
  if (dialect === 'plain') return undefined;
  const target =
    selectionStart === selectionEnd
      ? (bracketAround(text, selectionStart) ?? wordAt(text, selectionStart))
      : trimmed(text, { start: selectionStart, end: selectionEnd });
  if (target === undefined || target.start === target.end) return undefined;
  const content = text.slice(target.start, target.end);
  const existing = weightAround(text, target);
  const weight = round((existing?.weight ?? 1) + delta);
  const span = existing?.span ?? target;
  if (weight === 1) {
    return { span, text: content, selection: { start: span.start, end: span.start + content.length } };
  }
  const start = span.start + 1;
  return {
    span,
    text: `(${content}:${Number.isInteger(weight) ? weight.toFixed(1) : weight})`,
    selection: { start, end: start + content.length },
  };
}

/** The content of the nearest round brackets around the caret, on its line; without the weight. */
function bracketAround(text: string, caret: number): Span | undefined {
  let depth = 0;
  for (let at = caret - 1; at >= Math.max(0, caret - REACH) && text[at] !== '\n'; at--) {
    if ((text[at] === '(' || text[at] === ')') && isEscaped(text, at)) continue;
    if (text[at] === ')') depth++;
    if (text[at] === '(' && --depth < 0) return contentFrom(text, at + 1, caret);
  }
  return undefined;
}

function contentFrom(text: string, start: number, caret: number): Span | undefined {
  let depth = 0;
  for (let at = start; at < Math.min(text.length, caret + REACH) && text[at] !== '\n'; at++) {
    if ((text[at] === '(' || text[at] === ')') && isEscaped(text, at)) continue;
    if (text[at] === '(') depth++;
    if (text[at] === ')' && depth-- === 0) return at < caret ? undefined : { start, end: at };
    if (text[at] === ':' && depth === 0) {
      EXPLICIT.lastIndex = at;
      if (EXPLICIT.test(text)) return { start, end: at };
    }
  }
  return undefined;
}

/** The brackets directly around `content`, and the weight they give: 1.1 when none is written. */
function weightAround(
  text: string,
  content: Span,
): { readonly span: Span; readonly weight: number } | undefined {
  const open = content.start - 1;
  if (text[open] !== '(' || isEscaped(text, open)) return undefined;
  EXPLICIT.lastIndex = content.end;
  const explicit = EXPLICIT.exec(text);
  if (explicit !== null) {
    return { span: { start: open, end: EXPLICIT.lastIndex }, weight: Number(explicit[1]) };
  }
  return text[content.end] === ')' ? { span: { start: open, end: content.end + 1 }, weight: 1.1 } : undefined;
}

function wordAt(text: string, caret: number): Span {
  let start = caret;
  let end = caret;
  while (start > 0 && !DELIMITER.test(text[start - 1]!)) start--;
  while (end < text.length && !DELIMITER.test(text[end]!)) end++;
  return { start, end };
}

function trimmed(text: string, { start, end }: Span): Span {
  const selected = text.slice(start, end);
  const from = start + selected.length - selected.trimStart().length;
  return { start: from, end: Math.max(from, start + selected.trimEnd().length) };
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

/** Sums of tenths without the noise of binary fractions. */
function round(weight: number): number {
  return Number(weight.toFixed(6));
}
