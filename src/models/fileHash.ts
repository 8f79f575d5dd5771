import { createHash, randomUUID, type Hash } from 'node:crypto';
import { rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { openToRead, readPlainText } from './plainFiles';
import { makeFolders } from '../files/makeFolders';

/** What a file must be. The ETag counts where it is a hash: SHA-256, or git's id of a small file. */
export interface ExpectedFile {
  /** Bytes. */
  readonly size: number;
  /** Name of its blob in the cache, a hash of the content: SHA-256, or the id of the git blob of a small file. */
  readonly etag: string;
  /** Hex; absent for a small file that the registry does not pin: then `etag` is its git id. */
  readonly sha256?: string;
}

/**
 * True when the file on disk is, byte for byte, what the hub and the registry say.
 * The hub names small files by git's id, SHA-1 over `blob {size}\0` and the content (git-hash-object).
 * @throws ModelError `cache-odd-entry` for a link, a pipe and the like; errors of the file system
 */
export async function isIntact(file: string, expected: ExpectedFile, signal?: AbortSignal): Promise<boolean> {
  const handle = await openToRead(file);
  try {
    return await isContentIntact(handle, expected, signal);
  } finally {
    await handle.close();
  }
}

/** The same of a file that is open, from its beginning. False where there is no hash to hold it to. */
export async function isContentIntact(
  handle: FileHandle,
  { size, sha256, etag }: ExpectedFile,
  signal?: AbortSignal,
): Promise<boolean> {
  if ((await handle.stat()).size !== size) return false;
  const expected: [Hash, string][] = [];
  if (sha256) expected.push([createHash('sha256'), sha256]);
  if (isSha256(etag) && etag !== sha256) expected.push([createHash('sha256'), etag]);
  if (isGitId(etag)) expected.push([createHash('sha1').update(`blob ${size}\0`), etag]);
  if (expected.length === 0) return false;
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  for (let at = 0; ;) {
    signal?.throwIfAborted();
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    for (const [hash] of expected) hash.update(buffer.subarray(0, bytesRead));
  }
  return expected.every(([hash, digest]) => hash.digest('hex') === digest);
}

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** SHA-1, as git names what it keeps. */
export function isGitId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

/** The folder in a cache of ours that `CheckedFiles` keeps its notes in. */
export const checkedFilesFolder = 'checked-files';

/** A file that was changed this short before it was hashed may change again within one tick of the disk's clock. */
const unsettledMs = 2000;

/**
 * Hashes files, and remembers of those that were right what they looked like: their place, size, times and inode. Only
 * a file that has not been touched since is taken without hashing. What was wrong is never remembered.
 */
export class CheckedFiles {
  readonly #right = new Set<string>();

  /**
   * @param folder keeps what is known for other runs; undefined: for this object's life only
   * @param now milliseconds of the clock that files are dated by
   */
  constructor(
    private readonly folder?: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** As `isIntact`; false also where there is no such file. */
  async isIntact(file: string, expected: ExpectedFile, signal?: AbortSignal): Promise<boolean> {
    let handle: FileHandle;
    try {
      handle = await openToRead(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return false;
      throw error;
    }
    try {
      const before = await stampOf(file, handle, expected);
      if (await this.#isKnown(before.key)) return true;
      if (!(await isContentIntact(handle, expected, signal))) return false;
      const after = await stampOf(file, handle, expected);
      const isSettled = this.now() - after.changedMs > unsettledMs;
      if (before.key === after.key && isSettled) await this.#remember(before.key);
      return true;
    } finally {
      await handle.close();
    }
  }

  async #isKnown(key: string): Promise<boolean> {
    if (this.#right.has(key)) return true;
    return this.folder !== undefined && (await readPlainText(path.join(this.folder, key), 100)) === key;
  }

  async #remember(key: string): Promise<void> {
    this.#right.add(key);
    if (this.folder === undefined) return;
    const unfinished = path.join(this.folder, `${key}.${randomUUID()}.tmp`);
    try {
      await makeFolders(this.folder);
      await writeFile(unfinished, key, { flag: 'wx' });
      await rename(unfinished, path.join(this.folder, key));
    } catch {
      // Without it the next pull hashes again, nothing else.
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }
}

/** What a file looks like, and what it was held to: the same key means the same answer. */
async function stampOf(
  file: string,
  handle: FileHandle,
  { size, sha256 = '', etag }: ExpectedFile,
): Promise<{ readonly key: string; readonly changedMs: number }> {
  const found = await handle.stat({ bigint: true });
  const looks = [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].map(String);
  const identity = JSON.stringify([path.resolve(file), ...looks, size, sha256, etag]);
  const changedMs = Number(found.mtimeMs > found.ctimeMs ? found.mtimeMs : found.ctimeMs);
  return { key: createHash('sha256').update(identity).digest('hex'), changedMs };
}
