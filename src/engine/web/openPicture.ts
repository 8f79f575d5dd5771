import { sizeOfPicture } from '../../core/infotext/readPicture';
import { assertPicture, assertSize } from '../images/pictureChecks';
import type * as Node from '../images/openPicture';
import { overWhite } from '../images/overWhite';
import { PictureError } from '../images/pictureError';
import { withoutAlpha } from '../images/withoutAlpha';

/** Bytes of a pixel: as the browser holds it, and as it is copied out of it. */
const bytesOfPixel = 8;

/**
 * In the worker's bundle in place of `images/openPicture.ts`: the browser decodes. Colour profiles are not applied, as
 * there; PNG and opaque WebP and GIF give the same bytes. What is left to the browser is how a JPEG's colours and a
 * CMYK picture's inks are rounded, and whether a file that is cut off is refused.
 */
export const openPicture: typeof Node.openPicture = async (bytes, alpha = 'over-white') => {
  const pixels = await open(bytes, 'from-image');
  const { width, height } = pixels;
  return {
    decodingBytes: bytesOfPixel * width * height,
    decode: () => {
      const count = width * height;
      const data = pixels.take();
      const rgb = alpha === 'dropped' ? withoutAlpha(data, count) : overWhite(data, count);
      return Promise.resolve({ left: 0, top: 0, width, height, whole: { width, height }, data: rgb });
    },
  };
};

export const openStored: typeof Node.openStored = async (bytes) => {
  const pixels = await open(bytes, 'none');
  const { width, height } = pixels;
  return {
    decodingBytes: bytesOfPixel * width * height,
    decode: () => Promise.resolve({ width, height, data: pixels.take() }),
  };
};

interface OpenPixels {
  readonly width: number;
  readonly height: number;
  /** RGBA, colour not premultiplied; once. */
  take(): Uint8Array;
}

async function open(bytes: Uint8Array, imageOrientation: ImageOrientation): Promise<OpenPixels> {
  assertPicture(bytes);
  // The browser decodes all of it at once, and what is too large is not to fill its memory.
  const told = sizeOfPicture(bytes);
  if (told) assertSize(told.width, told.height);
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
    imageOrientation,
  }).catch((cause: unknown) => {
    // The first bytes were right, so whatever the decoder complains of is damage.
    throw new PictureError('image-truncated', cause instanceof Error ? cause.message : String(cause), {
      cause,
    });
  });
  const { width, height } = bitmap;
  try {
    assertSize(width, height);
  } catch (error) {
    bitmap.close();
    throw error;
  }
  return {
    width,
    height,
    take: () => {
      const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
      context.drawImage(bitmap, 0, 0);
      bitmap.close();
      const { data } = context.getImageData(0, 0, width, height);
      return new Uint8Array(data.buffer);
    },
  };
}
