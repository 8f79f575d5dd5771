import { Preprocessor } from '../../core/clip/preprocess';
import type { Preprocessing } from '../../core/clip/preprocessing';
import type { Alpha } from '../../core/ports';
import { Budget } from './budget';
import { findWriting, type FoundWriting } from './findWriting';
import { openPicture } from './openPicture';

/** What the image tower needs of a picture. */
export interface PreparedPicture {
  /** Size of the picture in pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** `[3, imageSize, imageSize]`, row-major. */
  readonly pixels: Float32Array;
}

/** @throws PictureError when the bytes are no picture that can be used */
export type PreparePicture = (bytes: Uint8Array, alpha: Alpha) => Promise<PreparedPicture>;

/** Bytes that decoding may take at once, as far as headers tell: ten JPEGs of 12 megapixels. */
const decodingBudget = 384 * 1024 * 1024;

/** Decodes and preprocesses, any number of pictures at once, in a bounded memory. */
export function picturePreparer(preprocessing: Preprocessing, imageSize: number): PreparePicture {
  const preprocessor = new Preprocessor(preprocessing);
  const budget = new Budget(decodingBudget);
  return async (bytes, alpha) => {
    const picture = await openPicture(bytes, alpha);
    const release = await budget.take(picture.decodingBytes);
    try {
      const part = await picture.decode((width, height) => preprocessor.areaNeeded(width, height));
      const pixels = new Float32Array(3 * imageSize * imageSize);
      preprocessor.write(part, pixels);
      return { ...part.whole, pixels };
    } finally {
      release();
    }
  };
}

/** Decodes a picture and looks for writing in it, one at a time: each is held twice. */
export function pictureExaminer(
  preprocessing: Preprocessing,
  imageSize: number,
): (bytes: Uint8Array) => Promise<FoundWriting> {
  const preprocessor = new Preprocessor(preprocessing);
  const budget = new Budget(1);
  return async (bytes) => {
    const picture = await openPicture(bytes);
    const release = await budget.take(1);
    try {
      const part = await picture.decode((width, height) => preprocessor.areaNeeded(width, height));
      return findWriting(part, preprocessing, preprocessor, imageSize);
    } finally {
      release();
    }
  };
}
