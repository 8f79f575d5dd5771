import type { TextCollection } from '../pictureText';
import { Bytes } from './bytes';
import { readExif } from './exif';
import { readXmp } from './xmp';

const MAX_BOXES = 2000;
const MAX_ITEMS = 2000;
const MAX_EXTENTS = 64;
const XMP_UUID = '\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac';

interface Box {
  readonly type: string;
  readonly data: Bytes;
}

/** The boxes side by side in these bytes. */
function boxesOf(bytes: Bytes, into: TextCollection): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length && boxes.length < MAX_BOXES;) {
    const told = bytes.u32(at);
    const header = told === 1 ? 16 : 8;
    const length = told === 1 ? bytes.u64(at + 8) : told === 0 ? bytes.length - at : told;
    if (length < header) {
      into.damaged();
      break;
    }
    const data = bytes.slice(at + header, length - header);
    if (data.length < length - header) into.damaged();
    boxes.push({ type: bytes.tag(at + 4, 4), data: new Bytes(data) });
    at += length;
  }
  return boxes;
}

/** The texts of an AVIF or HEIC: items of type `Exif` and `mime` (XMP), wherever `iloc` says they lie. */
export function readIsobmff(file: Uint8Array, into: TextCollection): void {
  const bytes = new Bytes(file);
  for (const { type, data } of boxesOf(bytes, into)) {
    if (type === 'meta') readMeta(bytes, new Bytes(data.slice(4, data.length)), into);
    else if (type === 'uuid' && data.startsWith(XMP_UUID)) readXmp(data.slice(16, data.length), into);
  }
}

function readMeta(file: Bytes, meta: Bytes, into: TextCollection): void {
  const boxes = new Map(boxesOf(meta, into).map(({ type, data }) => [type, data]));
  const properties = boxes.get('iprp');
  if (properties) readSize(properties, into);
  const [info, places] = [boxes.get('iinf'), boxes.get('iloc')];
  if (!info || !places) return;
  const kinds = itemKinds(info, into);
  for (const { id, bytes } of itemBytes(file, places, boxes.get('idat'), (id) => kinds.has(id), into)) {
    if (kinds.get(id) === 'xmp') readXmp(bytes, into);
    else readExif(isTiff(bytes) ? bytes : bytes.subarray(4 + new Bytes(bytes).u32(0)), into);
  }
}

/** Some leave out the offset that stands before the TIFF. */
function isTiff(bytes: Uint8Array): boolean {
  const view = new Bytes(bytes);
  return ['II*\0', 'MM\0*', 'Exif\0\0'].some((sign) => view.startsWith(sign));
}

/** The largest extent that is told: a grid's, not those of its tiles. */
function readSize(properties: Bytes, into: TextCollection): void {
  const container = boxesOf(properties, into).find(({ type }) => type === 'ipco');
  if (!container) return;
  for (const { type, data } of boxesOf(container.data, into)) {
    if (type !== 'ispe') continue;
    const [width, height] = [data.u32(4), data.u32(8)];
    if (width * height <= (into.width ?? 0) * (into.height ?? 0)) continue;
    into.width = width;
    into.height = height;
  }
}

function itemKinds(info: Bytes, into: TextCollection): Map<number, 'exif' | 'xmp'> {
  const kinds = new Map<number, 'exif' | 'xmp'>();
  const entries = new Bytes(info.slice(info.u8(0) === 0 ? 6 : 8, info.length));
  for (const { type, data } of boxesOf(entries, into)) {
    const version = data.u8(0);
    if (type !== 'infe' || version < 2) continue;
    const id = version === 2 ? data.u16(4) : data.u32(4);
    const kind = data.tag(version === 2 ? 8 : 10, 4);
    if (kind === 'Exif') kinds.set(id, 'exif');
    else if (kind === 'mime') kinds.set(id, 'xmp');
  }
  return kinds;
}

/** The bytes of the wanted items, their extents joined. */
function* itemBytes(
  file: Bytes,
  iloc: Bytes,
  idat: Bytes | undefined,
  isWanted: (id: number) => boolean,
  into: TextCollection,
): Generator<{ id: number; bytes: Uint8Array }> {
  const version = iloc.u8(0);
  const [offsetSize, lengthSize] = [iloc.u8(4) >> 4, iloc.u8(4) & 15];
  const [baseSize, indexSize] = [iloc.u8(5) >> 4, version === 0 ? 0 : iloc.u8(5) & 15];
  const idSize = version < 2 ? 2 : 4;
  let at = 6;
  const take = (size: number): number => {
    const value = size === 8 ? iloc.u64(at) : size === 4 ? iloc.u32(at) : size === 2 ? iloc.u16(at) : 0;
    at += size;
    return value;
  };
  const count = Math.min(take(idSize), MAX_ITEMS);
  for (let i = 0; i < count && at < iloc.length; i++) {
    const id = take(idSize);
    const method = version === 0 ? 0 : take(2) & 15;
    take(2);
    const base = take(baseSize);
    const extents = take(2);
    const from = method === 1 ? idat : file;
    const parts: Uint8Array[] = [];
    const next = at + extents * (indexSize + offsetSize + lengthSize);
    for (let k = 0; k < Math.min(extents, MAX_EXTENTS) && at < iloc.length; k++) {
      take(indexSize);
      const [offset, length] = [take(offsetSize), take(lengthSize)];
      if (!isWanted(id) || from === undefined || method > 1) continue;
      const part = from.slice(base + offset, length === 0 ? from.length : length);
      if (part.length < length) into.damaged();
      parts.push(part);
    }
    at = next;
    if (parts.length === 1) yield { id, bytes: parts[0]! };
    else if (parts.length > 1 && into.mayRead('item', lengthOf(parts))) yield { id, bytes: joined(parts) };
  }
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(lengthOf(parts));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
