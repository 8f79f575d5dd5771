const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** Japanese text runs on without spaces; between these no word goes on. */
const BREAK = /[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆ヶ]/u;

/** "OL" is no word in "older". */
const LATIN_INSIDE = /[\p{Script=Latin}\p{N}]{2}/u;

/** Longer runs are cut: no sentence has them, and the segmenter takes quadratic time over them. */
const MAX_RUN = 2000;

/** In runs up to here, asking for single places is quicker than listing all; in long ones it takes quadratic time. */
const SHORT_RUN = 80;

/** `BREAK` by UTF-16 unit, found out when first met: 1 breaks, 2 does not. */
const breaks = new Uint8Array(0x10000);

const KATAKANA = /[\p{Script=Katakana}ー]/u;
const HIRAGANA = /[\p{Script=Hiragana}ー]/u;

/** What a noun may stand right after, and right before. */
const PARTICLE_BEFORE = /[のなはがをもにとやいるた]/;
const PARTICLE_AFTER = /[のなはがをもにとやでだ]/;

/** From here on kana are hardly another word by chance. */
const LONG_WORD = 4;

/** A stretch without a break that the segmenter was given, as offsets of the text. */
interface Run {
  readonly start: number;
  readonly end: number;
  /** By offset within the run. */
  isBoundary(offset: number): boolean;
}

/**
 * Word boundaries of one text as `Intl.Segmenter('ja')` sees them. Only runs that are asked about are segmented, and of
 * short ones only the asked places are looked up, since listing every word takes twice as long.
 */
export class JapaneseWords {
  private run: Run | undefined;

  constructor(private readonly text: string) {}

  /** Whether a word starts or ends at `offset`. Asked in ascending order, give or take one run. */
  isBoundary(offset: number): boolean {
    if (offset <= 0 || offset >= this.text.length) return true;
    if (this.isBreak(offset) || this.isBreak(offset - 1)) {
      return !LATIN_INSIDE.test(this.text.slice(offset - 1, offset + 1));
    }
    if (!this.run || offset < this.run.start || offset >= this.run.end) this.run = this.runAround(offset);
    return this.run.isBoundary(offset - this.run.start);
  }

  /**
   * Whether kana from `start` to `end` stand apart, for words in the kana that they are not usually written in, which the
   * segmenter doesn't know: katakana among other signs, hiragana between what can't be a part of the same word.
   */
  isApart(start: number, end: number): boolean {
    const isLong = end - start >= LONG_WORD;
    return this.opens(start, isLong) && this.closes(end, isLong);
  }

  private opens(start: number, isLong: boolean): boolean {
    const [before, first] = [this.text.charAt(start - 1), this.text.charAt(start)];
    if (KATAKANA.test(first)) return !KATAKANA.test(before);
    if (!HIRAGANA.test(first) || !HIRAGANA.test(before)) return this.isBoundary(start);
    return PARTICLE_BEFORE.test(before) && (isLong || this.isBoundary(start));
  }

  private closes(end: number, isLong: boolean): boolean {
    const [last, after] = [this.text.charAt(end - 1), this.text.charAt(end)];
    if (KATAKANA.test(last)) return !KATAKANA.test(after);
    if (!HIRAGANA.test(last)) return this.isBoundary(end);
    if (!HIRAGANA.test(after)) return isLong || this.isBoundary(end);
    return PARTICLE_AFTER.test(after) && (isLong || this.isBoundary(end));
  }

  private runAround(offset: number): Run {
    const before = this.run && this.run.end <= offset ? this.run.end : 0;
    const floor = Math.max(before, offset - MAX_RUN);
    let start = offset;
    while (start > floor && !this.isBreak(start - 1)) start--;
    let end = offset + 1;
    const ceiling = Math.min(this.text.length, offset + MAX_RUN);
    while (end < ceiling && !this.isBreak(end)) end++;
    return { start, end, isBoundary: boundariesOf(this.text.slice(start, end)) };
  }

  private isBreak(index: number): boolean {
    const unit = this.text.charCodeAt(index);
    const known = breaks[unit]!;
    if (known !== 0) return known === 1;
    const isBreak = BREAK.test(this.text.charAt(index));
    breaks[unit] = isBreak ? 1 : 2;
    return isBreak;
  }
}

function boundariesOf(run: string): Run['isBoundary'] {
  const segments = segmenter.segment(run);
  if (run.length <= SHORT_RUN) return (offset) => segments.containing(offset)?.index === offset;
  const starts = new Set<number>();
  for (const { index } of segments) starts.add(index);
  return (offset) => starts.has(offset);
}
