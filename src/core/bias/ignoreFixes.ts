import type { Dialect, SpellFile } from '../spell/spell';
import type { BiasFix, TextEdit } from './finding';
import type { FoundPlace } from './findInReadings';
import { IGNORE } from './ignoredPlaces';

/** What silences a rule at a place of a spell file, and in the whole file: comments of the file's dialect. */
export function ignoreFixes(place: FoundPlace, file: SpellFile): BiasFix[] {
  const ignore = (kind: 'ignore-here' | 'ignore-in-file', edit: TextEdit): BiasFix => ({
    kind,
    choice: '',
    edits: [edit],
    safeForAll: false,
  });
  return [ignore('ignore-here', here(place, file)), ignore('ignore-in-file', inFile(place, file))];
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
  const newline = /\r?\n|$/g;
  newline.lastIndex = span.start;
  const lineEnd = newline.exec(text)!.index;
  const comment = comments.find(({ start, end }) => start >= lineStart && start < lineEnd && end >= lineEnd);
  const existing = comment && text.slice(comment.start, lineEnd);
  if (existing !== undefined && new RegExp(`${IGNORE}(?!-)[ \\t:]*\\S`).test(existing)) {
    return insert(lineEnd, `, ${ruleId}`);
  }
  return insert(lineEnd, `${existing === undefined ? ` ${mark}` : ''} ${IGNORE} ${ruleId}`);
}

function inFile({ ruleId }: FoundPlace, { text, frontMatter }: SpellFile): TextEdit {
  const at = frontMatter.span?.end ?? (text.startsWith('\ufeff') ? 1 : 0);
  return insert(at, `# ${IGNORE}-file ${ruleId}${lineBreak(text)}`);
}

function insert(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}

function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
