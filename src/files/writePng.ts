import { randomBytes } from 'node:crypto';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { putInPlace } from './putInPlace';

/** Interleaved 8-bit RGB, row by row. */
export interface RgbPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Writes a picture as PNG: whole or not at all.
 * @param path absolute; its folder is there
 * @param overwrite whether a file of that name is replaced; of a link to a file the link, and what it leads to stays
 * @throws what the system says: `EEXIST` where the name is taken, with `overwrite` too where it is a device, a pipe or a
 * link to one, which no picture should replace
 */
export async function writePng(
  path: string,
  pixels: RgbPixels,
  { overwrite = false }: { readonly overwrite?: boolean } = {},
): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    await writeFile(unfinished, await encodePng(pixels), { flag: 'wx' });
    if (overwrite) await replaceFile(unfinished, path);
    else await putInPlace(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function replaceFile(unfinished: string, path: string): Promise<void> {
  if (await isSpecial(path)) throw Object.assign(new Error(`${path} is no plain file`), { code: 'EEXIST' });
  await rename(unfinished, path);
}

/** A device, a pipe or a socket, or a link to one. */
async function isSpecial(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** A PNG of 8-bit RGB, each row as it is (filter 0). */
export async function encodePng({ width, height, data }: RgbPixels): Promise<Buffer> {
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let row = 0; row < height; row++)
    rows.set(data.subarray(3 * width * row, 3 * width * (row + 1)), row * (1 + 3 * width) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // bits, RGB, and the only compression, filter set and order of rows
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', await promisify(deflate)(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
