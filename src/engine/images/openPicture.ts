import type { RgbImage } from '../../core/clip/preprocessing';
import { cmykToRgb } from './cmykToRgb';
import { loadSharp } from './loadSharp';
import { overWhite } from './overWhite';
import { PictureError } from './pictureError';
import { pictureFormat } from '../../core/clip/pictureFormat';

/** Above this a picture is taken for a decompression bomb: its pixels would fill the memory. */
export const maxPixels = 100_000_000;

/** A picture whose header has been read. */
export interface OpenPicture {
  /** Pixels that decoding will take memory for. */
  readonly pixels: number;
  /** @throws PictureError when it is damaged or cut off */
  decode(): Promise<RgbImage>;
}

/**
 * Opens a PNG, JPEG, GIF, WebP or AVIF file. Its first frame is decoded upright by its EXIF orientation, alpha over
 * white, 8 bits a channel, grey and CMYK as RGB. Embedded colour profiles are not applied, because the pictures that
 * CLIP learnt from went through Pillow, which does not apply them either.
 * @throws PictureError when it is no such picture, too large or damaged
 */
export async function openPicture(bytes: Uint8Array): Promise<OpenPicture> {
  if (!pictureFormat(bytes)) throw new PictureError('image-not-a-picture', firstBytes(bytes));
  const picture = loadSharp()(bytes, {
    autoOrient: true,
    failOn: 'truncated',
    ignoreIcc: true,
    limitInputPixels: false, // Checked below, where the size can be told.
  });
  const { width, height, space } = await orDamaged(picture.metadata());
  const pixels = width * height;
  if (pixels > maxPixels) throw new PictureError('image-too-large', `${width} × ${height}`);
  return {
    pixels,
    decode: async () => {
      // libvips would turn ink into light by a profile of its own.
      const isCmyk = space === 'cmyk';
      if (isCmyk) picture.pipelineColourspace('cmyk');
      const raw = picture.toColourspace(isCmyk ? 'cmyk' : 'srgb').raw();
      const { data, info } = await orDamaged(raw.toBuffer({ resolveWithObject: true }));
      return {
        width: info.width,
        height: info.height,
        data: isCmyk ? cmykToRgb(data, pixels) : toRgb(data, pixels, info.channels),
      };
    },
  };
}

/** The first bytes were right, so whatever the decoder complains of is damage. */
async function orDamaged<T>(decoding: Promise<T>): Promise<T> {
  try {
    return await decoding;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new PictureError('image-truncated', detail.split('\n', 1)[0]!, { cause: error });
  }
}

function toRgb(data: Uint8Array, pixels: number, channels: number): Uint8Array {
  if (channels === 3) return data;
  if (channels === 4) return overWhite(data, pixels);
  throw new PictureError('image-not-a-picture', `${channels} channels`);
}

function firstBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 8)).toString('hex');
}
