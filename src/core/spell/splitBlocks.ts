import {
  BELOW_PARAMETERS,
  inlineStarts,
  LONE_PARAMETER,
  NEGATIVE_LABEL,
  POSITIVE_LABEL,
  startsParameters,
  TITLE,
} from './infotext';
import { each, type Steps } from '../steps';
import { RULE } from './escapes';
import { firstOfPrompt } from './infotextParagraphs';
import type { Span, Spanned } from './spell';

/** The lines of one spell. */
export interface Block {
  /** From its heading (or first character) to its last character. */
  readonly span: Span;
  readonly heading?: { readonly span: Span; readonly name?: Spanned<string> };
  readonly body: Span;
  /** The `Negative prompt:` labels before its parameters. */
  readonly negatives: readonly Span[];
  /** What is neither prompt nor comment: rules, a label of the prompt, the title of an infotext. */
  readonly asides: readonly Span[];
  /** Start of its infotext parameter lines, which reach to the end of the body. */
  readonly parameters?: number;
  /** Paragraphs that are one prompt only because an infotext's parameters stand below them. */
  readonly joined: number;
  /** Paragraphs right above that are spells of their own, though an infotext's parameters stand below them. */
  readonly apart: number;
}

type Kind = 'blank' | 'rule' | 'title' | 'heading' | 'negative' | 'parameters' | 'text';

interface Line extends Span {
  readonly kind: Kind;
}

/**
 * Cuts a file into spells: one per `###` heading (what stands before the first is a spell too), or, where there is no
 * heading, one per infotext (the paragraphs above its parameters in which its text goes on) and one per paragraph of the rest.
 * A paragraph that starts with `Negative prompt:` belongs to the prompt above it. A line of dashes parts prompts.
 * One line or spell a step.
 * @param plain the file with comments blanked
 * @param whole spans that no blank line cuts, and in which nothing is a label
 */
export function* splitSteps(
  text: string,
  plain: string,
  comments: readonly Span[],
  whole: readonly Span[],
  start: number,
): Steps<Block[]> {
  const lines = withTails(yield* readLines(text, comments, whole, start), text);
  yield;
  const groups = lines.some(({ kind }) => kind === 'heading')
    ? byHeading(lines)
    : byParagraph(lines, yield* openSlots(plain, lines), plain);
  yield;
  const isContent = ({ kind }: Line): boolean => kind !== 'blank' && kind !== 'rule' && kind !== 'title';
  const withContent = groups.filter(({ lines: group }) => group.some(isContent));
  return yield* each(withContent, ({ lines: group, apart }) => ({ ...blockOf(text, plain, group), apart }));
}

/** The lines of one spell, and the paragraphs right above that might have been of it. */
interface Group {
  readonly lines: readonly Line[];
  readonly apart: number;
}

const alone = (lines: readonly Line[]): Group => ({ lines, apart: 0 });

function byHeading(lines: readonly Line[]): Group[] {
  const groups: Line[][] = [[]];
  for (const line of lines) {
    if (line.kind === 'heading') groups.push([]);
    groups.at(-1)!.push(line);
  }
  return groups.map(alone);
}

/** Lines between the ends of infotexts and rules; each that has parameters is an infotext. */
function byParagraph(lines: readonly Line[], isInSlot: (line: Line) => boolean, plain: string): Group[] {
  const groups: Group[] = [];
  let region: Line[] = [];
  const close = (): void => {
    const isInfotext = region.some(({ kind }) => kind === 'parameters');
    const found = isInfotext
      ? infotexts(region, isInSlot, plain)
      : paragraphs(region, isInSlot, plain).map(alone);
    for (const group of found) groups.push(group);
    region = [];
  };
  lines.forEach((line, i) => {
    if (line.kind === 'rule' && !isInside(lines, i, plain)) return close();
    if (line.kind === 'title' && region.every(({ kind }) => kind === 'blank')) region = [];
    region.push(line);
    if (line.kind === 'parameters' && lines[i + 1]?.kind !== 'parameters') close();
  });
  close();
  return groups;
}

