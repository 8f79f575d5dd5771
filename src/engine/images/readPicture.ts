import { webcrypto } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { PictureError } from './pictureError';

/** No camera writes larger files; reading one would only fill the memory. */
export const maxFileBytes = 256 * 1024 * 1024;

export interface PictureFile {
  readonly bytes: Buffer;
  /** SHA-256 (hex) of the bytes. */
  readonly hash: string;
}

/**
 * Reads a picture's file whole.
 * @throws PictureError when it is missing, not a file, not readable, empty or too large
 */
export async function readPicture(path: string): Promise<PictureFile> {
  try {
    // O_NONBLOCK: opening a named pipe must not wait for a writer that never comes.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await file.stat();
      if (!stat.isFile())
        throw new PictureError('image-unreadable', stat.isDirectory() ? 'EISDIR' : 'EFTYPE');
      if (stat.size > maxFileBytes) throw new PictureError('image-too-large', `${stat.size} bytes`);
      if (stat.size === 0) throw new PictureError('image-empty', '0 bytes');
      const bytes = await file.readFile();
      // Unlike `createHash` not on the thread that runs and messages need.
      const digest = await webcrypto.subtle.digest('SHA-256', bytes);
      return { bytes, hash: Buffer.from(digest).toString('hex') };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof PictureError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new PictureError(missing ? 'image-missing' : 'image-unreadable', code, { cause: error });
  }
}
