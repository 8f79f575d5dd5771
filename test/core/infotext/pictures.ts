/** Pictures made by hand, byte by byte, with what a maker wrote into them. Their pixels are few, or none at all. */
import { crc32, deflateSync, gzipSync } from 'node:zlib';

/** A chunk of a PNG. */
export type Chunk = readonly [type: string, data: Uint8Array];

const bytesOf = (text: string | Uint8Array, encoding: BufferEncoding = 'utf8'): Buffer =>
  typeof text === 'string' ? Buffer.from(text, encoding) : Buffer.from(text);

export function u32(value: number, isLittle = false): Buffer {
  const bytes = Buffer.alloc(4);
  if (isLittle) bytes.writeUInt32LE(value >>> 0);
  else bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

export function u16(value: number, isLittle = false): Buffer {
  const bytes = Buffer.alloc(2);
  if (isLittle) bytes.writeUInt16LE(value);
  else bytes.writeUInt16BE(value);
  return bytes;
}

function chunk([type, data]: Chunk): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

/** A PNG of 1 × 1, or of the given pixels (RGBA or RGB), with chunks before and after these. */
export function png(
  before: readonly Chunk[] = [],
  after: readonly Chunk[] = [],
  pixels: { width: number; height: number; channels: 3 | 4; rows: Uint8Array } = {
    width: 1,
    height: 1,
    channels: 3,
    rows: new Uint8Array(4),
  },
): Buffer {
  const { width, height, channels, rows } = pixels;
  const header = Buffer.concat([u32(width), u32(height), Buffer.from([8, channels === 4 ? 6 : 2, 0, 0, 0])]);
  const chunks: Chunk[] = [
    ['IHDR', header],
    ...before,
    ['IDAT', deflateSync(rows)],
    ...after,
    ['IEND', Buffer.alloc(0)],
  ];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks.map(chunk)]);
}

export function tEXt(name: string, text: string | Uint8Array, encoding: BufferEncoding = 'latin1'): Chunk {
  return ['tEXt', Buffer.concat([bytesOf(name), Buffer.alloc(1), bytesOf(text, encoding)])];
}

export function zTXt(name: string, text: string | Uint8Array): Chunk {
  return ['zTXt', Buffer.concat([bytesOf(name), Buffer.alloc(2), deflateSync(bytesOf(text))])];
}

export function iTXt(name: string, text: string | Uint8Array, isPacked = false): Chunk {
  const body = isPacked ? deflateSync(bytesOf(text)) : bytesOf(text);
  return ['iTXt', Buffer.concat([bytesOf(name), Buffer.from([0, isPacked ? 1 : 0, 0, 0, 0]), body])];
}

export type ExifText = readonly [tag: number, type: number, value: Uint8Array];

/** EXIF: texts of the first directory and of the second. */
export function exif(
  first: readonly ExifText[],
  second: readonly ExifText[] = [],
  order: 'II' | 'MM' = 'MM',
): Buffer {
  const isLittle = order === 'II';
  const values: Buffer[] = [];
  const firstLength = 2 + 12 * (first.length + 1) + 4;
  const secondLength = 2 + 12 * second.length + 4;
  let at = 8 + firstLength + secondLength;
  const entry = ([tag, type, value]: ExifText): Buffer => {
    const inline = value.length <= 4;
    const place = inline ? Buffer.concat([value, Buffer.alloc(4 - value.length)]) : u32(at, isLittle);
    if (!inline) {
      values.push(Buffer.from(value));
      at += value.length;
    }
    return Buffer.concat([u16(tag, isLittle), u16(type, isLittle), u32(value.length, isLittle), place]);
  };
  const directory = (entries: readonly Buffer[]): Buffer =>
    Buffer.concat([u16(entries.length, isLittle), ...entries, Buffer.alloc(4)]);
  const pointer = Buffer.concat([
    u16(0x8769, isLittle),
    u16(4, isLittle),
    u32(1, isLittle),
    u32(8 + firstLength, isLittle),
  ]);
  const directories = [directory([...first.map(entry), pointer]), directory(second.map(entry))];
  return Buffer.concat([Buffer.from(order), u16(42, isLittle), u32(8, isLittle), ...directories, ...values]);
}

/** The value of UserComment. */
export function comment(
  text: string,
  encoding: 'utf16be' | 'utf16le' | 'utf8',
  prefix = 'UNICODE\0',
): Buffer {
  const wide = Buffer.from(text, 'utf16le');
  const body = encoding === 'utf8' ? Buffer.from(text) : encoding === 'utf16le' ? wide : wide.swap16();
  return Buffer.concat([Buffer.from(prefix, 'latin1'), body]);
}

export const userComment = (value: Uint8Array): ExifText => [0x9286, 7, value];
export const ascii = (tag: number, text: string): ExifText => [tag, 2, Buffer.from(`${text}\0`)];

export function segment(marker: number, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker]), u16(data.length + 2), data]);
}

/** A JPEG with these segments, a frame header, and no pixels. */
export function jpeg(...segments: readonly Uint8Array[]): Buffer {
  const frame = segment(0xc0, Buffer.from([8, 0, 6, 0, 4, 1, 1, 0x11, 0]));
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...segments,
    frame,
    Buffer.from([0xff, 0xda, 0, 2, 0xff, 0xd9]),
  ]);
}

export const app1 = (tiff: Uint8Array): Buffer =>
  segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff]));
