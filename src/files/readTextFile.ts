import { lstat, open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isGitLfsPointer } from '../core/gitLfs';
import { FileError, type FileErrorCode } from './fileError';
import { isWithin } from './reach';
import { readWithoutWaiting } from './readWithoutWaiting';

/** Far more than anyone types: a book has about 1 MB. */
export const largestTextFile = 8 * 1024 * 1024;

/** A file grows this much at a time while it is read. */
const chunkBytes = 64 * 1024;

export interface ReadOptions {
  /** Folders, without links, that the file has to lie in when links are followed; anywhere when undefined. */
  readonly within?: readonly string[];
  /** Bytes that it may have; `largestTextFile` by default. */
  readonly largest?: number;
}

/**
 * Reads a UTF-8 file. A byte order mark stays in the text, where the parser skips it, so that offsets are those of the editor.
 * @throws FileError when it is missing, a folder, a pipe or device, outside, unreadable, too large, not
 * UTF-8 text, or a Git LFS pointer to it
 */
export async function readTextFile(
  path: string,
  { within, largest = largestTextFile }: ReadOptions = {},
): Promise<string> {
  return textOf(path, await readFileBytes(path, { within, limit: largest }));
}

/**
 * Reads UTF-8 text from a pipe to its end, as `readTextFile` does.
 * @param name for errors
 * @throws FileError; the signal's reason
 */
export async function readTextStream(stream: Readable, name: string, signal?: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stop = (): void => void stream.destroy();
  signal?.addEventListener('abort', stop);
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > largestTextFile) throw new FileError('file-too-large', name, `> ${largestTextFile}`);
      chunks.push(chunk);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof FileError ? error : fileErrorOf(error, name);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  signal?.throwIfAborted();
  return textOf(name, Buffer.concat(chunks));
}

function textOf(path: string, bytes: Uint8Array): string {
  // It is text, and would be taken for prompts or options.
  if (isGitLfsPointer(bytes)) throw new FileError('file-pointer', path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new FileError('file-not-text', path, '', { cause: error });
  }
}

/**
 * What changes with a file's content: its place on disk, size and times. Takes no time worth mentioning.
 * @throws FileError as `readTextFile`, of what does not need the content
 */
export async function stampOf(path: string, { within }: ReadOptions = {}): Promise<string> {
  try {
    if (within && !isWithin(await realpath(path), within)) throw new FileError('file-outside', path);
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    throw error instanceof FileError ? error : fileErrorOf(error, path);
  }
}

/** Most bytes that are read of a file, and what it is called when it has more. */
interface SizeLimit {
  readonly limit?: number;
  readonly tooLarge?: FileErrorCode;
}

/** @throws FileError as `readTextFile`, but for what it says of text */
export async function readFileBytes(
  path: string,
  { within, limit = largestTextFile, tooLarge = 'file-too-large' }: ReadOptions & SizeLimit = {},
): Promise<Uint8Array> {
  try {
    const handle = await (within ? openWithin(path, within) : open(path, readWithoutWaiting));
    try {
      const found = await handle.stat();
      if (found.isDirectory()) throw new FileError('file-is-folder', path);
      if (!found.isFile()) throw new FileError('file-special', path);
      if (found.size > limit) throw new FileError(tooLarge, path, String(found.size));
      return await readAll(handle, found.size, path, { limit, tooLarge });
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof FileError ? error : fileErrorOf(error, path);
  }
}

/** A file may be replaced while it is opened, as editors save; more often than this nobody does who means well. */
const mostOpenings = 3;

/** Opens a file that lies in the folders, whatever links are put in its way meanwhile. @throws FileError `file-outside` */
async function openWithin(path: string, within: readonly string[]): Promise<FileHandle> {
  for (let opening = 1; opening <= mostOpenings; opening++) {
    const real = await realpath(path);
    if (!isWithin(real, within)) break;
    const handle = await open(real, readWithoutWaiting);
    if (await liesWithin(handle, real, within).catch(() => false)) return handle;
    await handle.close();
  }
  throw new FileError('file-outside', path);
}

/** Whether what was opened lies in the folders. @param real its path, without links when it was opened */
async function liesWithin(handle: FileHandle, real: string, within: readonly string[]): Promise<boolean> {
  // Linux says where an open file lies, whatever has become of its path since.
  const said = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => undefined);
  if (said !== undefined) return isWithin(said, within);
  if ((await realpath(real)) !== real) return false;
  const opened = await handle.stat({ bigint: true });
  const there = await lstat(real, { bigint: true });
  return opened.ino === there.ino && opened.dev === there.dev;
}

/** What a file says of its size need not be so: in `/proc` all are empty, and some never end. */
async function readAll(
  handle: FileHandle,
  told: number,
  path: string,
  { limit, tooLarge }: Required<SizeLimit>,
): Promise<Uint8Array> {
  let bytes = Buffer.allocUnsafe(told + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length, null);
    if (bytesRead === 0) return bytes.subarray(0, length);
    length += bytesRead;
    if (length > limit) throw new FileError(tooLarge, path, `> ${limit}`);
    if (length === bytes.length)
      bytes = Buffer.concat([bytes, Buffer.allocUnsafe(Math.max(length, chunkBytes))]);
  }
}

/** The last two are said of names that no file can have: too long, or with a NUL. */
const missingCodes: ReadonlySet<string> = new Set([
  'ENOENT',
  'ENOTDIR',
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
]);

function fileErrorOf(error: unknown, path: string): FileError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  if (code === 'EISDIR') return new FileError('file-is-folder', path, code, { cause: error });
  // What a socket answers when it is opened.
  if (code === 'ENXIO') return new FileError('file-special', path, code, { cause: error });
  return new FileError(missingCodes.has(code) ? 'file-missing' : 'file-unreadable', path, code, {
    cause: error,
  });
}
