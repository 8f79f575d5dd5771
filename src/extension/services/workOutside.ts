/** Why a piece of work ends: its window does. */
class WindowEnds extends Error {
  constructor() {
    super('The window ends');
    // The editor shows no message of what was cancelled.
    this.name = 'Canceled';
  }
}

/** A piece of work that goes on. */
export interface Work {
  /** Aborted when whoever began it wants no more of it, or when the window ends. */
  readonly signal: AbortSignal;
  /** Whoever began it must say so when it is over, however it ended. */
  over(): void;
}

/**
 * What goes on outside this window and must be told of its end: a generator would draw on for nobody, and the lock of a
 * download would keep others waiting.
 */
export class WorkOutside {
  readonly #ends = new AbortController();
  readonly #going = new Set<Promise<void>>();

  begin(signal?: AbortSignal): Work {
    let over!: () => void;
    const going = new Promise<void>((settle) => (over = settle));
    this.#going.add(going);
    void going.then(() => this.#going.delete(going));
    const own = this.#ends.signal;
    return { signal: signal ? AbortSignal.any([signal, own]) : own, over };
  }

  /** Stops all of it, and waits until it is over: until others have been told. */
  async end(): Promise<void> {
    this.#ends.abort(new WindowEnds());
    await Promise.all(this.#going);
  }
}
