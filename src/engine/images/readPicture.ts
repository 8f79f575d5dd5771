import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import type { Budget } from './budget';
import { assertPicture } from './pictureChecks';
import { PictureError } from './pictureError';
import { readWithoutWaiting } from '../../files/readWithoutWaiting';

/** No camera writes larger files; reading one would only fill the memory. */
export const maxFileBytes = 256 * 1024 * 1024;

/** Read at once where a file is not kept. */
const pieceBytes = 1024 * 1024;

export interface PictureFile {
  readonly bytes: Buffer;
  /** SHA-256 (hex) of the bytes. */
  readonly hash: string;
}

/**
 * SHA-256 (hex) of a picture's file, read piece by piece.
 * @throws PictureError when it is missing, not a file, not readable, empty, too large or no picture by its first bytes
 */
export function hashPicture(path: string): Promise<string> {
  return inFile(path, async (file, size) => {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafeSlow(Math.min(size, pieceBytes));
    for (let at = 0; at < size;) {
      const bytes = piece.subarray(0, await fill(file, piece.subarray(0, size - at), at));
      if (at === 0) assertPicture(bytes);
      if (bytes.length === 0) break; // It was cut while it was read.
      hash.update(bytes);
      at += bytes.length;
    }
    return hash.digest('hex');
  });
}

/**
 * Reads a picture's file, which is held until `use` has ended.
 * @param budget of all bytes held at once
 * @throws PictureError as `hashPicture`
 */
export function readPicture<T>(
  path: string,
  budget: Budget,
  use: (file: PictureFile) => Promise<T>,
): Promise<T> {
  return inFile(path, async (file, size) => {
    const release = await budget.take(size);
    try {
      // Not `file.readFile`, which goes on for as long as a file grows, and holds it twice meanwhile.
      const whole = Buffer.allocUnsafeSlow(size);
      const bytes = whole.subarray(0, await fill(file, whole, 0));
      assertPicture(bytes);
      return await use({ bytes, hash: createHash('sha256').update(bytes).digest('hex') });
    } finally {
      release();
    }
  });
}

/** Reads from the place `at` until the buffer is full or the file ends; returns how many bytes it read. */
async function fill(file: FileHandle, buffer: Buffer, at: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

/** Opens a file, tells its size in bytes, and closes it. */
async function inFile<T>(path: string, use: (file: FileHandle, size: number) => Promise<T>): Promise<T> {
  try {
    const file = await open(path, readWithoutWaiting);
    try {
      const stat = await file.stat();
      if (!stat.isFile())
        throw new PictureError('image-unreadable', stat.isDirectory() ? 'EISDIR' : 'EFTYPE');
      if (stat.size > maxFileBytes) throw new PictureError('image-too-large', `${stat.size} bytes`);
      if (stat.size === 0) throw new PictureError('image-empty', '0 bytes');
      return await use(file, stat.size);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof PictureError) throw error;
    if (isOutOfMemory(error)) throw new PictureError('image-no-memory', messageOf(error), { cause: error });
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new PictureError(missing ? 'image-missing' : 'image-unreadable', code, { cause: error });
  }
}

/** Of our own allocations: the decoder's are told apart by what it says. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|Invalid typed array length/.test(error.message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
