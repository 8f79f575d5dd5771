import { latin1, utf8OrLatin1, withoutPadding } from '../decodeText';
import type { TextCollection } from '../pictureText';
import { Bytes, zeroFrom } from './bytes';
import { readExif } from './exif';
import { readXmp } from './xmp';

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** The chunks of a PNG up to its end, also those after the pixels. The last may be cut off. */
export function* pngChunks(bytes: Bytes): Generator<PngChunk, 'whole' | 'cut'> {
  for (let at = PNG_SIGNATURE.length; at + 8 <= bytes.length;) {
    const length = bytes.u32(at);
    const type = bytes.tag(at + 4, 4);
    const data = bytes.slice(at + 8, length);
    yield { type, data };
    if (type === 'IEND') return 'whole';
    if (data.length < length) return 'cut';
    at += length + 12;
  }
  return 'cut';
}

/** The texts of a PNG: `tEXt`, `iTXt`, `zTXt`, `eXIf`, and what ComfyUI puts into an animation's private chunk. */
export function readPng(file: Uint8Array, into: TextCollection): void {
  const chunks = pngChunks(new Bytes(file));
  for (;;) {
    const step = chunks.next();
    if (step.done === true) {
      if (step.value === 'cut') into.damaged();
      return;
    }
    readers[step.value.type]?.(step.value.data, into);
  }
}

const readers: Readonly<Record<string, ((data: Uint8Array, into: TextCollection) => void) | undefined>> = {
  IHDR: (data, into) => {
    const header = new Bytes(data);
    into.width ??= header.u32(0);
    into.height ??= header.u32(4);
  },
  tEXt: (data, into) => addPair('png:tEXt', data, into),
  comf: (data, into) => addPair('png:comf', data, into),
  zTXt: readCompressed,
  iTXt: readInternational,
  eXIf: readExif,
};

/** A name, a zero byte and the text. */
function addPair(place: string, data: Uint8Array, into: TextCollection): void {
  const end = zeroFrom(data, 0);
  addText(place, latin1(data.subarray(0, Math.min(end, 200))), data.subarray(end + 1), into);
}

function readCompressed(data: Uint8Array, into: TextCollection): void {
  const end = zeroFrom(data, 0);
  const name = latin1(data.subarray(0, Math.min(end, 200)));
  const text = into.inflate(`png:zTXt ${name}`, data.subarray(end + 2));
  if (text !== undefined) addText('png:zTXt', name, text, into);
}

/** A name, whether it is compressed and how, a language, the name in that language, and the text. */
function readInternational(data: Uint8Array, into: TextCollection): void {
  const end = zeroFrom(data, 0);
  const name = latin1(data.subarray(0, Math.min(end, 200)));
  const start = zeroFrom(data, zeroFrom(data, end + 3) + 1) + 1;
  const body = data.subarray(start);
  const text = data[end + 1] === 1 ? into.inflate(`png:iTXt ${name}`, body) : body;
  if (text !== undefined) addText('png:iTXt', name, text, into);
}

function addText(place: string, name: string, bytes: Uint8Array, into: TextCollection): void {
  if (name === 'XML:com.adobe.xmp') return readXmp(bytes, into);
  const profile = /^Raw profile type (exif|app1|xmp)$/i.exec(name)?.[1];
  if (profile !== undefined) return readProfile(latin1(bytes), into);
  into.add(place, name, withoutPadding(utf8OrLatin1(bytes)));
}

/** EXIF or XMP as ImageMagick writes it into a text: a name, a length, and digits of base 16. */
function readProfile(text: string, into: TextCollection): void {
  const digits = /^\s*\w+\s+\d+\s+([\da-fA-F\s]*)/.exec(text)?.[1]?.replace(/\s+/g, '') ?? '';
  const bytes = Uint8Array.from({ length: digits.length >> 1 }, (_, i) =>
    parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
  readApp1(bytes, into);
}

const XMP_HEADER = 'http://ns.adobe.com/xap/1.0/\0';

/** What JPEG keeps in APP1: EXIF or XMP. */
export function readApp1(bytes: Uint8Array, into: TextCollection): void {
  const view = new Bytes(bytes);
  if (view.startsWith('Exif\0\0') || view.startsWith('II*\0') || view.startsWith('MM\0*'))
    readExif(bytes, into);
  else if (view.startsWith(XMP_HEADER)) readXmp(bytes.subarray(XMP_HEADER.length), into);
  else if (view.startsWith('<')) readXmp(bytes, into);
}
