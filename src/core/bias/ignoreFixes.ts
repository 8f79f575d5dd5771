import type { Dialect, Span, SpellFile } from '../spell/spell';
import type { BiasFix, TextEdit } from './finding';
import type { FoundPlace } from './findInReadings';
import { IGNORE } from './ignoredPlaces';
import { Lines } from './lines';

/**
 * What silences a rule at a place of a spell file, and in the whole file: comments of the file's dialect.
 * @returns the fixes of a place; what they need to know of the file is found out once, when the first edit is made
 */
export function ignoreFixes(file: SpellFile): (place: FoundPlace) => BiasFix[] {
  let places: IgnorePlaces | undefined;
  const inFileOf = () => (places ??= new IgnorePlaces(file));
  // Edits are made when one is chosen: a long text has thousands of findings.
  const ignore = (kind: 'ignore-here' | 'ignore-in-file', edit: () => TextEdit): BiasFix => ({
    kind,
    choice: '',
    get edits() {
      return [edit()];
    },
    safeForAll: false,
  });
  return (place) => [
    ignore('ignore-here', () => inFileOf().here(place)),
    ignore('ignore-in-file', () => inFileOf().inFile(place)),
  ];
}

/** What starts a comment after a prompt; `plain` knows comments only on lines of their own. */
const COMMENT_MARK: Readonly<Record<Dialect, string | undefined>> = {
  a1111: '#',
  comfyui: '//',
  midjourney: undefined,
  novelai: undefined,
  invokeai: undefined,
  plain: undefined,
};

/** Where a comment goes that stands after a prompt, and what is written around a rule's name. */
interface Slot {
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

class IgnorePlaces {
  private readonly lines: Lines;
  private readonly lineBreak: string;
  /** Of lines that were asked about: a long line has many findings, and may end in a long comment. */
  private readonly slots = new Map<number, Slot>();

  constructor(private readonly file: SpellFile) {
    this.lines = new Lines(file.text);
    this.lineBreak = file.text.includes('\r\n') ? '\r\n' : '\n';
  }

  here({ span, ruleId }: FoundPlace): TextEdit {
    const line = this.lines.at(span.start);
    const mark = COMMENT_MARK[this.file.dialect];
    if (mark === undefined) return insert(this.lines.start(line), `# ${IGNORE} ${ruleId}${this.lineBreak}`);
    let slot = this.slots.get(line);
    if (!slot) this.slots.set(line, (slot = this.slotOf(line, mark)));
    return insert(slot.at, slot.before + ruleId + slot.after);
  }

  inFile({ ruleId }: FoundPlace): TextEdit {
    const { text, frontMatter } = this.file;
    const at = frontMatter.span?.end ?? (text.startsWith('\ufeff') ? 1 : 0);
    return insert(at, `# ${IGNORE}-file ${ruleId}${this.lineBreak}`);
  }

  private slotOf(line: number, mark: string): Slot {
    const { text, comments } = this.file;
    const start = this.lines.start(line);
    const end = this.lines.end(line) - (text[this.lines.end(line) - 1] === '\r' ? 1 : 0);
    const last = comments[firstFrom(comments, end) - 1];
    const comment = last && last.start >= start && last.end >= end ? last : undefined;
    if (!comment) return { at: end, before: ` ${mark} ${IGNORE} `, after: '' };
    const existing = text.slice(comment.start, end);
    const before = NAMES.test(existing) ? ', ' : ` ${IGNORE} `;
    if (!existing.startsWith('/*') || !existing.endsWith('*/')) return { at: end, before, after: '' };
    // Before the end of a closed comment, and before the blank that stands there.
    const inner = existing.slice(0, -2);
    const kept = inner.trimEnd();
    return { at: comment.start + kept.length, before, after: kept === inner ? ' ' : '' };
  }
}

/** A directive that names something already. */
const NAMES = new RegExp(`${IGNORE}(?!-)[ \\t:]*[^\\s*]`);

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
