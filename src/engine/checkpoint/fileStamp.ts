import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, statSync, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../core/engineError';
import { readWithoutWaiting } from '../../files/readWithoutWaiting';

/** What tells one state of a file from any other, short of reading it. */
export interface FileStamp {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeNs: bigint;
  /** Unlike `mtimeNs` no program can set it back. A new name of the file (a hard link) changes it as well. */
  readonly ctimeNs: bigint;
  /**
   * SHA-256 (hex) of some blocks. Where a file is written through a mapping, some file systems tell nothing (tmpfs) or
   * tell it late (Windows): who writes all of a file so, as a trainer does, is seen here.
   */
  readonly sample: string;
}

/** Nobody maps smaller files to write to them. */
const leastSampled = 1024 * 1024;

/** Blocks that are read of a file for its stamp, evenly spread, the first and the last included. */
const sampleBlocks = 8;
const blockBytes = 4096;

/** Times by which a change can be told from one just before it: the clock's tick, or two seconds on FAT. */
const tickMs = 20;
const coarseTickMs = 2_100;

/** Looks at a file that never comes to rest. */
const mostLooks = 5;

/**
 * Undefined where there is no such file. Asked at each key press, and in one piece: a dozen looks take a tenth of the
 * time that the thread pool needs to pass them on.
 */
export function stampOf(file: string): FileStamp | undefined {
  try {
    const found = statSync(file, { bigint: true });
    return found.size < leastSampled ? { ...times(found), sample: '' } : sampledStamp(file, found);
  } catch {
    return undefined;
  }
}

function sampledStamp(file: string, found: BigIntStats): FileStamp {
  let descriptor: number;
  try {
    descriptor = openSync(file, readWithoutWaiting);
  } catch {
    return { ...times(found), sample: '' };
  }
  try {
    return stampOfOpen(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/**
 * A stamp that changes with every later write. What was written through a mapping and is not on the disk yet can be
 * written again without a sign: it goes to the disk first. What was written within the clock's last tick is waited for.
 * @throws EngineError `model-changing` where the file is written to all the time
 */
export async function settledStamp(file: string): Promise<FileStamp | undefined> {
  for (let look = 0; look < mostLooks; look++) {
    const handle = await openToLook(file);
    if (!handle) return stampOf(file); // what cannot be opened can still come and go
    try {
      const before = stampOfOpen(handle.fd);
      await delay(untilTicked(before));
      await handle.sync().catch(() => undefined); // not on Windows, where it takes the right to write
      const after = stampOfOpen(handle.fd);
      if (isSameStamp(before, after)) return after;
    } finally {
      await handle.close();
    }
  }
  throw new EngineError('model-changing', { file: path.basename(file) });
}

export function isSameStamp(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  return a?.ctimeNs === b?.ctimeNs && isSameButForLinks(a, b);
}

/** Whether two stamps are of the same file and nothing was written between them, whatever names it was given. */
export function isSameButForLinks(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  if (!a || !b) return a === b;
  return isSameFile(a, b) && a.size === b.size && a.mtimeNs === b.mtimeNs && a.sample === b.sample;
}

/** Whether two stamps are of one file, under whatever names. */
export function isSameFile(a: FileStamp, b: FileStamp): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

async function openToLook(file: string): Promise<FileHandle | undefined> {
  return open(file, readWithoutWaiting).catch(() => undefined);
}

function stampOfOpen(descriptor: number): FileStamp {
  const found = fstatSync(descriptor, { bigint: true });
  return {
    ...times(found),
    sample: found.size < leastSampled ? '' : sampleOf(descriptor, Number(found.size)),
  };
}

function times({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): Omit<FileStamp, 'sample'> {
  return { dev, ino, size, mtimeNs, ctimeNs };
}

function sampleOf(descriptor: number, size: number): string {
  const last = Math.max(0, size - blockBytes);
  const places = new Set(
    Array.from({ length: sampleBlocks }, (_, i) => Math.floor((last * i) / (sampleBlocks - 1))),
  );
  const hash = createHash('sha256');
  const block = Buffer.alloc(blockBytes);
  for (const place of places) hash.update(block.subarray(0, bytesAt(descriptor, block, place)));
  return hash.digest('hex');
}

/** Reads into a block; a file that cannot be read has no bytes there. */
function bytesAt(descriptor: number, block: Buffer, place: number): number {
  try {
    return readSync(descriptor, block, 0, block.length, place);
  } catch {
    return 0;
  }
}

/** Milliseconds until a write would get another time than the last one did. */
function untilTicked({ mtimeNs, ctimeNs }: FileStamp): number {
  const last = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  const isCoarse = mtimeNs % 1_000_000_000n === 0n && ctimeNs % 1_000_000_000n === 0n;
  const age = Date.now() - Number(last / 1_000_000n);
  const tick = isCoarse ? coarseTickMs : tickMs;
  return age < 0 ? 0 : Math.max(0, tick - age); // times of the future are another clock's
}
