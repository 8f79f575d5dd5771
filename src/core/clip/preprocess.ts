import { frameOf, type Frame } from './frame';
import type { Preprocessing, RgbImage } from './preprocessing';
import { axisWeights, nearestSources, precisionBits, type AxisWeights } from './resample';

/** Part of `Preprocessing`'s meaning for caches: raised whenever the same file would give other pixels. */
export const preprocessVersion = 1;

/**
 * Turns pictures into the image tower's input exactly as Pillow and torchvision do: antialiased resize in two 8-bit
 * passes, centre crop, rescale, normalise. Only what the crop keeps is computed. Memory is kept between pictures.
 */
export class Preprocessor {
  readonly #preprocessing: Preprocessing;
  /** Normalised value of each byte, by channel. */
  readonly #normalised: readonly Float32Array[];
  /** The picture after the horizontal pass, and one row of sums. */
  #narrow = new Uint8Array(0);
  #sums = new Int32Array(0);

  constructor(preprocessing: Preprocessing) {
    this.#preprocessing = preprocessing;
    this.#normalised = [0, 1, 2].map((channel) => {
      const mean = Math.fround(preprocessing.mean[channel]!);
      const std = Math.fround(preprocessing.std[channel]!);
      // Rounded to float32 after every step, as torch rounds.
      return Float32Array.from(
        { length: 256 },
        (_, byte) => Math.fround(Math.fround(byte * preprocessing.rescale) - mean) / std,
      );
    });
  }

  /**
   * @param target receives `[3, height, width]`, row-major; its length says whether the size is as expected
   * @throws RangeError when the picture's result has another size than `target`
   */
  write(image: RgbImage, target: Float32Array): void {
    const frame = frameOf(image.width, image.height, this.#preprocessing);
    if (target.length !== 3 * frame.width * frame.height)
      throw new RangeError(`${frame.width} × ${frame.height} pixels do not fill ${target.length} numbers`);
    // The part of the frame that lies on the picture; the rest is black.
    const visible = {
      left: Math.max(0, frame.left),
      right: Math.min(frame.resizedWidth, frame.left + frame.width),
      top: Math.max(0, frame.top),
      bottom: Math.min(frame.resizedHeight, frame.top + frame.height),
    };
    if (visible.right - visible.left < frame.width || visible.bottom - visible.top < frame.height)
      this.#fillBlack(target);
    if (this.#preprocessing.resample === 'nearest') this.#nearest(image, frame, visible, target);
    else this.#resample(image, frame, visible, this.#preprocessing.resample, target);
  }

  #fillBlack(target: Float32Array): void {
    const plane = target.length / 3;
    for (let c = 0; c < 3; c++) target.fill(this.#normalised[c]![0]!, c * plane, (c + 1) * plane);
  }

  #nearest(image: RgbImage, frame: Frame, visible: Box, target: Float32Array): void {
    const xs = nearestSources(image.width, frame.resizedWidth, visible.left, visible.right);
    const ys = nearestSources(image.height, frame.resizedHeight, visible.top, visible.bottom);
    const row = this.#row(xs.length);
    ys.forEach((y, i) => {
      xs.forEach((x, j) => {
        const from = (y * image.width + x) * 3;
        for (let c = 0; c < 3; c++) row[j * 3 + c] = image.data[from + c]!;
      });
      this.#store(row, xs.length, visible, i, frame, target, 0);
    });
  }

  #resample(
    image: RgbImage,
    frame: Frame,
    visible: Box,
    resample: Exclude<Preprocessing['resample'], 'nearest'>,
    target: Float32Array,
  ): void {
    const { resizedWidth, resizedHeight } = frame;
    const vertical = axisWeights(image.height, resizedHeight, visible.top, visible.bottom, resample);
    const last = vertical.first.length - 1;
    const firstRow = vertical.first[0]!;
    const rows = vertical.first[last]! + vertical.count[last]! - firstRow;

    const width = visible.right - visible.left;
    const narrow = this.#narrowed(rows * width * 3);
    const horizontal = axisWeights(image.width, resizedWidth, visible.left, visible.right, resample);
    // An axis that keeps its size has one weight of exactly 1 a pixel, so no special case is needed to copy it.
    narrowRows(image, firstRow, rows, horizontal, narrow);

    const sums = this.#row(width);
    for (let i = 0; i <= last; i++) {
      sumRows(narrow, width * 3, vertical, i, firstRow, sums);
      this.#store(sums, width, visible, i, frame, target, precisionBits);
    }
  }

  /** Writes one row of interleaved sums into the target's three planes, dropping the bits after the point. */
  #store(
    row: Int32Array,
    width: number,
    visible: Box,
    i: number,
    frame: Frame,
    target: Float32Array,
    bits: number,
  ): void {
    const plane = frame.width * frame.height;
    const start = (visible.top - frame.top + i) * frame.width + (visible.left - frame.left);
    for (let c = 0; c < 3; c++) {
      const values = this.#normalised[c]!;
      for (let x = 0, from = c, to = c * plane + start; x < width; x++, from += 3, to++)
        target[to] = values[clampByte(row[from]! >> bits)]!;
    }
  }

  #narrowed(length: number): Uint8Array {
    if (this.#narrow.length < length) this.#narrow = new Uint8Array(length);
    return this.#narrow;
  }

  #row(width: number): Int32Array {
    if (this.#sums.length < width * 3) this.#sums = new Int32Array(width * 3);
    return this.#sums;
  }
}

/** Half-open, in pixels of the resized picture. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
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
