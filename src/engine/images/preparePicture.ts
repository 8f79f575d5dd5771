import { Preprocessor } from '../../core/clip/preprocess';
import type { PictureArea as PixelArea, Preprocessing, RgbImage } from '../../core/clip/preprocessing';
import type { HiddenRecord } from '../../core/infotext/pictureRecord';
import { hiddenRecord } from '../../core/infotext/stealth';
import type { Alpha, PictureArea, Thumbnail } from '../../core/ports';
import { Budget } from './budget';
import { findWriting, type FoundWriting } from './findWriting';
import { openPicture, openStored } from './openPicture';

/** What the image tower needs of a picture. */
export interface PreparedPicture {
  /** Size of the picture in pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** The part of it that was prepared, in its pixels; absent where that is all of it. */
  readonly area?: PixelArea;
  /** `[3, imageSize, imageSize]`, row-major. */
  readonly pixels: Float32Array;
}

/** What is made of a picture's bytes. All throw a PictureError when they are no picture that can be used. */
export interface PicturePreparer {
  /** @param part in shares of the picture's edges; all of it by default */
  prepare(bytes: Uint8Array, alpha: Alpha, part?: PictureArea): Promise<PreparedPicture>;
  /** @param edge longer edge at most, in pixels */
  thumbnail(bytes: Uint8Array, edge: number): Promise<Thumbnail>;
  /** What lies in the lowest bits of the pixels as they are stored. */
  hidden(bytes: Uint8Array): Promise<HiddenRecord | 'too-large' | undefined>;
}

/** Bytes that decoding may take at once, as far as headers tell: ten JPEGs of 12 megapixels. */
const decodingBudget = 384 * 1024 * 1024;

/** Decodes and preprocesses, any number of pictures at once, in a bounded memory. */
export function picturePreparer(preprocessing: Preprocessing, imageSize: number): PicturePreparer {
  const preprocessor = new Preprocessor(preprocessing);
  const budget = new Budget(decodingBudget);
  const opened = async <T>(
    bytes: Uint8Array,
    alpha: Alpha,
    use: (picture: Awaited<ReturnType<typeof openPicture>>) => Promise<T>,
  ): Promise<T> => {
    const picture = await openPicture(bytes, alpha);
    const release = await budget.take(picture.decodingBytes);
    try {
      return await use(picture);
    } finally {
      release();
    }
  };
  return {
    prepare: (bytes, alpha, part) =>
      opened(bytes, alpha, async (picture) => {
        const pixels = new Float32Array(3 * imageSize * imageSize);
        if (part) {
          const whole = await picture.decode();
          const area = pixelsOf(part, whole);
          preprocessor.write(cut(whole, area), pixels);
          return { width: whole.width, height: whole.height, area, pixels };
        }
        const decoded = await picture.decode((width, height) => preprocessor.areaNeeded(width, height));
        preprocessor.write(decoded, pixels);
        return { ...decoded.whole, pixels };
      }),
    thumbnail: (bytes, edge) =>
      opened(bytes, 'over-white', async (picture) => {
        const whole = await picture.decode();
        return { width: whole.width, height: whole.height, shown: smaller(whole, edge) };
      }),
    hidden: async (bytes) => {
      const picture = await openStored(bytes);
      const release = await budget.take(picture.decodingBytes);
      try {
        const pixels = await picture.decode();
        return hiddenRecord(pixels.width, pixels.height, () => pixels);
      } finally {
        release();
      }
    },
  };
}

/** The whole pixels of a part; one at least. */
function pixelsOf(
  { left, top, right, bottom }: PictureArea,
  { width, height }: { readonly width: number; readonly height: number },
): PixelArea {
  const [x, y] = [
    Math.min(width - 1, Math.round(left * width)),
    Math.min(height - 1, Math.round(top * height)),
  ];
  return {
    left: x,
    top: y,
    width: Math.max(1, Math.round(right * width) - x),
    height: Math.max(1, Math.round(bottom * height) - y),
  };
}

/** A part of a picture as a picture of its own. */
function cut(image: RgbImage, { left, top, width, height }: PixelArea): RgbImage {
  const data = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 3 * ((top + row) * image.width + left);
    data.set(image.data.subarray(from, from + 3 * width), 3 * row * width);
  }
  return { width, height, data };
}

/** The picture with its longer edge no longer than that. */
function smaller({ width, height, data }: RgbImage, edge: number): RgbImage {
  const scale = edge / Math.max(width, height);
  if (scale >= 1) return { width, height, data };
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const planes = new Float32Array(3 * size.width * size.height);
  new Preprocessor({
    resize: { kind: 'exact', ...size },
    resample: 'bilinear',
    rescale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  }).write({ width, height, data }, planes);
  const count = size.width * size.height;
  const shown = new Uint8Array(planes.length);
  for (let i = 0; i < count; i++)
    for (let channel = 0; channel < 3; channel++) shown[3 * i + channel] = planes[channel * count + i]!;
  return { ...size, data: shown };
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
