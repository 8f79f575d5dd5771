/** UTF-8 as far as it is valid; the standard's Latin-1 where it is not. A sign that is cut off at the end is left out. */
export function utf8OrLatin1(bytes: Uint8Array): string {
  return utf8(bytes) ?? latin1(bytes);
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
}

/** One character a byte; `TextDecoder('latin1')` would be Windows-1252. */
export function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return parts.join('');
}

type Order = 'utf-16le' | 'utf-16be';

/** `TextDecoder` knows UTF-16BE only where Node has all of ICU. */
function utf16(bytes: Uint8Array, order: Order): string {
  const units = new Uint16Array(bytes.length >> 1);
  const [high, low] = order === 'utf-16be' ? [0, 1] : [1, 0];
  for (let i = 0; i < units.length; i++) units[i] = (bytes[2 * i + high]! << 8) | bytes[2 * i + low]!;
  const parts: string[] = [];
  for (let at = 0; at < units.length; at += 8192)
    parts.push(String.fromCharCode(...units.subarray(at, at + 8192)));
  return parts.join('');
}

/** The eight bytes before a comment's text. What they say of its encoding is not to be relied upon. */
const PREFIXES = ['UNICODE\0', 'Unicode\0', 'ASCII\0\0\0', 'JIS\0\0\0\0\0', '\0\0\0\0\0\0\0\0'];
const PREFIX_LENGTH = 8;

/**
 * The text of EXIF's UserComment: its prefix says little (`UNICODE` stands before UTF-16 of either order and UTF-8, in files
 * of either order), so the text itself decides.
 */
export function decodeComment(bytes: Uint8Array): string {
  const hasPrefix = PREFIXES.includes(latin1(bytes.subarray(0, PREFIX_LENGTH)));
  return decodeUnknown(hasPrefix ? bytes.subarray(PREFIX_LENGTH) : bytes);
}

/** Text of an unknown encoding: by its byte order mark, then by where zero bytes lie, then by which reading makes sense. */
export function decodeUnknown(bytes: Uint8Array): string {
  return withoutPadding(decode(bytes));
}

function decode(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xfe && second === 0xff) return utf16(bytes.subarray(2), 'utf-16be');
  if (first === 0xff && second === 0xfe) return utf16(bytes.subarray(2), 'utf-16le');
  if (first === 0xef && second === 0xbb && third === 0xbf) return utf8OrLatin1(bytes.subarray(3));
  const [even, odd] = zerosIn(trimZeros(bytes));
  if (Math.max(even, odd) >= MANY * bytes.length) return utf16(bytes, even > odd ? 'utf-16be' : 'utf-16le');
  if (even + odd > 0 && bytes.length > 1) return bestWide(bytes);
  return best(bytes);
}

function trimZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}

/** Latin letters in UTF-16 have a zero byte each, before or after the other. This share of them decides. */
const MANY = 0.15;

/** Zero bytes at even and at odd places. */
function zerosIn(bytes: Uint8Array): [even: number, odd: number] {
  const zeros: [number, number] = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[at % 2]!++;
  return zeros;
}

const TELLING = /Steps: ?\d|Negative prompt:|^\s*\{\s*"/;

/** Few zeros: UTF-16 with few Latin letters. A sign of another script may have a zero in its other byte. */
function bestWide(bytes: Uint8Array): string {
  const [big, little] = [utf16(bytes, 'utf-16be'), utf16(bytes, 'utf-16le')];
  if (TELLING.test(big) !== TELLING.test(little)) return TELLING.test(big) ? big : little;
  return sense(big) >= sense(little) ? big : little;
}

/** Without zeros: Japanese or Chinese in UTF-16, or no UTF-16 at all. */
function best(bytes: Uint8Array): string {
  const plain = utf8(bytes);
  // As nearly always: UTF-8 with Latin letters, which no other reading has to be made for.
  if (plain !== undefined && TELLING.test(plain)) return plain;
  if (
    plain !== undefined &&
    (!isAscii(plain.slice(0, SAMPLE)) || /[A-Za-z]{3}/.test(plain)) &&
    bytes.length > SAMPLE
  )
    return plain;
  const wide = (['utf-16be', 'utf-16le'] as const).map((order) => utf16(bytes, order));
  const told = [plain ?? '', ...wide].find((text) => TELLING.test(text));
  if (told !== undefined) return told;
  if (plain !== undefined && (!isAscii(plain) || /[A-Za-z]{3}/.test(plain))) return plain;
  const readings = [...(plain === undefined ? [] : [plain]), ...(bytes.length % 2 === 0 ? wide : [])];
  if (readings.length === 0) return latin1(bytes);
  const scores = readings.map(sense);
  const top = Math.max(...scores);
  return top < 0.5 ? (plain ?? latin1(bytes)) : readings[scores.indexOf(top)]!;
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

/** Characters by which a text is judged. */
const SAMPLE = 2000;
const KANA_OR_MARK = /[\u3000-\u30ff\uff00-\uff5e]/;
const IDEOGRAPH = /[\u4e00-\u9fff\uac00-\ud7af]/;
const LATIN = /[a-z ,\n]/;

/** How much like written language, 0 to 1: by kinds of signs, and by how often their pages (upper bytes) repeat. */
function sense(text: string): number {
  const sample = text.slice(0, SAMPLE);
  if (sample === '') return 0;
  let points = 0;
  const pages = new Set<number>();
  for (const char of sample) {
    pages.add(char.charCodeAt(0) >> 8);
    if (KANA_OR_MARK.test(char) || LATIN.test(char)) points += 1;
    else if (IDEOGRAPH.test(char)) points += 0.8;
    else if (isAscii(char)) points += 0.5;
    else if (/\p{L}/u.test(char)) points += 0.2;
  }
  const variety = pages.size / sample.length;
  return points / sample.length - 0.3 * variety;
}

/** Without the zero characters that fill a field, and without a byte order mark. */
export function withoutPadding(text: string): string {
  let [start, end] = [0, text.length];
  while (end > 0 && text[end - 1] === '\0') end--;
  while (start < end && (text[start] === '\0' || text[start] === '\ufeff')) start++;
  return text.slice(start, end);
}
