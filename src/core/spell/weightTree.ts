/** Weights to draw from: finding, taking out and putting back take steps in the logarithm of how many there are. */
export class WeightTree {
  /** A Fenwick tree: at `i` the sum of the `i & -i` weights that end with the one before `i`. */
  readonly #sums: Float64Array;
  readonly #weights: Float64Array;
  readonly #isOut = new Set<number>();

  constructor(weights: readonly number[]) {
    this.#weights = Float64Array.from(weights);
    this.#sums = new Float64Array(weights.length + 1);
    for (let i = 1; i < this.#sums.length; i++) {
      this.#sums[i]! += weights[i - 1]!;
      const parent = i + (i & -i);
      if (parent < this.#sums.length) this.#sums[parent]! += this.#sums[i]!;
    }
  }

  /** Of those that are in. */
  get total(): number {
    let sum = 0;
    for (let i = this.#weights.length; i > 0; i -= i & -i) sum += this.#sums[i]!;
    return sum;
  }

  /** The index of the first that makes more than `amount` with those before it; of the last one that is in, where none does. */
  find(amount: number): number {
    let at = 0;
    let left = amount;
    for (let step = 2 ** Math.floor(Math.log2(this.#sums.length)); step >= 1; step /= 2) {
      const next = at + step;
      if (next < this.#sums.length && this.#sums[next]! <= left) {
        at = next;
        left -= this.#sums[next]!;
      }
    }
    // Sums of large weights are rounded: it may be past the end, or out.
    let index = Math.min(at, this.#weights.length - 1);
    while (index > 0 && this.#isOut.has(index)) index--;
    while (this.#isOut.has(index)) index++;
    return index;
  }

  takeOut(index: number): void {
    this.#isOut.add(index);
    this.#add(index, -this.#weights[index]!);
  }

  putBack(index: number): void {
    this.#isOut.delete(index);
    this.#add(index, this.#weights[index]!);
  }

  #add(index: number, weight: number): void {
    for (let i = index + 1; i < this.#sums.length; i += i & -i) this.#sums[i]! += weight;
  }
}
