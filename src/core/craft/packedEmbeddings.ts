import type { Steps } from '../steps';

/** Of many rows, so many are a step: some tenths of a millisecond. */
const rowsInStep = 256;

/**
 * Embeddings of many phrases in a byte per element, each row with a scale of its own: 100,000 of ViT-B/32's width take
 * 51 MB. A cosine by them is off by some thousandths, so they choose who is measured, and are never shown.
 */
export class PackedEmbeddings {
  /**
   * @param scales one per row: what 1 in `values` is worth
   * @param values row-major, rows × width
   */
  constructor(
    readonly width: number,
    readonly scales: Float32Array,
    readonly values: Int8Array,
  ) {}

  static empty(rows: number, width: number): PackedEmbeddings {
    return new PackedEmbeddings(width, new Float32Array(rows), new Int8Array(rows * width));
  }

  get rows(): number {
    return this.scales.length;
  }

  set(row: number, vector: Float32Array): void {
    const most = vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    const scale = most / 127;
    this.scales[row] = scale;
    const at = row * this.width;
    for (let i = 0; i < this.width; i++)
      this.values[at + i] = scale === 0 ? 0 : Math.round(vector[i]! / scale);
  }

  /** The dot product of each row with a direction of the same width. */
  *along(direction: ArrayLike<number>): Steps<Float32Array> {
    const { rows } = this;
    const wide = Float64Array.from(direction);
    const found = new Float32Array(rows);
    for (let row = 0; row < rows; row++) {
      found[row] = this.#dot(row, wide);
      if (row % rowsInStep === rowsInStep - 1) yield;
    }
    return found;
  }

  /** The same of some rows only, in their order. */
  *alongSome(rows: readonly number[], direction: ArrayLike<number>): Steps<Float32Array> {
    const wide = Float64Array.from(direction);
    const found = new Float32Array(rows.length);
    for (const [i, row] of rows.entries()) {
      found[i] = this.#dot(row, wide);
      if (i % rowsInStep === rowsInStep - 1) yield;
    }
    return found;
  }

  /** Some of its rows, in this order. */
  some(rows: readonly number[]): Steps<PackedEmbeddings> {
    return PackedEmbeddings.pick(
      rows.map((row) => ({ packed: this, row })),
      this.width,
    );
  }

  /** Some rows of several, in this order. */
  static *pick(
    from: readonly { readonly packed: PackedEmbeddings; readonly row: number }[],
    width: number,
  ): Steps<PackedEmbeddings> {
    const picked = PackedEmbeddings.empty(from.length, width);
    for (const [i, { packed, row }] of from.entries()) {
      picked.scales[i] = packed.scales[row]!;
      picked.values.set(packed.values.subarray(row * width, (row + 1) * width), i * width);
      if (i % rowsInStep === rowsInStep - 1) yield;
    }
    return picked;
  }

  /** Four sums side by side: one waits for each addition before it begins the next. */
  #dot(row: number, direction: Float64Array): number {
    const { width, values } = this;
    let at = row * width;
    const whole = width - (width % 4);
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < whole; i += 4, at += 4) {
      a += values[at]! * direction[i]!;
      b += values[at + 1]! * direction[i + 1]!;
      c += values[at + 2]! * direction[i + 2]!;
      d += values[at + 3]! * direction[i + 3]!;
    }
    for (let i = whole; i < width; i++) a += values[at++]! * direction[i]!;
    return (a + b + c + d) * this.scales[row]!;
  }
}
