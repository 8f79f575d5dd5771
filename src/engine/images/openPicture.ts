import type { PictureArea, PicturePart } from '../../core/clip/preprocessing';
import type { RgbaPixels } from '../../core/infotext/pictureRecord';
import type { Alpha, ImageErrorCode } from '../../core/ports';
import { cmykToRgb } from './cmykToRgb';
import { loadSharp } from './loadSharp';
import { overWhite } from './overWhite';
import { withoutAlpha } from './withoutAlpha';
import { assertPicture, assertSize } from './pictureChecks';
import { PictureError } from './pictureError';
import { decodingBytes } from './decodingBytes';

/** A picture whose header has been read. */
export interface OpenPicture {
  /** Memory that decoding will take. */
  readonly decodingBytes: number;
  /**
   * @param needed says which area of a picture of that size is wanted; at least that is given, all by default
   * @throws PictureError when it is damaged or cut off
   */
  decode(needed?: (width: number, height: number) => PictureArea): Promise<PicturePart>;
}

/**
 * Opens a PNG, JPEG, GIF, WebP or AVIF file. Its first frame is decoded upright by its EXIF orientation, 8 bits a
 * channel, grey and CMYK as RGB. Embedded colour profiles are not applied, because the pictures that CLIP learnt from
 * went through Pillow, which does not apply them either.
 * @throws PictureError when it is no such picture, too large, too narrow or damaged
 */
export async function openPicture(bytes: Uint8Array, alpha: Alpha = 'over-white'): Promise<OpenPicture> {
  assertPicture(bytes);
  const picture = loadSharp()(bytes, {
    autoOrient: true,
    failOn: 'truncated',
    ignoreIcc: true,
    limitInputPixels: false, // Checked below, where the size can be told.
  });
  const metadata = await orDamaged(picture.metadata());
  const { width, height, space, orientation = upright } = metadata;
  assertSize(width, height);
  return {
    decodingBytes: decodingBytes(metadata),
    decode: async (needed) => {
      // libvips would turn ink into light by a profile of its own.
      const isCmyk = space === 'cmyk';
      if (isCmyk) picture.pipelineColourspace('cmyk');
      // All rows: those that are not asked for would not be read, and a file that is cut off there not be noticed.
      const area = orientation === upright && needed && { ...needed(width, height), top: 0, height };
      if (area) picture.extract(area);
      const raw = picture.toColourspace(isCmyk ? 'cmyk' : 'srgb').raw();
      const { data, info } = await orDamaged(raw.toBuffer({ resolveWithObject: true }));
      const count = info.width * info.height;
      return {
        left: area ? area.left : 0,
        top: 0,
        width: info.width,
        height: info.height,
        whole: area ? { width, height } : { width: info.width, height: info.height },
        data: isCmyk ? cmykToRgb(data, count) : toRgb(data, count, info.channels, alpha),
      };
    },
  };
}

/**
 * Opens a picture for its pixels as they are stored: not turned, not put over white, colour not premultiplied.
 * @throws PictureError as `openPicture`
 */
export async function openStored(
  bytes: Uint8Array,
): Promise<{ readonly decodingBytes: number; decode(): Promise<RgbaPixels> }> {
  assertPicture(bytes);
  const picture = loadSharp()(bytes, { failOn: 'truncated', ignoreIcc: true, limitInputPixels: false });
  const metadata = await orDamaged(picture.metadata());
  assertSize(metadata.width, metadata.height);
  return {
    decodingBytes: decodingBytes({ ...metadata, hasAlpha: true, orientation: upright }),
    decode: async () => {
      const raw = picture.toColourspace('srgb').ensureAlpha().raw();
      const { data, info } = await orDamaged(raw.toBuffer({ resolveWithObject: true }));
      if (info.channels !== 4) throw new PictureError('image-not-a-picture', `${info.channels} channels`);
      return { width: info.width, height: info.height, data };
    },
  };
}

/** EXIF's number for a picture that lies as it is stored. */
const upright = 1;

/** The first bytes were right, so whatever the decoder complains of is damage. */
async function orDamaged<T>(decoding: Promise<T>): Promise<T> {
  try {
    return await decoding;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const lines = message.split('\n');
    // libheif's searching about comes before what it found wrong.
    const detail = lines.find((line) => !line.startsWith('source: bad seek')) ?? lines[0]!;
    throw new PictureError(codeOf(message), detail, { cause: error });
  }
}

function codeOf(message: string): ImageErrorCode {
  // libheif's own, of planes that are larger than the header says.
  if (/security limit/i.test(message)) return 'image-too-large';
  // As libvips, libjpeg, libpng, libwebp, libheif and V8 say it.
  const noMemory =
    /out of memory|insufficient memory|unable to allocate|allocation (failed|error)|bad_alloc/i;
  return noMemory.test(message) ? 'image-no-memory' : 'image-truncated';
}

function toRgb(data: Uint8Array, pixels: number, channels: number, alpha: Alpha): Uint8Array {
  if (channels === 3) return data;
  if (channels === 4) return alpha === 'dropped' ? withoutAlpha(data, pixels) : overWhite(data, pixels);
  throw new PictureError('image-not-a-picture', `${channels} channels`);
}
