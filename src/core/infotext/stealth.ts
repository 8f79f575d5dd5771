import { utf8OrLatin1 } from './decodeText';
import { MAX_TEXT } from './limits';
import type { PicturePorts, RgbaPixels } from './pictureRecord';

/** Bits that lie in the lowest bits of channels: of alpha alone, or of red, green and blue in turn. */
type Channels = 'alpha' | 'rgb';

const SIGNATURE_LENGTH = 15;
const SIGNATURES: Readonly<Record<Channels, { readonly plain: string; readonly packed: string }>> = {
  alpha: { plain: 'stealth_pnginfo', packed: 'stealth_pngcomp' },
  rgb: { plain: 'stealth_rgbinfo', packed: 'stealth_rgbcomp' },
};
/** Rows of the first column that a signature takes, at most: one bit a pixel. */
export const SIGNATURE_ROWS = SIGNATURE_LENGTH * 8;

/** The channels in which a record begins; these few pixels of the first columns tell. */
export function stealthChannels(pixels: RgbaPixels): Channels | undefined {
  return (['alpha', 'rgb'] as const).find((channels) => {
    const begin = String.fromCharCode(...bytesAt(pixels, channels, 0, SIGNATURE_LENGTH));
    return begin === SIGNATURES[channels].plain || begin === SIGNATURES[channels].packed;
  });
}

/**
 * The text that is hidden in the lowest bits of pixels, column by column, the highest bit of a byte first: a signature, the
 * length of what follows in bits (32 bits, big-endian), and the text, as it is or with gzip.
 */
export function readStealth(
  pixels: RgbaPixels,
  inflate: PicturePorts['inflate'],
): { readonly channels: Channels; readonly text: string } | 'too-large' | undefined {
  const channels = stealthChannels(pixels);
  if (channels === undefined) return undefined;
  const begin = String.fromCharCode(...bytesAt(pixels, channels, 0, SIGNATURE_LENGTH));
  const [a = 0, b = 0, c = 0, d = 0] = bytesAt(pixels, channels, SIGNATURE_LENGTH, 4);
  const length = Math.floor((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 8);
  if (length > MAX_TEXT) return 'too-large';
  const payload = bytesAt(pixels, channels, SIGNATURE_LENGTH + 4, length);
  const bytes = begin === SIGNATURES[channels].packed ? inflate(payload, MAX_TEXT) : payload;
  if (bytes === undefined || bytes === 'too-large') return bytes;
  return { channels, text: utf8OrLatin1(bytes) };
}

/** Bytes `start` to `start + length` of the hidden ones; fewer where the picture has no more pixels. */
function bytesAt(
  { width, height, data }: RgbaPixels,
  channels: Channels,
  start: number,
  length: number,
): Uint8Array {
  const perPixel = channels === 'alpha' ? 1 : 3;
  const there = Math.floor((width * height * perPixel) / 8);
  const bytes = new Uint8Array(Math.max(0, Math.min(length, there - start)));
  for (let i = 0; i < bytes.length * 8; i++) {
    const bit = start * 8 + i;
    const pixel = Math.floor(bit / perPixel);
    const at = ((pixel % height) * width + Math.floor(pixel / height)) * 4;
    const value = data[at + (channels === 'alpha' ? 3 : bit % 3)] ?? 0;
    bytes[i >> 3]! |= (value & 1) << (7 - (i & 7));
  }
  return bytes;
}
