import { access, constants, lstat, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { largestLock, LOCK_FILE } from '../core/check/lock';
import { FileError } from './fileError';
import { isWithin } from './reach';
import { readTextFile } from './readTextFile';
import { writeAtomically } from './writeAtomically';

/** Of the lock beside a spell file or a test file. @param beside absolute */
export function lockPathBeside(beside: string): string {
  return join(dirname(beside), LOCK_FILE);
}

/** Who holds this one writes the lock. */
export function writingLockPath(path: string): string {
  return join(dirname(path), `.${LOCK_FILE}.writing`);
}

/**
 * @param within as `readTextFile` takes it
 * @returns undefined where there is none
 * @throws FileError
 */
export async function readLockText(path: string, within?: readonly string[]): Promise<string | undefined> {
  try {
    return await readTextFile(path, { largest: largestLock, ...(within && { within }) });
  } catch (error) {
    if (error instanceof FileError && error.code === 'file-missing') return undefined;
    throw error;
  }
}

export async function isLink(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSymbolicLink() ?? false;
}

/**
 * Writes a lock as a whole. One that may not be written to is not replaced either.
 * @throws errors of the file system
 */
export async function writeLockText(path: string, text: string): Promise<void> {
  await access(path, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await writeAtomically(path, text);
}

/** A file that a lock names and that is there no more. Of those outside of its folder nobody is asked. */
export async function isGone(lockPath: string, key: string): Promise<boolean> {
  const folder = dirname(lockPath);
  const path = resolve(folder, key);
  if (!isWithin(path, [folder])) return false;
  return stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}
