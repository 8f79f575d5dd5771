import { MAX_PIXEL_BYTES } from '../limits';
import type { PicturePorts, RgbaPixels } from '../pictureRecord';
import { Bytes } from './bytes';
import { pngChunks } from './png';

/** How a PNG keeps its pixels, where they may hide a record: eight bits, in rows from top to bottom. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /** zlib. */
  readonly packed: Uint8Array;
}

/** undefined where the pixels are of another kind, or more than are looked at. */
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
  if (depth !== 8 || (colour !== 2 && colour !== 6) || interlaced !== 0) return undefined;
  const channels = colour === 6 ? 4 : 3;
  if (width === 0 || height === 0 || height * (1 + width * channels) > MAX_PIXEL_BYTES) return undefined;
  return { width, height, channels, packed: joined(parts) };
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

/** The first rows, with a height of so many; undefined where there are fewer. */
export function rowsOf(
  png: PngPixels,
  rows: number,
  inflate: PicturePorts['inflate'],
): RgbaPixels | undefined {
  const { width, channels } = png;
  const stride = 1 + width * channels;
  const raw = inflateAtLeast(png, rows * stride, inflate);
  if (raw === undefined || raw.length < rows * stride) return undefined;
  const data = new Uint8Array(width * rows * 4);
  for (let y = 0; y < rows; y++) {
    unfilter(raw, y, stride, channels);
    for (let x = 0; x < width; x++) {
      const [from, to] = [y * stride + 1 + x * channels, (y * width + x) * 4];
      for (let c = 0; c < 4; c++) data[to + c] = c < channels ? raw[from + c]! : 255;
    }
  }
  return { width, height: rows, data };
}

/** Inflates no more than is needed: twice as much of what is packed each time. */
function inflateAtLeast(
  png: PngPixels,
  need: number,
  inflate: PicturePorts['inflate'],
): Uint8Array | undefined {
  const most = png.height * (1 + png.width * png.channels);
  for (let take = Math.max(65_536, need >> 4); ; take *= 2) {
    const raw = inflate(png.packed.subarray(0, take), most);
    if (raw === undefined || raw === 'too-large') return undefined;
    if (raw.length >= need || take >= png.packed.length) return Uint8Array.from(raw.subarray(0, need));
  }
}

/** Takes one row's filter back, in place. */
function unfilter(raw: Uint8Array, y: number, stride: number, channels: number): void {
  const start = y * stride + 1;
  const filter = raw[start - 1]!;
  if (filter === 0) return;
  for (let i = 0; i < stride - 1; i++) {
    const left = i >= channels ? raw[start + i - channels]! : 0;
    const up = y > 0 ? raw[start + i - stride]! : 0;
    const corner = y > 0 && i >= channels ? raw[start + i - stride - channels]! : 0;
    raw[start + i]! += predicted(filter, left, up, corner);
  }
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
