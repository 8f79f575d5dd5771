import { utf8OrLatin1 } from './decodeText';
import { MAX_TEXT } from './limits';
import type { PicturePorts, RgbaPixels } from './pictureRecord';

/** Bits that lie in the lowest bits of channels: of alpha alone, or of red, green and blue in turn. */
type Channels = 'alpha' | 'rgb';

const SIGNATURES: Readonly<Record<Channels, { readonly plain: string; readonly packed: string }>> = {
  alpha: { plain: 'stealth_pnginfo', packed: 'stealth_pngcomp' },
  rgb: { plain: 'stealth_rgbinfo', packed: 'stealth_rgbcomp' },
};
const SIGNATURE_LENGTH = 15;
const HEADER_LENGTH = SIGNATURE_LENGTH + 4;
/** Rows of the first column that a signature takes, at most: one bit a pixel. */
export const SIGNATURE_ROWS = SIGNATURE_LENGTH * 8;

/** The first columns of a picture, as many as are asked for; undefined where it cannot be decoded. */
type FirstColumns = (columns: number) => RgbaPixels | undefined;

/** The channels in which a record begins. */
export function stealthChannels(height: number, first: FirstColumns): Channels | undefined {
  return (['alpha', 'rgb'] as const).find((channels) => {
    const begin = signatureOf(first, height, channels);
    return begin === SIGNATURES[channels].plain || begin === SIGNATURES[channels].packed;
  });
}

function signatureOf(first: FirstColumns, height: number, channels: Channels): string {
  return String.fromCharCode(...hiddenBytes(first, height, channels, SIGNATURE_LENGTH));
}

/**
 * The text that is hidden in the lowest bits of pixels, column by column, the highest bit of a byte first: a signature, the
 * length of what follows in bits (32 bits, big-endian), and the text, as it is or with gzip.
 */
export function readStealth(
  width: number,
  height: number,
  first: FirstColumns,
  inflate: PicturePorts['inflate'],
): { readonly channels: Channels; readonly text: string } | 'too-large' | undefined {
  const channels = stealthChannels(height, first);
  if (channels === undefined) return undefined;
  const header = hiddenBytes(first, height, channels, HEADER_LENGTH);
  const [a = 0, b = 0, c = 0, d = 0] = header.subarray(SIGNATURE_LENGTH);
  const length = Math.floor((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 8);
  if (length > MAX_TEXT) return 'too-large';
  const room = Math.floor((width * height * bitsPerPixel(channels)) / 8);
  const payload = hiddenBytes(first, height, channels, Math.min(room, HEADER_LENGTH + length)).subarray(
    HEADER_LENGTH,
  );
  const isPacked = signatureOf(first, height, channels) === SIGNATURES[channels].packed;
  const bytes = isPacked ? inflate(payload, MAX_TEXT) : payload;
  if (bytes === undefined || bytes === 'too-large') return bytes;
  return { channels, text: utf8OrLatin1(bytes) };
}

const bitsPerPixel = (channels: Channels): number => (channels === 'alpha' ? 1 : 3);

/** The first of the hidden bytes; none where there are fewer pixels. */
function hiddenBytes(first: FirstColumns, height: number, channels: Channels, length: number): Uint8Array {
  const perPixel = bitsPerPixel(channels);
  const columns = Math.ceil((length * 8) / perPixel / height);
  const pixels = first(columns);
  if (!pixels || pixels.width < columns) return new Uint8Array();
  const bytes = new Uint8Array(length);
  for (let bit = 0; bit < length * 8; bit++) {
    const pixel = Math.floor(bit / perPixel);
    const at = ((pixel % height) * pixels.width + Math.floor(pixel / height)) * 4;
    const value = pixels.data[at + (channels === 'alpha' ? 3 : bit % 3)]!;
    bytes[bit >> 3]! |= (value & 1) << (7 - (bit & 7));
  }
  return bytes;
}
