/** Older pieces say little about how fast it goes now. */
const windowMs = 10_000;

/** How fast bytes come, over the last ten seconds. */
export class DownloadRate {
  readonly #marks: { readonly at: number; readonly bytes: number }[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @param bytes all that have come so far; what an earlier attempt left is the first mark */
  mark(bytes: number): void {
    const at = this.now();
    this.#marks.push({ at, bytes });
    while (this.#marks.length > 2 && at - this.#marks[0]!.at > windowMs) this.#marks.shift();
  }

  /** Bytes a second; undefined while too little has come to tell. */
  get bytesPerSecond(): number | undefined {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || last.at - first.at < 500) return undefined;
    return Math.max(0, last.bytes - first.bytes) / ((last.at - first.at) / 1000);
  }
}

export interface LeastRate {
  /** Milliseconds. */
  readonly slowMs: number;
  /** Fewer than these within `slowMs` count as none. */
  readonly slowBytes: number;
}

/** Tells a line that is slow from one that is as good as dead: silence alone does not show in a byte every few seconds. */
export class Trickle {
  #since: number;
  #bytes = 0;

  constructor(
    private readonly least: LeastRate,
    private readonly now: () => number,
  ) {
    this.#since = now();
  }

  /**
   * @param bytes that have just come
   * @returns true when too few have come for too long
   */
  isTrickling(bytes: number): boolean {
    this.#bytes += bytes;
    if (this.now() - this.#since < this.least.slowMs) return false;
    if (this.#bytes < this.least.slowBytes) return true;
    this.#since = this.now();
    this.#bytes = 0;
    return false;
  }
}
