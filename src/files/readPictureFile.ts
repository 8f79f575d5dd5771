import path from 'node:path';
import type { Sidecars } from '../core/infotext/pictureRecord';
import { readFileBytes, readTextFile, type ReadOptions } from './readTextFile';

/** Several times a 16-bit PNG of 4096 by 4096 with its workflow. */
const largestPictureFile = 128 * 1024 * 1024;

/**
 * All bytes of a picture file. A pipe or a device is none.
 * @throws FileError
 */
export function readPictureFile(file: string, options: ReadOptions = {}): Promise<Uint8Array> {
  return readFileBytes(file, { ...options, limit: largestPictureFile, tooLarge: 'picture-file-too-large' });
}

/** The texts beside a picture that have its base name. What cannot be read, or is no text, is none. */
export async function readSidecarFiles(file: string, options: ReadOptions = {}): Promise<Sidecars> {
  const { dir, name } = path.parse(file);
  const [txt, json] = await Promise.all(
    ['txt', 'json'].map((ending) =>
      readTextFile(path.join(dir, `${name}.${ending}`), options).catch(() => undefined),
    ),
  );
  return { ...(txt !== undefined && { txt }), ...(json !== undefined && { json }) };
}
