import { utf8OrLatin1, withoutPadding } from '../decodeText';
import { MAX_TEXT } from '../limits';
import type { TextCollection } from '../pictureText';
import { Bytes } from './bytes';
import { readApp1 } from './png';
import { readXmp } from './xmp';

const [COM, APP1, SOS, EOI] = [0xfe, 0xe1, 0xda, 0xd9];
const EXTENDED_XMP = 'http://ns.adobe.com/xmp/extension/\0';
/** After it: 32 digits that name the packet, its length, and the part's offset in it. */
const EXTENDED_HEADER = EXTENDED_XMP.length + 40;

/** The texts of a JPEG: EXIF, XMP (also of several segments) and comments, all of which stand before the pixels. */
export function readJpeg(file: Uint8Array, into: TextCollection): void {
  const bytes = new Bytes(file);
  const extended: Uint8Array[] = [];
  for (let at = 2; ;) {
    while (bytes.u8(at) === 0xff && bytes.u8(at + 1) === 0xff) at++;
    const [sign, marker] = [bytes.u8(at), bytes.u8(at + 1)];
    if (marker === SOS || marker === EOI) break;
    const length = bytes.u16(at + 2);
    const segment = bytes.slice(at + 4, length - 2);
    if (sign !== 0xff || length < 2 || segment.length < length - 2) {
      into.damaged();
      if (segment.length === 0 || sign !== 0xff || length < 2) break;
    }
    readSegment(marker, segment, into, extended);
    at += length + 2;
  }
  if (extended.length > 0) readXmp(joined(extended), into);
}

function readSegment(
  marker: number,
  segment: Uint8Array,
  into: TextCollection,
  extended: Uint8Array[],
): void {
  if (marker === COM) into.add('jpeg:', 'COM', withoutPadding(utf8OrLatin1(segment)));
  else if (marker === APP1 && new Bytes(segment).startsWith(EXTENDED_XMP))
    extended.push(segment.subarray(EXTENDED_HEADER));
  else if (marker === APP1) readApp1(segment, into);
  else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
    const frame = new Bytes(segment);
    into.height ??= frame.u16(1);
    into.width ??= frame.u16(3);
  }
}

/** Parts in the order of the file, which is the order of their offsets. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(Math.min(length, MAX_TEXT));
  let at = 0;
  for (const part of parts) {
    whole.set(part.subarray(0, whole.length - at), at);
    at = Math.min(whole.length, at + part.length);
  }
  return whole;
}
