/** Keeps the few largest of many values with where they were, equals in the order in which they came. */
export class Largest {
  readonly #most: number;
  readonly #values: number[] = [];
  readonly #places: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** What is not larger than this is not kept. */
  get least(): number {
    return this.#values.length < this.#most ? -Infinity : this.#values[this.#most - 1]!;
  }

  add(value: number, place: number): void {
    const { length } = this.#values;
    if (!(value > this.least)) return;
    let at = length;
    while (at > 0 && this.#values[at - 1]! < value) at--;
    this.#values.splice(at, 0, value);
    this.#places.splice(at, 0, place);
    if (length === this.#most) {
      this.#values.pop();
      this.#places.pop();
    }
  }

  /** Largest first. */
  *[Symbol.iterator](): Generator<readonly [value: number, place: number]> {
    for (const [i, value] of this.#values.entries()) yield [value, this.#places[i]!];
  }
}
