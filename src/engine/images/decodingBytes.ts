import type { Metadata } from 'sharp';

/** What of a header tells how much memory decoding takes. */
export type PictureHeader = Pick<
  Metadata,
  'width' | 'height' | 'format' | 'depth' | 'channels' | 'hasAlpha' | 'isProgressive' | 'orientation'
>;

/** Bytes that decoding will take at its peak, within a tenth of what was measured: the pixels, and the decoder's own. */
export function decodingBytes(header: PictureHeader): number {
  const { width, height, hasAlpha, orientation = 1 } = header;
  const result = hasAlpha ? 4 : 3;
  // What is to be turned is kept whole beside its result.
  const turned = orientation === 1 ? 0 : result;
  return width * height * (result + turned + ofDecoder(header));
}

/** Bytes for each pixel that a decoder holds at once. Those that go row by row hold next to nothing. */
function ofDecoder({ format, depth, channels, isProgressive }: PictureHeader): number {
  const isDeep = depth === 'ushort';
  switch (format) {
    case 'png':
      return isProgressive ? channels * (isDeep ? 2 : 1) : 0;
    case 'jpeg':
      // The coefficients of all scans, two bytes each.
      return isProgressive ? 2 * channels : 0;
    case 'webp':
    case 'gif':
      return 5;
    default: // AVIF
      return isDeep ? 22 : 15;
  }
}
