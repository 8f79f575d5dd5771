import { MAX_PIXEL_BYTES } from '../limits';
import type { PicturePorts, RgbaPixels } from '../pictureRecord';
import { Bytes } from './bytes';
import { pngChunks } from './png';

/** How a PNG keeps its pixels, where they may hide a record: eight bits a channel, as all that hide records write them. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** zlib. */
  readonly packed: Uint8Array;
  /** Not in rows from top to bottom, which is not read here. */
  readonly isInterlaced: boolean;
  /** More than are inflated here; their first rows may be. */
  readonly isLarge: boolean;
}

/** undefined where the pixels are of another kind. */
export function pngPixels(file: Uint8Array): PngPixels | undefined {
  let header: Bytes | undefined;
  const parts: Uint8Array[] = [];
  for (const { type, data } of pngChunks(new Bytes(file))) {
    if (type === 'IHDR') header ??= new Bytes(data);
    else if (type === 'IDAT') parts.push(data);
  }
  if (!header || header.length < 13 || parts.length === 0) return undefined;
  const [width, height] = [header.u32(0), header.u32(4)];
  const [depth, colour, interlaced] = [header.u8(8), header.u8(9), header.u8(12)];
  if (depth !== 8 || (colour !== 2 && colour !== 6)) return undefined;
  const channels = colour === 6 ? 4 : 3;
  if (width === 0 || height === 0) return undefined;
  const isLarge = height * (1 + width * channels) > MAX_PIXEL_BYTES;
  return { width, height, channels, packed: joined(parts), isInterlaced: interlaced !== 0, isLarge };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The first rows inflated, each with its filter; undefined where there are fewer. */
export function filteredRows(
  png: PngPixels,
  rows: number,
  inflate: PicturePorts['inflate'],
): Uint8Array | undefined {
  const stride = 1 + png.width * png.channels;
  const need = rows * stride;
  const most = Math.min(png.height * stride, MAX_PIXEL_BYTES);
  if (need > most) return undefined;
  // No more than is needed, more or less: twice as much of what is packed each time.
  for (let take = Math.max(65_536, need >> 4); ; take *= 2) {
    const raw = inflate(png.packed.subarray(0, take), most);
    if (raw === undefined || raw === 'too-large') return undefined;
    if (raw.length >= need) return raw;
    if (take >= png.packed.length) return undefined;
  }
}

/** The first columns of rows: a filter looks no further to the right, so that the others need not be made. */
export function firstColumns(
  png: PngPixels,
  filtered: Uint8Array,
  rows: number,
  columns: number,
): RgbaPixels | undefined {
  const { width, channels } = png;
  if (columns > width) return undefined;
  const stride = 1 + width * channels;
  const data = new Uint8Array(columns * rows * 4).fill(255);
  for (let y = 0; y < rows; y++) {
    const filter = filtered[y * stride]!;
    for (let x = 0; x < columns; x++) {
      const [from, to] = [y * stride + 1 + x * channels, (y * columns + x) * 4];
      for (let c = 0; c < channels; c++) {
        const left = x > 0 ? data[to + c - 4]! : 0;
        const up = y > 0 ? data[to + c - columns * 4]! : 0;
        const corner = x > 0 && y > 0 ? data[to + c - columns * 4 - 4]! : 0;
        data[to + c] = filtered[from + c]! + predicted(filter, left, up, corner);
      }
    }
  }
  return { width: columns, height: rows, data };
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const whole = left + up - corner;
  const [a, b, c] = [Math.abs(whole - left), Math.abs(whole - up), Math.abs(whole - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
