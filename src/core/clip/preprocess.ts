import { frameOf, type Frame } from './frame';
import { fastestResizer } from './fastestResizer';
import type { PictureArea, PicturePart, Preprocessing, RgbImage } from './preprocessing';
import { axisWeights, inputsNeeded, nearestSources, type AxisWeights } from './resample';

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
  readonly #resizer = fastestResizer();

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
   * What is needed of a picture of that size: nothing else of it changes the result. A caller that can decode an area
   * alone saves the rest.
   */
  areaNeeded(width: number, height: number): PictureArea {
    if (this.#preprocessing.resample === 'nearest') return { left: 0, top: 0, width, height };
    const { horizontal, vertical } = this.#weights(width, height, this.#preprocessing.resample);
    const [columns, rows] = [inputsNeeded(horizontal), inputsNeeded(vertical)];
    return {
      left: columns.from,
      top: rows.from,
      width: columns.to - columns.from,
      height: rows.to - rows.from,
    };
  }

  /**
   * @param image a picture, or the area of it that is needed
   * @param target receives `[3, height, width]`, row-major; its length says whether the size is as expected
   * @throws RangeError when the picture's result has another size than `target`, or the area does not hold what is needed
   */
  write(image: RgbImage | PicturePart, target: Float32Array): void {
    const part = 'whole' in image ? image : { ...image, left: 0, top: 0, whole: image };
    const { width, height } = part.whole;
    const frame = frameOf(width, height, this.#preprocessing);
    if (target.length !== 3 * frame.width * frame.height)
      throw new RangeError(`${frame.width} × ${frame.height} pixels do not fill ${target.length} numbers`);
    if (!holds(part, this.areaNeeded(width, height))) throw new RangeError('the area is too small');
    const visible = visibleOf(frame);
    if (visible.right - visible.left < frame.width || visible.bottom - visible.top < frame.height)
      this.#fillBlack(target);
    if (this.#preprocessing.resample === 'nearest') this.#nearest(part, frame, visible, target);
    else this.#resample(part, frame, visible, this.#preprocessing.resample, target);
  }

  #fillBlack(target: Float32Array): void {
    const plane = target.length / 3;
    for (let c = 0; c < 3; c++) target.fill(this.#normalised[c]![0]!, c * plane, (c + 1) * plane);
  }

  #nearest(image: PicturePart, frame: Frame, visible: Box, target: Float32Array): void {
    const xs = nearestSources(image.width, frame.resizedWidth, visible.left, visible.right);
    const ys = nearestSources(image.height, frame.resizedHeight, visible.top, visible.bottom);
    const row = new Uint8Array(xs.length * 3);
    ys.forEach((y, i) => {
      xs.forEach((x, j) => {
        const from = (y * image.width + x) * 3;
        for (let c = 0; c < 3; c++) row[j * 3 + c] = image.data[from + c]!;
      });
      this.#store(row, visible, i, frame, target);
    });
  }

  #resample(part: PicturePart, frame: Frame, visible: Box, resample: Resample, target: Float32Array): void {
    const { horizontal, vertical } = this.#weights(part.whole.width, part.whole.height, resample);
    this.#resizer.resize(part, movedBy(horizontal, -part.left), movedBy(vertical, -part.top), (i, row) =>
      this.#store(row, visible, i, frame, target),
    );
  }

  #weights(
    width: number,
    height: number,
    resample: Resample,
  ): { horizontal: AxisWeights; vertical: AxisWeights } {
    const frame = frameOf(width, height, this.#preprocessing);
    const { left, right, top, bottom } = visibleOf(frame);
    return {
      horizontal: axisWeights(width, frame.resizedWidth, left, right, resample),
      vertical: axisWeights(height, frame.resizedHeight, top, bottom, resample),
    };
  }

  /** Writes one interleaved row into the target's three planes. */
  #store(row: Uint8Array, visible: Box, i: number, frame: Frame, target: Float32Array): void {
    const width = visible.right - visible.left;
    const plane = frame.width * frame.height;
    const start = (visible.top - frame.top + i) * frame.width + (visible.left - frame.left);
    for (let c = 0; c < 3; c++) {
      const values = this.#normalised[c]!;
      for (let x = 0, from = c, to = c * plane + start; x < width; x++, from += 3, to++)
        target[to] = values[row[from]!]!;
    }
  }
}

type Resample = Exclude<Preprocessing['resample'], 'nearest'>;

/** The part of the frame that lies on the picture; the rest is black. */
function visibleOf(frame: Frame): Box {
  return {
    left: Math.max(0, frame.left),
    right: Math.min(frame.resizedWidth, frame.left + frame.width),
    top: Math.max(0, frame.top),
    bottom: Math.min(frame.resizedHeight, frame.top + frame.height),
  };
}

function holds(area: PictureArea, needed: PictureArea): boolean {
  return (
    area.left <= needed.left &&
    area.top <= needed.top &&
    area.left + area.width >= needed.left + needed.width &&
    area.top + area.height >= needed.top + needed.height
  );
}

function movedBy(weights: AxisWeights, distance: number): AxisWeights {
  return { ...weights, first: weights.first.map((first) => first + distance) };
}

/** Half-open, in pixels of the resized picture. */
interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
