import type { Span, SpellFile } from '../../../core/spell/spell';
import { expectPlace } from '../test/expectPlace';

/** What may be completed at a caret. `span` is what the completion replaces, `typed` what stands in it before the caret. */
export type CompletionPlace =
  | { readonly kind: 'key'; readonly span: Span; readonly typed: string }
  | { readonly kind: 'dialect'; readonly span: Span; readonly typed: string }
  /** The value of `images` or `avoid`, or of `model`: a path. `quoted` when it stands in quotation marks. */
  | {
      readonly kind: 'images' | 'model';
      readonly span: Span;
      readonly typed: string;
      readonly quoted: boolean;
    }
  /** Between the underscores of `__name__`; the closing ones belong to the span. */
  | { readonly kind: 'wildcard'; readonly span: Span; readonly typed: string }
  | { readonly kind: 'heading'; readonly span: Span; readonly typed: string }
  /** A key of an expectation; `present` are the others of its item. */
  | {
      readonly kind: 'expect-key';
      readonly span: Span;
      readonly typed: string;
      readonly present: readonly string[];
    }
  /** The value of such a key; `spell` is the spell that its item names, if any. */
  | {
      readonly kind: 'expect-value';
      readonly span: Span;
      readonly typed: string;
      readonly quoted: boolean;
      readonly key: string;
      readonly spell?: string;
    };

/** No name or path is longer; keeps a hostile line from costing time. */
const reach = 1000;

export function completionPlace(file: SpellFile, offset: number): CompletionPlace | undefined {
  const { text } = file;
  const from = Math.max(0, offset - reach);
  const near = text.slice(from, offset);
  const lineStart = from + Math.max(near.lastIndexOf('\n'), near.lastIndexOf('\r')) + 1;
  const rest = /^[^\r\n]*/.exec(text.slice(offset, offset + reach))![0];
  const before = text.slice(lineStart, offset);
  return inFrontMatter(file, lineStart)
    ? frontMatterPlace(text, lineStart, before, rest)
    : promptPlace(file, offset, before, rest);
}

function inFrontMatter({ frontMatter, text }: SpellFile, lineStart: number): boolean {
  const { span } = frontMatter;
  // The line with the closing fence ends the block.
  return (
    span !== undefined && span.start < lineStart && lineStart < span.end && !text.startsWith('---', lineStart)
  );
}

function frontMatterPlace(
  text: string,
  lineStart: number,
  before: string,
  rest: string,
): CompletionPlace | undefined {
  const offset = lineStart + before.length;
  if (/^[A-Za-z]*$/.test(before)) {
    const tail = /^[A-Za-z]*/.exec(rest)![0];
    return { kind: 'key', typed: before, span: { start: lineStart, end: offset + tail.length } };
  }
  const key = keyAt(text, lineStart, before);
  if (key === undefined || /(^|\s)#/.test(before)) return undefined;
  if (key === 'expect') return expectationPlace(text, lineStart, before, rest);
  const value = valueBefore(before);
  const span = { start: offset - value.typed.length, end: offset + value.tail(rest).length };
  switch (key) {
    case 'dialect':
      return { kind: 'dialect', typed: value.typed, span };
    case 'avoid': // pictures too
      return { kind: 'images', typed: value.typed, quoted: value.quoted, span };
    case 'judge': // a checkpoint too
      return { kind: 'model', typed: value.typed, quoted: value.quoted, span };
    case 'images':
    case 'model':
      return { kind: key, typed: value.typed, quoted: value.quoted, span };
    default:
      return undefined;
  }
}

/** Lines of the block around the caret's that may belong to the same expectation lie within so many characters. */
const around = 4096;

function expectationPlace(
  text: string,
  lineStart: number,
  before: string,
  rest: string,
): CompletionPlace | undefined {
  const offset = lineStart + before.length;
  const linesOf = (part: string): string[] => part.split(/\r\n|\r|\n/);
  const above = linesOf(text.slice(Math.max(0, lineStart - around), lineStart)).slice(0, -1);
  const lineEnd = offset + rest.length;
  const below = linesOf(text.slice(lineEnd, lineEnd + around)).slice(1);
  const place = expectPlace(before, above, below);
  if (place === undefined) return undefined;
  const { tail, ...found } = place;
  const span = { start: offset - found.typed.length, end: offset + tail.exec(rest)![0].length };
  if (found.kind === 'expect-value' && isPicturesKey(found.key)) {
    return { kind: 'images', typed: found.typed, quoted: found.quoted, span };
  }
  return { ...found, span };
}

/** Keys of an expectation that name pictures. */
function isPicturesKey(key: string): boolean {
  return key === 'on' || key === 'first-for';
}

/** The key whose value the line holds: its own, or for an indented line or a list item that of a line above. */
function keyAt(text: string, lineStart: number, before: string): string | undefined {
  const own = /^([A-Za-z]+):(?=\s)/.exec(before);
  if (own !== null) return own[1];
  if (!/^(\s|-)/.test(before)) return undefined;
  return text
    .slice(Math.max(0, lineStart - 65_536), lineStart)
    .split(/\r\n|\r|\n/)
    .findLast((line) => /^[A-Za-z]+:/.test(line))
    ?.split(':')[0];
}

function valueBefore(before: string): {
  readonly typed: string;
  readonly quoted: boolean;
  readonly tail: (rest: string) => string;
} {
  for (const quote of ['"', "'"]) {
    const parts = before.split(quote);
    if (parts.length % 2 === 1) continue;
    return { typed: parts.at(-1)!, quoted: true, tail: (rest) => rest.split(quote)[0]! };
  }
  const typed = /[^\s,[\]]*$/.exec(before)![0];
  return { typed, quoted: false, tail: (rest) => /^[^\s,[\]]*/.exec(rest)![0] };
}

function promptPlace(
  { comments }: SpellFile,
  offset: number,
  before: string,
  rest: string,
): CompletionPlace | undefined {
  // A heading that is being typed is a comment until its third #.
  const marks = /^#{1,3}$/.exec(before);
  if (marks !== null) {
    const tail = /^#*/.exec(rest)![0];
    return {
      kind: 'heading',
      typed: before,
      span: { start: offset - before.length, end: offset + tail.length },
    };
  }
  if (comments.some(({ start, end }) => start < offset && offset <= end)) return undefined;
  const marksBefore = before.split('__');
  if (marksBefore.length % 2 === 1) return undefined; // every name on the line is closed
  const typed = marksBefore.at(-1)!;
  // As far as a name goes: any characters but these, blanks too.
  if (/[({}$#|]|^\s/.test(typed)) return undefined;
  // Where the marks behind the caret are odd in number, the first one closes this name.
  const isClosed = rest.split('__').length % 2 === 0;
  const tail = (isClosed ? /^[^({}$#|]{0,200}?__/ : /^[\w/*.-]*/).exec(rest)?.[0] ?? '';
  return { kind: 'wildcard', typed, span: { start: offset - typed.length, end: offset + tail.length } };
}
