import { decodeComment, decodeUnknown } from '../decodeText';
import type { TextCollection } from '../pictureText';
import { Bytes } from './bytes';

const EXIF_IFD = 0x8769;
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x010d, 'DocumentName'],
  [0x010e, 'ImageDescription'],
  [0x010f, 'Make'],
  [0x0110, 'Model'],
  [0x0131, 'Software'],
  [0x013b, 'Artist'],
  [0x02bc, 'XMP'],
  [0x8298, 'Copyright'],
  [0x927c, 'MakerNote'],
  [0x9286, 'UserComment'],
  [0x9c9b, 'XPTitle'],
  [0x9c9c, 'XPComment'],
  [0x9c9d, 'XPAuthor'],
  [0x9c9e, 'XPKeywords'],
  [0x9c9f, 'XPSubject'],
]);
const USER_COMMENT = 0x9286;
/** BYTE, ASCII, UNDEFINED, UTF-8. */
const TEXT_TYPES = new Set([1, 2, 7, 129]);
const MAX_ENTRIES = 1000;
const ENTRY_LENGTH = 12;
/** Short texts of unknown tags say nothing that is looked for. */
const LEAST = 8;

/** Where a JSON begins whose name stands before it, as ComfyUI writes: `prompt:{…}`. */
const NAMED_JSON = /^\s*([A-Za-z_]\w{0,40}):\s*(?=[{["])/;

/**
 * The texts of EXIF's two first directories, whatever their tags: ComfyUI counts tags down from Model, others use Make or
 * ImageDescription.
 * @param tiff with or without the six bytes `Exif\0\0` before it
 */
export function readExif(tiff: Uint8Array, into: TextCollection): void {
  const whole = new Bytes(tiff);
  const bytes = whole.startsWith('Exif\0\0') ? new Bytes(tiff.subarray(6)) : whole;
  const isLittle = bytes.startsWith('II');
  if (!isLittle && !bytes.startsWith('MM')) return into.damaged();
  const first = bytes.u32(4, isLittle);
  const second = readDirectory(bytes, first, isLittle, into);
  if (second !== undefined && second !== first) readDirectory(bytes, second, isLittle, into);
}

/** @returns where the directory of EXIF proper begins, if it is told */
function readDirectory(
  bytes: Bytes,
  start: number,
  isLittle: boolean,
  into: TextCollection,
): number | undefined {
  if (start < 8 || start + 2 > bytes.length) {
    into.damaged();
    return undefined;
  }
  let exif: number | undefined;
  const count = Math.min(bytes.u16(start, isLittle), MAX_ENTRIES);
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * ENTRY_LENGTH;
    if (at + ENTRY_LENGTH > bytes.length) break;
    const tag = bytes.u16(at, isLittle);
    if (tag === EXIF_IFD) exif = bytes.u32(at + 8, isLittle);
    else if (TEXT_TYPES.has(bytes.u16(at + 2, isLittle))) readText(bytes, at, tag, isLittle, into);
  }
  return exif;
}

function readText(bytes: Bytes, at: number, tag: number, isLittle: boolean, into: TextCollection): void {
  const length = bytes.u32(at + 4, isLittle);
  const name = NAMES.get(tag);
  if (length === 0 || (name === undefined && length < LEAST)) return;
  const title = name ?? `tag ${tag.toString(16).padStart(4, '0')}`;
  if (!into.mayRead(`exif:${title}`, length)) return;
  const value = bytes.slice(length <= 4 ? at + 8 : bytes.u32(at + 8, isLittle), length);
  if (value.length < length) into.damaged();
  addNamed('exif:', title, tag === USER_COMMENT ? decodeComment(value) : decodeUnknown(value), into);
}

/** A text under its own name, where it begins with one. */
export function addNamed(place: string, name: string, text: string, into: TextCollection): void {
  const own = NAMED_JSON.exec(text);
  if (own === null) into.add(place, name, text);
  else into.add(`${place}${name}`, own[1]!, text.slice(own[0].length));
}
