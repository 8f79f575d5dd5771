import { access, constants, lstat, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import {
  largestLock,
  LOCK_FILE,
  readLock,
  updated,
  writeLock,
  type Lock,
  type LockedFile,
} from '../core/check/lock';
import { FileError } from '../files/fileError';
import { isWithin } from '../files/reach';
import { readTextFile } from '../files/readTextFile';
import { writeAtomically } from '../files/writeAtomically';
import { withLock } from '../models/downloadLock';
import { failureProblem, type Problem } from './problem';

/** A lock as it lies on disk. */
export interface FoundLock {
  /** Absolute, whether it is there or not. */
  readonly path: string;
  /** Absent where there is none yet, or where it cannot be read. */
  readonly lock?: Lock;
  /** Why it cannot be read. Nothing is written over it then. */
  readonly problem?: Problem;
}

/**
 * Reads the lock of a folder.
 * @param within folders, without links, that it has to lie in when links are followed; anywhere when undefined
 * @throws what is not an expected failure
 */
export async function loadLock(folder: string, within?: readonly string[]): Promise<FoundLock> {
  const path = join(folder, LOCK_FILE);
  let text: string;
  try {
    text = await readTextFile(path, { largest: largestLock, ...(within && { within }) });
  } catch (error) {
    if (error instanceof FileError && error.code === 'file-missing') return { path };
    const problem = failureProblem(error, path);
    if (!problem) throw error;
    return { path, problem };
  }
  const read = readLock(text);
  if ('lock' in read) return { path, lock: read.lock };
  const { code, line, parameters } = read.problem;
  return {
    path,
    problem: { severity: 'error', code, path, ...(line !== undefined && { line }), parameters },
  };
}

/** A path as a lock writes it: from its folder, with `/`. */
export function pathInLock(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

export interface LockUpdate {
  /** Of the spell file, as the lock writes it. */
  readonly key: string;
  readonly now: LockedFile;
  /** Some spells only, by `lockKeys`. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Writes a file's new baseline into a lock, which is read anew before: what others wrote meanwhile stays. A lock that would
 * say the same is not written. Entries of spell files that are gone go with it.
 * @param path of the lock, absolute
 * @param version of the program
 * @returns the file's entry as it is now, or why nothing was written
 * @throws the signal's reason, and what is not an expected failure
 */
export async function updateLock(
  path: string,
  { key, now, only }: LockUpdate,
  { version, signal }: { readonly version: string; readonly signal?: AbortSignal },
): Promise<LockedFile | Problem> {
  const wrong = (code: Problem['code'], detail = ''): Problem => ({
    severity: 'error',
    code,
    path,
    parameters: { detail },
  });
  const folder = dirname(path);
  try {
    return await withLock(join(folder, `.${LOCK_FILE}.writing`), signal, async () => {
      const found = await lstat(path).catch(() => undefined);
      if (found?.isSymbolicLink()) return wrong('lock-link');
      const before = await loadLock(folder);
      if (before.problem) return before.problem;
      if (found) await access(path, constants.W_OK);
      const entry = updated(before.lock?.files.get(key), now, only);
      if (!entry) return wrong('lock-partly');
      const files = new Map(before.lock?.files);
      for (const other of files.keys()) if (await isGone(folder, other)) files.delete(other);
      files.set(key, entry);
      const text = writeLock({ spellwright: before.lock?.spellwright ?? version, files });
      if (!before.lock || text !== writeLock(before.lock))
        await writeAtomically(path, writeLock({ spellwright: version, files }));
      return entry;
    });
  } catch (error) {
    signal?.throwIfAborted();
    const known = failureProblem(error, path);
    if (known) return known;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return wrong('lock-unwritable', code);
  }
}

/** A spell file of this folder that is there no more. Of others, nobody is asked. */
async function isGone(folder: string, key: string): Promise<boolean> {
  const path = resolve(folder, key);
  if (!isWithin(path, [folder])) return false;
  return stat(path).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
  );
}
