/** Lets one piece of work of a name go on at a time; others wait in their order. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Whether whoever comes now would wait. */
  isTaken(name: string): boolean {
    return this.#last.has(name);
  }

  /**
   * Waits for its turn.
   * @returns what ends the turn; whoever took one must call it
   * @throws the signal's reason, while it waits
   */
  async take(name: string, signal?: AbortSignal): Promise<() => void> {
    const before = this.#last.get(name);
    let end!: () => void;
    const over = new Promise<void>((settle) => (end = settle));
    const mine = Promise.all([before, over]).then(() => {
      if (this.#last.get(name) === mine) this.#last.delete(name);
    });
    this.#last.set(name, mine);
    try {
      await orAborted(before, signal);
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }
}

async function orAborted(work: Promise<void> | undefined, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  if (!work || !signal) return work;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, fail) => {
    stop = () => fail(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
