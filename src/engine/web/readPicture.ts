import { createHash } from 'node:crypto';
import type * as Node from '../images/readPicture';
import { PictureError } from '../images/pictureError';
import { assertPicture } from '../images/pictureChecks';
import { readHostFile } from './hostFiles';

/** As on disks. */
export const maxFileBytes: typeof Node.maxFileBytes = 256 * 1024 * 1024;

/** In the worker's bundle in place of `images/readPicture.ts`: the host reads. */
export const hashPicture: typeof Node.hashPicture = async (path) => hashOf(await bytesOf(path));

export const readPicture: typeof Node.readPicture = async (path, budget, use) => {
  const bytes = await bytesOf(path);
  const release = await budget.take(bytes.length);
  try {
    return await use({
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
      hash: hashOf(bytes),
    });
  } finally {
    release();
  }
};

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readHostFile(path).catch((cause: unknown) => {
    const { code } = cause as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    throw new PictureError(isMissing ? 'image-missing' : 'image-unreadable', code ?? String(cause), {
      cause,
    });
  });
  if (bytes.length > maxFileBytes) throw new PictureError('image-too-large', `${bytes.length} bytes`);
  if (bytes.length === 0) throw new PictureError('image-empty', '0 bytes');
  assertPicture(bytes);
  return bytes as Uint8Array<ArrayBuffer>;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
