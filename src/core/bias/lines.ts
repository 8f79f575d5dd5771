/**
 * The lines of a text, which end with LF, found once. What stands on one line may be asked about thousands of times, and
 * looking for its ends each time would take quadratic time.
 */
export class Lines {
  private readonly starts: readonly number[];

  constructor(private readonly text: string) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }

  /** Index of the line that an offset lies in; the line break belongs to the line that it ends. */
  at(offset: number): number {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  start(line: number): number {
    return this.starts[line]!;
  }

  /** Where its line break stands, or the text ends. */
  end(line: number): number {
    const next = this.starts[line + 1];
    return next === undefined ? this.text.length : next - 1;
  }
}
