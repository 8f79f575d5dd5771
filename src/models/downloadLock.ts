import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface LockTimes {
  /** Between two signs of life of the holder. */
  readonly beatMs: number;
  /** Without a sign of life the holder is gone. */
  readonly staleMs: number;
}

const usualTimes: LockTimes = { beatMs: 2000, staleMs: 15_000 };

/**
 * Runs `work` while no other process runs work under the same lock file; waits for it otherwise. A holder that was
 * killed is recognised by the age of its file. Should two hold it after all, a hash check after them still decides.
 * @throws the signal's reason, what `work` throws, and errors of the file system
 */
export async function withLock<T>(
  file: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
  times: LockTimes = usualTimes,
): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  while (!(await taken(file))) {
    signal?.throwIfAborted();
    const found = await stat(file).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > times.staleMs) await takeAway(file);
    else await delay(times.beatMs / 4, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined); // seen at the next beat, or by a second holder's hash check
  }, times.beatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(file, { force: true }).catch(() => undefined);
  }
}

async function taken(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** By renaming: of several who find it stale only one succeeds. */
async function takeAway(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  await rename(file, aside).catch(() => undefined);
  await rm(aside, { force: true });
}
