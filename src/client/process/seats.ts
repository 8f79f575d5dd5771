/** Whoever may have a process. */
export interface Sitter {
  /** Has a process that nobody waits for. */
  readonly isIdle: boolean;
  /** Somebody waits for its process, or for it to have one. */
  readonly isNeeded: boolean;
  /** Ends its process, which costs nothing but time; it leaves the seat when the process has ended. */
  rest(): void;
}

/** The right to one process. */
export interface Seat {
  /** Notes that somebody uses the process now. */
  use(): void;
  /** Called when the process has ended. Later calls do nothing. */
  leave(): void;
}

/**
 * Bounds how many processes there are at once. When all seats are taken, the process that was used longest ago and is
 * idle ends for the one that is needed. A process that somebody waits for is never ended for another: while all are
 * such, whoever needs a seat waits for the first that has answered everything, in the order of asking. For one that is
 * needed no more none ends either; it keeps its place, as who asks for it at the next key has waited already.
 */
export class Seats {
  readonly #most: number;
  /** The one that was used longest ago first: a Map keeps the order of insertion. */
  readonly #taken = new Map<Seat, Sitter>();
  /** Seats that will be left in a moment. */
  readonly #ending = new Set<Seat>();
  readonly #waiting: { readonly sitter: Sitter; readonly sit: () => void }[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Resolves when there may be a process; it is held until it is left.
   * @throws the signal's reason
   */
  take(sitter: Sitter, signal?: AbortSignal): Promise<Seat> {
    return new Promise((resolve, reject) => {
      const refuse = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal!.reason as Error);
      };
      const sit = (): void => {
        signal?.removeEventListener('abort', refuse);
        resolve(this.#sit(sitter));
      };
      const waiting = { sitter, sit };
      this.#waiting.push(waiting);
      if (signal?.aborted) return refuse();
      signal?.addEventListener('abort', refuse, { once: true });
      this.serve();
    });
  }

  /** Looks who can have a seat. Also called when a process has become idle. */
  serve(): void {
    while (this.#waiting.length > 0 && this.#taken.size < this.#most) this.#waiting.shift()!.sit();
    const needed = this.#waiting.filter(({ sitter }) => sitter.isNeeded).length;
    for (const [seat, sitter] of [...this.#taken]) {
      if (this.#ending.size >= needed) return;
      if (!sitter.isIdle || this.#ending.has(seat)) continue;
      this.#ending.add(seat);
      sitter.rest();
    }
  }

  #sit(sitter: Sitter): Seat {
    const seat: Seat = {
      use: () => {
        if (this.#taken.delete(seat)) this.#taken.set(seat, sitter);
      },
      leave: () => {
        if (!this.#taken.delete(seat)) return;
        this.#ending.delete(seat);
        this.serve();
      },
    };
    this.#taken.set(seat, sitter);
    return seat;
  }
}
