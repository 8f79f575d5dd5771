/** Limits how much is held at once, in any unit. First come, first served. */
export class Budget {
  readonly #capacity: number;
  readonly #waiting: { readonly amount: number; readonly go: () => void }[] = [];
  #free: number;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#free = capacity;
  }

  /** How many wait for their share. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Waits until `amount` fits; more than the capacity waits until nothing else is held. Returns how to give it back. */
  async take(amount: number): Promise<() => void> {
    const held = Math.min(amount, this.#capacity);
    if (this.#waiting.length > 0 || held > this.#free)
      await new Promise<void>((go) => this.#waiting.push({ amount: held, go }));
    else this.#free -= held;
    return () => this.#give(held);
  }

  #give(amount: number): void {
    this.#free += amount;
    while (this.#waiting.length > 0 && this.#waiting[0]!.amount <= this.#free) {
      const next = this.#waiting.shift()!;
      this.#free -= next.amount;
      next.go();
    }
  }
}
