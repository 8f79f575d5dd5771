import type { RgbImage } from './preprocessing';
import { inputsNeeded, precisionBits, type AxisWeights } from './resample';
import type { Resizer } from './resizer';

/** In plain JavaScript: for systems without vectors in WebAssembly, and as what those are held to. */
export class PlainResizer implements Resizer {
  /** The picture after the horizontal pass, one row of sums and one of bytes; kept between pictures. */
  #narrow = new Uint8Array(0);
  #sums = new Int32Array(0);
  #row = new Uint8Array(0);

  resize(
    image: RgbImage,
    horizontal: AxisWeights,
    vertical: AxisWeights,
    onRow: (row: number, bytes: Uint8Array) => void,
  ): void {
    const length = horizontal.first.length * 3;
    const { from, to } = inputsNeeded(vertical);
    if (this.#narrow.length < (to - from) * length) this.#narrow = new Uint8Array((to - from) * length);
    if (this.#sums.length < length) this.#sums = new Int32Array(length);
    if (this.#row.length !== length) this.#row = new Uint8Array(length);
    // An axis that keeps its size has one weight of exactly 1 a pixel, so no special case is needed to copy it.
    narrowRows(image, from, to - from, horizontal, this.#narrow);
    for (let i = 0; i < vertical.first.length; i++) {
      sumRows(this.#narrow, length, vertical, i, from, this.#sums);
      for (let x = 0; x < length; x++) this.#row[x] = clampByte(this.#sums[x]! >> precisionBits);
      onRow(i, this.#row);
    }
  }
}

const half = 1 << (precisionBits - 1);

function clampByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Horizontal pass over `rows` rows from `firstRow`, rounded to bytes as Pillow's intermediate picture is. */
function narrowRows(
  image: RgbImage,
  firstRow: number,
  rows: number,
  { taps, first, count, weights }: AxisWeights,
  narrow: Uint8Array,
): void {
  const { data, width } = image;
  let to = 0;
  for (let y = firstRow; y < firstRow + rows; y++) {
    const line = y * width * 3;
    for (let x = 0; x < first.length; x++) {
      let [red, green, blue] = [half, half, half];
      let from = line + first[x]! * 3;
      const end = x * taps + count[x]!;
      for (let k = x * taps; k < end; k++, from += 3) {
        const weight = weights[k]!;
        red = (red + Math.imul(data[from]!, weight)) | 0;
        green = (green + Math.imul(data[from + 1]!, weight)) | 0;
        blue = (blue + Math.imul(data[from + 2]!, weight)) | 0;
      }
      narrow[to++] = clampByte(red >> precisionBits);
      narrow[to++] = clampByte(green >> precisionBits);
      narrow[to++] = clampByte(blue >> precisionBits);
    }
  }
}

/** Vertical pass for output row `i`: sums of the narrowed rows, not yet rounded. */
function sumRows(
  narrow: Uint8Array,
  length: number,
  { taps, first, count, weights }: AxisWeights,
  i: number,
  firstRow: number,
  sums: Int32Array,
): void {
  sums.fill(half, 0, length);
  for (let k = 0; k < count[i]!; k++) {
    const weight = weights[i * taps + k]!;
    const row = (first[i]! + k - firstRow) * length;
    for (let x = 0; x < length; x++) sums[x] = sums[x]! + Math.imul(narrow[row + x]!, weight);
  }
}
