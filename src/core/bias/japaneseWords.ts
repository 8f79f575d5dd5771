const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** Japanese text runs on without spaces; between these no word goes on. */
const BREAK = /[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆ヶ]/u;

/** "OL" is no word in "older". */
const LATIN_INSIDE = /[\p{Script=Latin}\p{N}]{2}/u;

/** Longer runs are cut: no sentence has them, and the segmenter need not hold them at once. */
const MAX_RUN = 2000;

/**
 * Word boundaries of one text as `Intl.Segmenter('ja')` sees them. Only runs that are asked about are segmented, each once,
 * so that text without hits costs nothing.
 */
export class JapaneseWords {
  private readonly boundaries = new Set<number>();
  private segmentedTo = 0;

  constructor(private readonly text: string) {}

  /** Whether a word starts or ends at `offset`. Asked in ascending order, give or take one run. */
  isBoundary(offset: number): boolean {
    if (offset <= 0 || offset >= this.text.length) return true;
    if (LATIN_INSIDE.test(this.text.slice(offset - 1, offset + 1))) return false;
    if (this.isBreak(offset) || this.isBreak(offset - 1)) return true;
    if (offset >= this.segmentedTo) this.segmentRun(offset);
    return this.boundaries.has(offset);
  }

  private segmentRun(offset: number): void {
    let start = offset;
    const floor = Math.max(this.segmentedTo, offset - MAX_RUN);
    while (start > floor && !this.isBreak(start - 1)) start--;
    let end = offset + 1;
    const ceiling = Math.min(this.text.length, offset + MAX_RUN);
    while (end < ceiling && !this.isBreak(end)) end++;
    this.boundaries.add(start);
    for (const { index, segment } of segmenter.segment(this.text.slice(start, end))) {
      this.boundaries.add(start + index + segment.length);
    }
    this.segmentedTo = end;
  }

  private isBreak(index: number): boolean {
    return BREAK.test(this.text[index] ?? '');
  }
}