const FENCE = /[ \t]*(?:`{3}|~{3})/y;

/** Whether a rule is a fence of Markdown that parts nothing: below a label whose text it holds, or above a label or parameters. */
function isInside(lines: readonly Line[], at: number, plain: string): boolean {
  if (!matches(FENCE, plain, lines[at]!.start)) return false;
  let above = at - 1;
  while (lines[above]?.kind === 'blank') above--;
  if (isBareLabel(plain, lines[above])) return true;
  let below = at + 1;
  while (lines[below]?.kind === 'blank') below++;
  return lines[below]?.kind === 'negative' || lines[below]?.kind === 'parameters';
}

/** The infotext that ends a region, and the spells above it. */
function infotexts(region: readonly Line[], isInSlot: (line: Line) => boolean, plain: string): Group[] {
  const lines = belowEarlierNegative(region);
  const starts = promptParagraphs(lines, isInSlot, plain);
  const end = endOfPrompt(lines);
  const written = starts.map((start, i) => textOf(plain, lines.slice(start, starts[i + 1] ?? end)));
  const labelled = starts.findLastIndex((start) => isLabelled(lines, start, plain));
  const first = Math.max(0, labelled < 0 ? firstOfPrompt(written) : labelled);
  const cut = first === 0 ? 0 : starts[first]!;
  const above = [...region.slice(0, region.length - lines.length), ...lines.slice(0, cut)];
  return [
    ...paragraphs(above, isInSlot, plain).map(alone),
    { lines: lines.slice(cut), apart: labelled < 0 ? first : 0 },
  ];
}

/** Of two negative prompts, the earlier one ends at a blank line, with its spell. */
function belowEarlierNegative(region: readonly Line[]): readonly Line[] {
  const last = region.findLastIndex(({ kind }) => kind === 'negative');
  const before = region.slice(0, Math.max(0, last)).findLastIndex(({ kind }) => kind === 'negative');
  if (before < 0) return region;
  const blank = region.findIndex(({ kind }, i) => i > before && i < last && kind === 'blank');
  const isText = region
    .slice(before + 1, last)
    .some(({ kind }, i) => kind === 'text' && before + 1 + i > blank);
  return blank < 0 || !isText ? region : region.slice(blank);
}

const isPrompt = ({ kind }: Line): boolean => kind === 'text' || kind === 'blank' || kind === 'title';

function endOfPrompt(lines: readonly Line[]): number {
  const end = lines.findIndex((line) => !isPrompt(line));
  return end < 0 ? lines.length : end;
}

/** Where the paragraphs of a prompt begin that hold more than comments. */
function promptParagraphs(
  lines: readonly Line[],
  isInSlot: (line: Line) => boolean,
  plain: string,
): number[] {
  const starts: number[] = [];
  let isParted = true;
  const end = endOfPrompt(lines);
  for (let i = 0; i < end; i++) {
    const line = lines[i]!;
    if (line.kind !== 'text') isParted ||= !isInSlot(line);
    else if (textOf(plain, [line]) !== '') {
      if (isParted) starts.push(i);
      isParted = false;
    }
  }
  return starts;
}

/** What `lines` say but for comments. */
function textOf(plain: string, lines: readonly Line[]): string {
  return lines.length === 0 ? '' : plain.slice(lines[0]!.start, lines.at(-1)!.end).trim();
}

/** Whether a title or a label of the prompt stands before a paragraph. */
function isLabelled(lines: readonly Line[], start: number, plain: string): boolean {
  let above = start - 1;
  while (lines[above]?.kind === 'blank') above--;
  return lines[above]?.kind === 'title' || matches(POSITIVE_LABEL, plain, firstOf(plain, lines[start]!));
}

function paragraphs(lines: readonly Line[], isInSlot: (line: Line) => boolean, plain: string): Line[][] {
  const groups: Line[][] = [];
  let group: Line[] | undefined;
  let closed = false;
  for (const line of lines) {
    if (line.kind === 'blank' || line.kind === 'title') {
      if (!isInSlot(line) && !waitsForText(plain, group?.at(-1))) closed = true;
      continue;
    }
    if (line.kind === 'rule') {
      if (isBareLabel(plain, group?.at(-1))) closed = false;
      group?.push(line);
      continue;
    }
    const isMore = line.kind === 'negative' && group?.some(({ kind }) => kind === 'negative') === false;
    if (group === undefined || (closed && !isMore)) groups.push((group = []));
    group.push(line);
    closed = false;
  }
  return groups;
}

/** A label of Markdown, or one without a colon, with nothing behind it: its text may come below a blank line. */
function waitsForText(text: string, line: Line | undefined): boolean {
  if (!isBareLabel(text, line)) return false;
  return !/^[^#*【[]*[:：]$/.test(text.slice(line.start, line.end).trim());
}

/** A label of a negative prompt with nothing behind it. */
function isBareLabel(text: string, line: Line | undefined): line is Line {
  if (line?.kind !== 'negative') return false;
  return text.slice(labelOf(text, line).end, line.end).trim() === '';
}

/**
 * What goes on below parameters: values in quotes or brackets, to their end; parameters and templates on the lines right
 * below; and what the web UI prints after a blank line. Any other line begins the next prompt.
 */
function withTails(lines: readonly Line[], text: string): Line[] {
  const done: Line[] = [];
  for (let i = 0; i < lines.length;) {
    const line = lines[i]!;
    done.push(line);
    i++;
    if (line.kind !== 'parameters') continue;
    const end = tailEnd(lines, openValue(text, line.start, lines, i), text);
    for (; i < end; i++) done.push({ ...lines[i]!, kind: 'parameters' });
  }
  return done;
}

const MOST_BLANKS = 8;

function tailEnd(lines: readonly Line[], from: number, text: string): number {
  const starts = (pattern: RegExp, line: Line): boolean => matches(pattern, text, firstOf(text, line));
  let next = from;
  while (lines[next]?.kind === 'text') next++;
  const follower = lines[next]?.kind;
  const isAnother = follower === 'negative' || follower === 'parameters';
  let end = from;
  let isTemplate = false;
  for (; end < next; end++) {
    const line = lines[end]!;
    const isBelow = starts(BELOW_PARAMETERS, line);
    isTemplate = isBelow || (isTemplate && !isAnother);
    if (isTemplate || (starts(LONE_PARAMETER, line) && !starts(POSITIVE_LABEL, line))) continue;
    if (isAnother || !goesOnBelow(text, lines[end - 1]!)) break;
  }
  for (;;) {
    let at = end;
    while (at < end + MOST_BLANKS && (lines[at]?.kind === 'blank' || lines[at]?.kind === 'title')) at++;
    if (lines[at]?.kind !== 'text' || !starts(BELOW_PARAMETERS, lines[at]!)) return end;
    end = at + 1;
  }
}

/** Whether parameters were broken into lines behind a comma. */
function goesOnBelow(text: string, line: Line): boolean {
  return text.slice(line.start, line.end).trimEnd().endsWith(',');
}

const LONGEST_VALUE = 2000;

/** The index of the line after the one in which a quoted or bracketed value ends that is open at the end of a line. */
function openValue(text: string, start: number, lines: readonly Line[], next: number): number {
  let depth = 0;
  let quoted = false;
  let at = start;
  for (let i = next - 1; i < lines.length && i < next + LONGEST_VALUE; i++) {
    const line = lines[i]!;
    if (i >= next && (line.kind === 'heading' || line.kind === 'parameters')) return next;
    for (at = Math.max(at, line.start); at < line.end; at++) {
      const char = text[at];
      if (char === '\\') at++;
      else if (char === '"') quoted = !quoted;
      else if (!quoted && char === '{') depth++;
      else if (!quoted && char === '}') depth = Math.max(0, depth - 1);
    }
    if (!quoted && depth === 0) return i + 1;
  }
  return next;
}

const BRACE = /[\\{}]/g;

/** A brace or a backslash from `from` on; the end where there is none. */
function nextBrace(text: string, from: number): number {
  BRACE.lastIndex = from;
  return BRACE.exec(text)?.index ?? text.length;
}

/** Whether a line lies in a slot that was opened above and is closed below: blank lines do not cut it. */
function* openSlots(plain: string, lines: readonly Line[]): Steps<(line: Line) => boolean> {
  const spans: Span[] = [];
  let open: number[] = [];
  let brace = nextBrace(plain, lines[0]?.start ?? plain.length);
  for (const { kind, end } of lines) {
    const isText = kind === 'text' || kind === 'blank';
    if (!isText) open = [];
    for (; brace < end; brace = nextBrace(plain, brace + (plain[brace] === '\\' ? 2 : 1))) {
      if (!isText) continue;
      if (plain[brace] === '{') open.push(brace);
      else if (plain[brace] === '}') {
        const from = open.pop();
        if (from === undefined) continue;
        while (spans.length > 0 && spans.at(-1)!.start > from) spans.pop();
        spans.push({ start: from, end: brace });
      }
    }
    yield;
  }
  let at = 0;
  return (line) => {
    while (at < spans.length && spans[at]!.end < line.start) at++;
    return at < spans.length && spans[at]!.start < line.start;
  };
}

function blockOf(text: string, plain: string, group: readonly Line[]): Omit<Block, 'apart'> {
  const lines = group.filter(({ kind }) => kind !== 'blank');
  const first = lines.find(({ kind }) => kind !== 'title' && kind !== 'rule')!;
  const end = lines.at(-1)!.end;
  const parameters = lines.find((line) => line.kind === 'parameters')?.start;
  const tail = text.slice(first.start, end);
  const span = {
    start: first.start + tail.length - tail.trimStart().length,
    end: first.start + tail.trimEnd().length,
  };
  const isHeading = first.kind === 'heading';
  const body = { start: isHeading ? first.end : first.start, end };
  const isAbove = (line: Line): boolean => parameters === undefined || line.start < parameters;
  return {
    span,
    ...(isHeading && { heading: headingOf(text, first) }),
    body,
    negatives: lines
      .filter((line) => line.kind === 'negative' && isAbove(line))
      .map((line) => labelOf(text, line)),
    asides: [
      ...lines.filter(({ kind }) => kind === 'rule' || kind === 'title'),
      ...promptLabel(text, lines),
    ].filter(({ start }) => start >= body.start),
    ...(parameters !== undefined && { parameters }),
    joined: isHeading || parameters === undefined ? 1 : promptParagraphs(group, () => false, plain).length,
  };
}

function promptLabel(text: string, lines: readonly Line[]): Span[] {
  const line = lines.find(({ kind }) => kind === 'text');
  if (line === undefined || lines.some(({ kind, start }) => kind === 'negative' && start < line.start))
    return [];
  const start = firstOf(text, line);
  return matches(POSITIVE_LABEL, text, start) ? [{ start, end: POSITIVE_LABEL.lastIndex }] : [];
}

function labelOf(text: string, line: Line): Span {
  matches(NEGATIVE_LABEL, text, firstOf(text, line));
  return { start: line.start, end: NEGATIVE_LABEL.lastIndex };
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
const LINE = /[^\r\n]*/y;

function* readLines(
  text: string,
  comments: readonly Span[],
  whole: readonly Span[],
  start: number,
): Steps<Line[]> {
  const lines: Line[] = [];
  let comment = 0;
  let json = 0;
  for (let at = start; at < text.length;) {
    LINE.lastIndex = at;
    LINE.exec(text);
    const end = LINE.lastIndex;
    while (comment < comments.length && comments[comment]!.end <= at) comment++;
    while (json < whole.length && whole[json]!.end <= at) json++;
    const isInside =
      (comment < comments.length && comments[comment]!.start < at) ||
      (json < whole.length && whole[json]!.start < end);
    if (isInside) lines.push({ start: at, end, kind: 'text' });
    else yield* pushLine(lines, text, at, end);
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
    yield;
  }
  return lines;
}

/** A line, or the pieces of one in which an infotext's line breaks were lost. */
function* pushLine(lines: Line[], text: string, start: number, end: number): Steps<void> {
  const kind = kindOf(text, start, end);
  yield;
  const first = firstOf(text, { start, end });
  const starts = kind === 'text' || kind === 'negative' ? inlineStarts(text.slice(start, end)) : [];
  let from = start;
  for (const at of [...starts.map((offset) => start + offset).filter((each) => each > first), end]) {
    if (at > from || start === end) lines.push({ start: from, end: at, kind: kindOf(text, from, at) });
    from = at;
  }
}

function kindOf(text: string, start: number, end: number): Kind {
  const first = firstOf(text, { start, end });
  if (first === end) return 'blank';
  if (matches(NEGATIVE_LABEL, text, first)) return 'negative';
  if (matches(HEADING, text, start)) return 'heading';
  if (startsParameters(text, first, end)) return 'parameters';
  if (matches(TITLE, text, first)) return 'title';
  const line = text.slice(start, end);
  if (RULE.test(line)) return 'rule';
  return line.trim() === '' ? 'blank' : 'text';
}

function firstOf(text: string, { start, end }: Span): number {
  let first = start;
  while (first < end && (text[first] === ' ' || text[first] === '\t')) first++;
  return first;
}

function matches(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}
