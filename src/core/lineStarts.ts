export interface Position {
  /** 1-based, as editors and compilers count. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

/** Turns many offsets of one text into lines and columns; each costs a binary search. Lines end with LF, CR or CRLF. */
export class LineStarts {
  /** Units that are no text: 1 where the file begins with a byte order mark, which editors don't count. */
  readonly mark: 0 | 1;
  private readonly starts: readonly number[];

  constructor(text: string) {
    this.mark = text.startsWith('\ufeff') ? 1 : 0;
    this.starts = [
      this.mark,
      ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length),
    ];
  }

  positionAt(offset: number): Position {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: Math.max(1, offset - this.starts[low]! + 1) };
  }
}
