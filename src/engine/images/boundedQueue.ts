/** Hands items from several producers to one consumer, and makes producers wait while it is full. */
export class BoundedQueue<T> {
  readonly #capacity: number;
  readonly #items: T[] = [];
  readonly #changed: (() => void)[] = [];
  #closed = false;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Resolves when the item is in the queue; what comes after `close` is dropped. */
  async put(item: T): Promise<void> {
    while (this.#items.length >= this.#capacity && !this.#closed) await this.#change();
    if (this.#closed) return;
    this.#items.push(item);
    this.#tell();
  }

  /** Up to `max` of the items that are there, at least one; none when the queue was closed and is empty. */
  async take(max: number): Promise<T[]> {
    while (this.#items.length === 0 && !this.#closed) await this.#change();
    const taken = this.#items.splice(0, max);
    this.#tell();
    return taken;
  }

  /** No more items will come, or nobody wants them. */
  close(): void {
    this.#closed = true;
    this.#tell();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#changed.push(resolve));
  }

  #tell(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}
