/** Calls `exit` once when nothing has been under way for `idleMs` milliseconds. */
export class IdleExit {
  readonly #idleMs: number;
  readonly #exit: () => void;
  #underWay = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(idleMs: number, exit: () => void) {
    this.#idleMs = idleMs;
    this.#exit = exit;
    this.#restart();
  }

  /** Holds the exit off until the work has settled. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.#underWay++;
    clearTimeout(this.#timer);
    try {
      return await work;
    } finally {
      if (--this.#underWay === 0) this.#restart();
    }
  }

  #restart(): void {
    this.#timer = setTimeout(this.#exit, this.#idleMs);
  }
}
