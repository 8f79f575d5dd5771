import type { Preprocessing } from '../core/clip/preprocessing';
import { encodePng } from '../files/writePng';

/**
 * Pixels as a tower sees them, back as a picture that any preprocessing of the same checkpoint turns into the same
 * pixels: of the size that it resizes to, so that resizing changes nothing, with a border where the crop cuts it off.
 */
export class PictureForm {
  readonly #edge: { readonly width: number; readonly height: number };

  constructor(
    private readonly preprocessing: Pick<Preprocessing, 'resize' | 'rescale' | 'mean' | 'std'>,
    private readonly imageSize: number,
  ) {
    const { resize } = preprocessing;
    const edge = (wanted: number): number => Math.max(wanted, imageSize);
    this.#edge =
      resize.kind === 'exact'
        ? { width: edge(resize.width), height: edge(resize.height) }
        : resize.kind === 'shortest-edge'
          ? { width: edge(resize.size), height: edge(resize.size) }
          : { width: imageSize, height: imageSize };
  }

  /** @param pixels `[3, imageSize, imageSize]`, preprocessed, row-major: of bytes, rescaled and normalised */
  png(pixels: Float32Array): Promise<Buffer> {
    const { imageSize } = this;
    const { rescale, mean, std } = this.preprocessing;
    const { width, height } = this.#edge;
    const left = Math.floor((width - imageSize) / 2);
    const top = Math.floor((height - imageSize) / 2);
    const data = new Uint8Array(3 * width * height);
    const plane = imageSize * imageSize;
    for (let channel = 0; channel < 3; channel++)
      for (let y = 0; y < imageSize; y++)
        for (let x = 0; x < imageSize; x++) {
          const value = pixels[channel * plane + y * imageSize + x]!;
          const byte = Math.round((value * std[channel]! + mean[channel]!) / rescale);
          data[3 * ((top + y) * width + left + x) + channel] = byte;
        }
    return encodePng({ width, height, data });
  }
}
