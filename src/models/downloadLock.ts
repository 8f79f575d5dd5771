import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isStill, plainFile } from './plainFiles';
import { makeFolders } from '../files/makeFolders';

export interface LockTimes {
  /** Between two signs of life of the holder. */
  readonly beatMs: number;
  /** Without a sign of life the holder is gone. */
  readonly staleMs: number;
}

const usualTimes: LockTimes = { beatMs: 2000, staleMs: 15_000 };

/**
 * Runs `work` while no other process runs work under the same lock file; waits for it otherwise. A holder that was
 * killed is recognised by a file that shows no sign of life. So is one that only sleeps: whoever takes its place is told,
 * because it may go on with its work at any time.
 * @throws ModelError `cache-odd-entry` when the lock is a link, a pipe and the like, which nobody would ever give back;
 * the signal's reason, what `work` throws, and errors of the file system
 */
export async function withLock<T>(
  file: string,
  signal: AbortSignal | undefined,
  work: (isTakenOver: boolean) => Promise<T>,
  times: LockTimes = usualTimes,
): Promise<T> {
  await makeFolders(path.dirname(file));
  const { handle, isTakenOver } = await waitFor(file, signal, times);
  const beat = setInterval(() => {
    const now = new Date();
    handle.utimes(now, now).catch(() => undefined); // seen at the next beat, or by a second holder's hash check
  }, times.beatMs);
  try {
    return await work(isTakenOver);
  } finally {
    clearInterval(beat);
    // Who was taken for dead meanwhile has no lock to give back: this one is another's.
    if (await isStill(file, handle).catch(() => false))
      await rm(file, { force: true }).catch(() => undefined);
    await handle.close().catch(() => undefined);
  }
}

interface Lock {
  readonly handle: FileHandle;
  /** Somebody who gave no sign of life had it before. */
  readonly isTakenOver: boolean;
}

async function waitFor(file: string, signal: AbortSignal | undefined, times: LockTimes): Promise<Lock> {
  const pulse = new Pulse(times);
  let isTakenOver = false;
  for (;;) {
    signal?.throwIfAborted();
    const handle = await taken(file);
    if (handle) return { handle, isTakenOver };
    const found = await plainFile(file);
    if (found && pulse.isGone(found)) {
      await takeAway(file, found);
      isTakenOver = true;
    } else await delay(times.beatMs / 4, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Watches a lock for signs of life, by our own clock: the disk's may be another machine's, and wrong. */
class Pulse {
  #seen?: { readonly ino: number; readonly mtimeMs: number; readonly since: number };

  constructor(private readonly times: LockTimes) {}

  isGone({ ino, mtimeMs }: Stats): boolean {
    const now = performance.now();
    if (this.#seen?.ino !== ino || this.#seen.mtimeMs !== mtimeMs) this.#seen = { ino, mtimeMs, since: now };
    const quietMs = now - this.#seen.since;
    const isOld = Date.now() - mtimeMs > this.times.staleMs;
    // One that is old already need not be watched as long: a living holder would have given a sign.
    return quietMs >= (isOld ? 2 * this.times.beatMs : this.times.staleMs);
  }
}

async function taken(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
}

/** By renaming: of several who find it stale only one succeeds. */
async function takeAway(file: string, stale: Stats): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  // Another may have been faster, and this is the lock that it took then: it gets it back.
  const found = await plainFile(aside);
  if (found && found.ino !== stale.ino) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}
