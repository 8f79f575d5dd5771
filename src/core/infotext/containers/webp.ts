import type { TextCollection } from '../pictureText';
import { Bytes } from './bytes';
import { readExif } from './exif';
import { readXmp } from './xmp';

/** The texts of a WebP: chunks `EXIF` and `XMP `. Chunks of an odd length are padded. */
export function readWebp(file: Uint8Array, into: TextCollection): void {
  const bytes = new Bytes(file);
  for (let at = 12; at + 8 <= bytes.length;) {
    const type = bytes.tag(at, 4);
    const length = bytes.u32(at + 4, true);
    const data = bytes.slice(at + 8, length);
    if (data.length < length) into.damaged();
    readChunk(type, data, into);
    // Some leave out the padding, which is a zero.
    at += 8 + length + (length % 2 === 1 && bytes.u8(at + 8 + length) === 0 ? 1 : 0);
  }
}

/** What each chunk that tells a size begins with. */
const headerBytes: Readonly<Record<string, number>> = { VP8X: 10, VP8L: 5, 'VP8 ': 10 };

function readChunk(type: string, data: Uint8Array, into: TextCollection): void {
  const view = new Bytes(data);
  if (type === 'VP8L' || type === 'ALPH') into.isLossless = true;
  if (type === 'EXIF') readExif(data, into);
  else if (type === 'XMP ') readXmp(data, into);
  // Of a header that is cut off, nothing is known.
  else if (data.length < (headerBytes[type] ?? 0)) return;
  else if (type === 'VP8X') size(into, 1 + (view.u32(4, true) & 0xffffff), 1 + (view.u32(6, true) >>> 8));
  else if (type === 'VP8L')
    size(into, 1 + (view.u32(1, true) & 0x3fff), 1 + ((view.u32(1, true) >>> 14) & 0x3fff));
  else if (type === 'VP8 ') size(into, view.u16(6, true) & 0x3fff, view.u16(8, true) & 0x3fff);
}

function size(into: TextCollection, width: number, height: number): void {
  into.width ??= width;
  into.height ??= height;
}