export const xmpSegment = (xml: string): Buffer =>
  segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xml}`));

/** A WebP of these chunks; those of an odd length are padded. */
export function webp(...chunks: readonly Chunk[]): Buffer {
  const extended: Chunk = ['VP8X', Buffer.from([0, 0, 0, 0, 3, 0, 0, 5, 0, 0])];
  const parts = [extended, ...chunks].map(([type, data]) =>
    Buffer.concat([Buffer.from(type, 'latin1'), u32(data.length, true), data, Buffer.alloc(data.length % 2)]),
  );
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
  return Buffer.concat([Buffer.from('RIFF'), u32(body.length, true), body]);
}

export function box(type: string, ...data: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(data);
  return Buffer.concat([u32(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

/** An AVIF with items for EXIF and XMP, whose bytes lie in `mdat`. */
export function avif({ tiff, xmp }: { tiff?: Uint8Array; xmp?: string }): Buffer {
  const items: [id: number, type: string, data: Uint8Array][] = [];
  if (tiff) items.push([1, 'Exif', Buffer.concat([u32(0), tiff])]);
  if (xmp !== undefined) items.push([2, 'mime', Buffer.from(xmp)]);
  const full = (version: number): Buffer => Buffer.from([version, 0, 0, 0]);
  const entries = items.map(([id, type]) =>
    box('infe', full(2), u16(id), u16(0), Buffer.from(type), Buffer.from('\0application/rdf+xml\0')),
  );
  const build = (start: number): Buffer => {
    let at = start;
    const places = items.map(([id, , data]) => {
      const place = Buffer.concat([u16(id), u16(0), u16(1), u32(at), u32(data.length)]);
      at += data.length;
      return place;
    });
    const meta = box(
      'meta',
      full(0),
      box('iinf', full(0), u16(items.length), ...entries),
      box('iprp', box('ipco', box('ispe', full(0), u32(4), u32(6)))),
      box('iloc', full(0), Buffer.from([0x44, 0]), u16(items.length), ...places),
    );
    return Buffer.concat([box('ftyp', Buffer.from('avif\0\0\0\0avifmif1')), meta]);
  };
  const start = build(0).length + 8;
  return Buffer.concat([build(start), box('mdat', ...items.map(([, , data]) => data))]);
}

/** An XMP packet with this inside of its description. */
export function xmp(inside: string, attributes = ''): string {
  return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" ${attributes}>${inside}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;
}

/** Pixels that hide a text in their lowest bits, column by column; RGBA, filled with 254 where nothing is hidden. */
export function stealthPixels(
  text: string | Uint8Array,
  {
    channels = 'alpha',
    isPacked = true,
    width = 60,
    height = 70,
  }: { channels?: 'alpha' | 'rgb'; isPacked?: boolean; width?: number; height?: number } = {},
): { width: number; height: number; data: Buffer } {
  const body = isPacked ? gzipSync(bytesOf(text)) : bytesOf(text);
  const kind = channels === 'alpha' ? 'png' : 'rgb';
  const hidden = Buffer.concat([
    Buffer.from(`stealth_${kind}${isPacked ? 'comp' : 'info'}`),
    u32(body.length * 8),
    body,
  ]);
  const data = Buffer.alloc(width * height * 4, 254);
  if (channels === 'rgb') for (let i = 3; i < data.length; i += 4) data[i] = 255;
  const perPixel = channels === 'alpha' ? 1 : 3;
  for (let bit = 0; bit < hidden.length * 8; bit++) {
    const pixel = Math.floor(bit / perPixel);
    const at = ((pixel % height) * width + Math.floor(pixel / height)) * 4;
    const channel = channels === 'alpha' ? 3 : bit % 3;
    data[at + channel] = 254 | ((hidden[bit >> 3]! >> (7 - (bit & 7))) & 1);
  }
  return { width, height, data };
}

/** The rows of a PNG, each with the filter of this number. */
export function filteredRows(
  { width, height, data }: { width: number; height: number; data: Uint8Array },
  channels: 3 | 4,
  filterOf: (y: number) => number,
): Buffer {
  const stride = width * channels;
  const raw = Buffer.alloc(height * stride);
  for (let i = 0; i < width * height; i++)
    for (let c = 0; c < channels; c++) raw[i * channels + c] = data[i * 4 + c]!;
  const rows = Buffer.alloc(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    const filter = filterOf(y);
    rows[y * (stride + 1)] = filter;
    for (let i = 0; i < stride; i++) {
      const left = i >= channels ? raw[y * stride + i - channels]! : 0;
      const up = y > 0 ? raw[(y - 1) * stride + i]! : 0;
      const corner = y > 0 && i >= channels ? raw[(y - 1) * stride + i - channels]! : 0;
      const whole = left + up - corner;
      const near = [left, up, corner].reduce((best, value) =>
        Math.abs(whole - value) < Math.abs(whole - best) ? value : best,
      );
      const by = [0, left, up, (left + up) >> 1, near][filter]!;
      rows[y * (stride + 1) + 1 + i] = raw[y * stride + i]! - by;
    }
  }
  return rows;
}

/** A PNG with a hidden record. */
export function stealthPng(
  text: string,
  options: Parameters<typeof stealthPixels>[1] = {},
  filterOf: (y: number) => number = () => 0,
): Buffer {
  const pixels = stealthPixels(text, options);
  const channels = options?.channels === 'rgb' ? 3 : 4;
  return png([], [], { ...pixels, channels, rows: filteredRows(pixels, channels, filterOf) });
}
