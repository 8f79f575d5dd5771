import { readLock, updated, writeLock, type Lock, type LockedFile } from '../core/check/lock';
import {
  isGone,
  isLink,
  lockPathBeside,
  readLockText,
  writeLockText,
  writingLockPath,
} from '../files/spellLock';
import { withLock } from '../models/downloadLock';
import { failureProblem, type Problem } from './problem';

/** A lock is written in milliseconds. */
const writingTimes = { beatMs: 200, staleMs: 10_000 };

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
 * Reads the lock beside a file.
 * @param beside absolute
 * @param within folders, without links, that it has to lie in when links are followed; anywhere when undefined
 * @throws what is not an expected failure
 */
export async function loadLock(beside: string, within?: readonly string[]): Promise<FoundLock> {
  const path = lockPathBeside(beside);
  let text: string | undefined;
  try {
    text = await readLockText(path, within);
  } catch (error) {
    const problem = failureProblem(error, path);
    if (!problem) throw error;
    return { path, problem };
  }
  if (text === undefined) return { path };
  const read = readLock(text);
  if ('lock' in read) return { path, lock: read.lock };
  const { code, line, parameters } = read.problem;
  return { path, problem: { ...about(path), code, ...(line !== undefined && { line }), parameters } };
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
 * @returns the file's entry as it is now, or why nothing was written
 * @throws the signal's reason, and what is not an expected failure
 */
export async function updateLock(
  path: string,
  { key, now, only }: LockUpdate,
  options: {
    /** Of the program. */
    readonly version: string;
    readonly signal?: AbortSignal;
  },
): Promise<LockedFile | Problem> {
  const { version, signal } = options;
  const wrong = (code: Problem['code'], detail = ''): Problem => ({
    ...about(path),
    code,
    parameters: { detail },
  });
  // Its place would be taken by a file, and what it leads to would stay as it is.
  if (await isLink(path)) return wrong('lock-link');
  try {
    const write = async (): Promise<LockedFile | Problem> => {
      const before = await loadLock(path);
      if (before.problem) return before.problem;
      const entry = updated(before.lock?.files.get(key), now, only);
      if (!entry) return wrong('lock-partly');
      const files = new Map(before.lock?.files);
      for (const other of before.lock?.files.keys() ?? []) if (await isGone(path, other)) files.delete(other);
      files.set(key, entry);
      const asBefore = before.lock && writeLock(before.lock);
      const isSame = asBefore === writeLock({ spellwright: before.lock?.spellwright ?? version, files });
      if (!isSame) await writeLockText(path, writeLock({ spellwright: version, files }));
      return entry;
    };
    return await withLock(writingLockPath(path), signal, write, writingTimes);
  } catch (error) {
    signal?.throwIfAborted();
    const known = failureProblem(error, path);
    if (known) return known;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return wrong('lock-unwritable', code);
  }
}

function about(path: string): Pick<Problem, 'severity' | 'path'> {
  return { severity: 'error', path };
}
