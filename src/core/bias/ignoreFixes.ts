import type { Dialect, Span, SpellFile } from '../spell/spell';
import type { BiasFix, TextEdit } from './finding';
import type { FoundPlace } from './findInReadings';
import { IGNORE } from './ignoredPlaces';

/** What silences a rule at a place of a spell file, and in the whole file: comments of the file's dialect. */
export function ignoreFixes(place: FoundPlace, file: SpellFile): BiasFix[] {
  // Edits are made when one is chosen: a long text has thousands of findings.
  const ignore = (kind: 'ignore-here' | 'ignore-in-file', edit: () => TextEdit): BiasFix => ({
    kind,
    choice: '',
    get edits() {
      return [edit()];
    },
    safeForAll: false,
  });
  return [
    ignore('ignore-here', () => here(place, file)),
    ignore('ignore-in-file', () => inFile(place, file)),
  ];
}

/** What starts a comment after a prompt; `plain` knows comments only on lines of their own. */
const COMMENT_MARK: Readonly<Record<Dialect, string | undefined>> = {
  a1111: '#',
  comfyui: '//',
  plain: undefined,
};

function here({ span, ruleId }: FoundPlace, { text, dialect, comments }: SpellFile): TextEdit {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const mark = COMMENT_MARK[dialect];
  if (mark === undefined) return insert(lineStart, `# ${IGNORE} ${ruleId}${lineBreak(text)}`);
  const lineEnd = endOfLine(text, span.start);
  const last = comments[firstFrom(comments, lineEnd) - 1];
  const comment = last && last.start >= lineStart && last.end >= lineEnd ? last : undefined;
  if (!comment) return insert(lineEnd, ` ${mark} ${IGNORE} ${ruleId}`);
  const existing = text.slice(comment.start, lineEnd);
  // Before the end of a closed comment, and before the blank that stands there.
  const end = existing.startsWith('/*') ? /\s*\*\/$/.exec(existing)?.[0] : undefined;
  const at = lineEnd - (end?.length ?? 0);
  const after = end === '*/' ? ' ' : '';
  const names = new RegExp(`${IGNORE}(?!-)[ \\t:]*[^\\s*]`);
  return insert(at, (names.test(existing) ? `, ${ruleId}` : ` ${IGNORE} ${ruleId}`) + after);
}

function inFile({ ruleId }: FoundPlace, { text, frontMatter }: SpellFile): TextEdit {
  const at = frontMatter.span?.end ?? (text.startsWith('\ufeff') ? 1 : 0);
  return insert(at, `# ${IGNORE}-file ${ruleId}${lineBreak(text)}`);
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' ? newline - 1 : newline;
}

/** Index of the first span that starts at `offset` or after it. */
function firstFrom(spans: readonly Span[], offset: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
