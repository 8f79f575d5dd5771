import type { RgbImage } from './preprocessing';
import type { AxisWeights } from './resample';

/** Resamples a picture as Pillow does: along its rows, rounded to bytes, then along its columns, rounded again. */
export interface Resizer {
  /**
   * @param horizontal sources are columns of the image
   * @param vertical sources are its rows
   * @param onRow is given each row of the result, interleaved RGB, valid until it returns
   */
  resize(
    image: RgbImage,
    horizontal: AxisWeights,
    vertical: AxisWeights,
    onRow: (row: number, bytes: Uint8Array) => void,
  ): void;
}
