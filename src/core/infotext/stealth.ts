import { utf8OrLatin1 } from './decodeText';
import { MAX_TEXT } from './limits';
import type { HiddenChannels, HiddenRecord, PicturePorts, RgbaPixels } from './pictureRecord';

const SIGNATURES: Readonly<Record<HiddenChannels, { readonly plain: string; readonly packed: string }>> = {
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
export function stealthChannels(height: number, first: FirstColumns): HiddenChannels | undefined {
  return (['alpha', 'rgb'] as const).find((channels) => {
    const begin = signatureOf(first, height, channels);
    return begin === SIGNATURES[channels].plain || begin === SIGNATURES[channels].packed;
  });
}

function signatureOf(first: FirstColumns, height: number, channels: HiddenChannels): string {
  return String.fromCharCode(...hiddenBytes(first, height, channels, SIGNATURE_LENGTH));
}

/**
 * What is hidden in the lowest bits of pixels, column by column, the highest bit of a byte first: a signature, the length of
 * what follows in bits (32 bits, big-endian), and that.
 */
export function hiddenRecord(
  width: number,
  height: number,
  first: FirstColumns,
): HiddenRecord | 'too-large' | undefined {
  const channels = stealthChannels(height, first);
  if (channels === undefined) return undefined;
  const header = hiddenBytes(first, height, channels, HEADER_LENGTH);
  const [a = 0, b = 0, c = 0, d = 0] = header.subarray(SIGNATURE_LENGTH);
  const length = Math.floor((a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) / 8);
  if (length > MAX_TEXT) return 'too-large';
  const room = Math.floor((width * height * bitsPerPixel(channels)) / 8);
  const all = hiddenBytes(first, height, channels, Math.min(room, HEADER_LENGTH + length));
  const isPacked = signatureOf(first, height, channels) === SIGNATURES[channels].packed;
  return { channels, isPacked, payload: all.slice(HEADER_LENGTH) };
}

/** The text of what was hidden. */
export function hiddenText(
  { isPacked, payload }: HiddenRecord,
  inflate: PicturePorts['inflate'],
): string | 'too-large' | undefined {
  const bytes = isPacked ? inflate(payload, MAX_TEXT) : payload;
  if (bytes === undefined || bytes === 'too-large') return bytes;
  return utf8OrLatin1(bytes);
}

const bitsPerPixel = (channels: HiddenChannels): number => (channels === 'alpha' ? 1 : 3);

/** The first of the hidden bytes; none where there are fewer pixels. */
function hiddenBytes(
  first: FirstColumns,
  height: number,
  channels: HiddenChannels,
  length: number,
): Uint8Array {
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
