import { randomBytes } from 'node:crypto';
import { constants, copyFile, link, rm, writeFile } from 'node:fs/promises';

/**
 * Gives a finished file a name that is free. A link takes no name that is taken, which renaming does.
 * @throws what the system says: `EEXIST` where the name is taken
 */
export async function putInPlace(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path);
  } catch (error) {
    if (!hasNoLinks(error)) throw error;
    await copyFile(unfinished, path, constants.COPYFILE_EXCL);
  }
}

/**
 * Writes a file that was not there: whole or not at all.
 * @throws what the system says: `EEXIST` where the name is taken
 */
export async function writeNewFile(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    await writeFile(unfinished, bytes, { flag: 'wx' });
    await putInPlace(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Disks of cameras and some networks. */
function hasNoLinks(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS' || code === 'EOPNOTSUPP';
}
