import { PARAMETERS_LINE } from './comments';
import type { Span, Spanned } from './spell';

/** The lines of one spell. */
export interface Block {
  /** From its heading (or first character) to its last character. */
  readonly span: Span;
  readonly heading?: { readonly span: Span; readonly name?: Spanned<string> };
  readonly body: Span;
  /** The `Negative prompt:` labels before its parameters. */
  readonly negatives: readonly Span[];
  /** Start of its infotext parameter lines, which reach to the end of the body. */
  readonly parameters?: number;
}

interface Line extends Span {
  readonly kind: 'blank' | 'heading' | 'negative' | 'parameters' | 'text';
}

/**
 * Cuts a file into spells: one per `###` heading (what stands before the first is a spell too), or one per paragraph where
 * there is no heading. A paragraph that starts with `Negative prompt:` or `Steps:` belongs to the prompt above it, and a
 * parameter line ends its spell, so that infotexts pasted one after the other stay apart.
 */
export function splitBlocks(text: string, comments: readonly Span[], start: number): Block[] {
  const lines = readLines(text, comments, start);
  const byHeading = lines.some((line) => line.kind === 'heading');
  const inSlot = byHeading ? undefined : linesInSlots(text, comments, lines);
  const groups: Line[][] = [];
  let group: Line[] | undefined;
  let closed = false;
  for (const line of lines) {
    if (line.kind === 'blank') {
      // An open slot goes over blank lines, as dynamicprompts reads it.
      if (!byHeading && !inSlot?.has(line)) closed = true;
      continue;
    }
    const starts = byHeading ? line.kind === 'heading' : closed && !continues(line, group);
    if (group === undefined || starts) {
      group = [];
      groups.push(group);
    }
    group.push(line);
    closed = !byHeading && line.kind === 'parameters';
  }
  return groups.map((group) => blockOf(text, group));
}

/** Blank lines between a `{` and the `}` that closes it. */
function linesInSlots(text: string, comments: readonly Span[], lines: readonly Line[]): Set<Line> {
  const inside = new Set<Line>();
  const open: number[] = [];
  /** Blank lines so far, and how many of them stood before each open brace. */
  const blanks: Line[] = [];
  let taken = 0;
  let comment = 0;
  for (const line of lines) {
    if (line.kind === 'blank') blanks.push(line);
    // A slot ends where its prompt does.
    if (line.kind === 'negative' || line.kind === 'parameters') open.length = 0;
    if (line.kind === 'blank' || line.kind === 'parameters') continue;
    for (let at = line.start; at < line.end; at++) {
      while (comment < comments.length && comments[comment]!.end <= at) comment++;
      if (comment < comments.length && comments[comment]!.start <= at) {
        at = Math.min(comments[comment]!.end, line.end) - 1;
      } else if (text[at] === '\\') at++;
      else if (text[at] === '{') open.push(blanks.length);
      else if (text[at] === '}') {
        const before = open.pop();
        if (before === undefined) continue;
        for (taken = Math.max(taken, before); taken < blanks.length; taken++) inside.add(blanks[taken]!);
      }
    }
  }
  return inside;
}

function continues(line: Line, group: readonly Line[] | undefined): boolean {
  const has = (kind: Line['kind']): boolean => group?.some((other) => other.kind === kind) ?? false;
  if (line.kind === 'negative') return !has('negative') && !has('parameters');
  return line.kind === 'parameters' && !has('parameters');
}

function blockOf(text: string, lines: readonly Line[]): Block {
  const [first] = lines;
  const end = lines.at(-1)!.end;
  const parameters = lines.find((line) => line.kind === 'parameters')?.start;
  const tail = text.slice(first!.start, end);
  const span = {
    start: first!.start + tail.length - tail.trimStart().length,
    end: first!.start + tail.trimEnd().length,
  };
  const isHeading = first!.kind === 'heading';
  return {
    span,
    ...(isHeading && { heading: headingOf(text, first!) }),
    body: { start: isHeading ? first!.end : first!.start, end },
    negatives: lines
      .filter((line) => line.kind === 'negative' && (parameters === undefined || line.start < parameters))
      .map((line) => labelOf(text, line)),
    ...(parameters !== undefined && { parameters }),
  };
}

function labelOf(text: string, line: Line): Span {
  return { start: line.start, end: text.indexOf(':', line.start) + 1 };
}

function headingOf(text: string, line: Line): Block['heading'] {
  const written = text.slice(line.start + 3, line.end);
  const name = written.trim();
  const start = line.start + 3 + written.length - written.trimStart().length;
  const span = { start: line.start, end: Math.max(line.start + 3, start + name.length) };
  return name === ''
    ? { span: { start: line.start, end: line.start + 3 } }
    : { span, name: { value: name, span: { start, end: start + name.length } } };
}

const HEADING = /###(?!#)/y;
const NEGATIVE = /Negative prompt:/iy;
const LINE = /[^\r\n]*/y;

function readLines(text: string, comments: readonly Span[], start: number): Line[] {
  const lines: Line[] = [];
  let comment = 0;
  for (let at = start; at < text.length;) {
    LINE.lastIndex = at;
    LINE.exec(text);
    const end = LINE.lastIndex;
    while (comment < comments.length && comments[comment]!.end <= at) comment++;
    const insideComment = comment < comments.length && comments[comment]!.start < at;
    lines.push({ start: at, end, kind: insideComment ? 'text' : kindOf(text, at, end) });
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return lines;
}

function kindOf(text: string, start: number, end: number): Line['kind'] {
  let first = start;
  while (first < end && (text[first] === ' ' || text[first] === '\t')) first++;
  if (first === end) return 'blank';
  if (matches(HEADING, text, start)) return 'heading';
  if (matches(NEGATIVE, text, first)) return 'negative';
  if (matches(PARAMETERS_LINE, text, first)) return 'parameters';
  return text.slice(first, end).trim() === '' ? 'blank' : 'text';
}

function matches(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}
