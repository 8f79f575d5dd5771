import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from './modelError';
import type { OddKind } from './oddKinds';
import { makeFolders } from '../files/makeFolders';

/*
 * The hub's cache is shared with other programs, and may lie where others can write. Nothing in it is followed out of
 * it: a planted link, pipe or folder is named instead.
 */

/** Windows has neither; there the check before opening is the only one. */
const noFollow = constants.O_NOFOLLOW ?? 0;
/** Opening a named pipe must not wait for its other end. */
const noWait = constants.O_NONBLOCK ?? 0;

export function oddEntry(file: string, kind: OddKind, cause?: unknown): ModelError {
  return new ModelError('cache-odd-entry', { path: file, kind }, { cause });
}

export function kindOf(found: Stats): OddKind {
  if (found.isSymbolicLink()) return 'link';
  if (found.isDirectory()) return 'folder';
  if (found.isFIFO()) return 'pipe';
  if (found.isSocket()) return 'socket';
  return found.isFile() ? 'file' : 'device';
}

/**
 * What is known of a file that is no link.
 * @returns undefined when there is none
 * @throws ModelError `cache-odd-entry` when something else has its name; errors of the file system
 */
export async function plainFile(file: string): Promise<Stats | undefined> {
  const found = await lstatOf(file);
  if (found && !found.isFile()) throw oddEntry(file, kindOf(found));
  return found;
}

/** @returns undefined when there is nothing */
export async function lstatOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/**
 * Opens a file of our own to be read and appended to, and makes it if need be. What is appended goes to this file and no
 * other: it has no second name, under which it would be a file of somebody else.
 * @throws ModelError `cache-odd-entry`; errors of the file system
 */
export async function openToAppend(file: string): Promise<FileHandle> {
  await plainFile(file);
  const { O_RDWR, O_CREAT, O_APPEND } = constants;
  const handle = await opened(file, O_RDWR | O_CREAT | O_APPEND | noFollow | noWait);
  const found = await handle.stat();
  if (found.isFile() && found.nlink <= 1) return handle;
  await handle.close();
  throw oddEntry(file, found.isFile() ? 'hard-link' : kindOf(found));
}

/** @throws ModelError `cache-odd-entry`; errors of the file system, `ENOENT` among them */
export async function openToRead(file: string): Promise<FileHandle> {
  const handle = await opened(file, constants.O_RDONLY | noFollow | noWait);
  const found = await handle.stat();
  if (found.isFile()) return handle;
  await handle.close();
  throw oddEntry(file, kindOf(found));
}

/**
 * The beginning of a small text, or nothing where there is none that can be read.
 * @param most bytes
 */
export async function readPlainText(file: string, most: number): Promise<string> {
  const handle = await openToRead(file).catch(() => undefined);
  if (!handle) return '';
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(most), 0, most, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * A file of the user's own, which may be a link to another place. Never waits for the other end of a pipe.
 * @throws errors of the file system; `EFBIG` for more than `most` bytes, `EISDIR` and `EINVAL` for what is no file
 */
export async function readSmallFile(file: string, most: number): Promise<Buffer> {
  const handle = await open(file, constants.O_RDONLY | noWait);
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw systemError('EISDIR', file);
    if (!found.isFile()) throw systemError('EINVAL', file);
    if (found.size > most) throw systemError('EFBIG', file);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function systemError(code: string, file: string): Error {
  return Object.assign(new Error(`${code}: ${file}`), { code });
}

/** True while a name still leads to the file that was opened. */
export async function isStill(file: string, handle: FileHandle): Promise<boolean> {
  const [named, held] = await Promise.all([lstatOf(file), handle.stat()]);
  return named !== undefined && named.isFile() && named.ino === held.ino && named.dev === held.dev;
}

/**
 * Makes a folder below `root`, and holds that no folder on the way from there is a link. How `root` itself is reached
 * is the user's business.
 * @throws ModelError `cache-odd-entry`; errors of the file system
 */
export async function makeFolder(root: string, folder: string): Promise<void> {
  await makeFolders(root);
  let place = root;
  for (const name of path.relative(root, folder).split(path.sep)) {
    place = path.join(place, name);
    const found = (await lstatOf(place)) ?? (await madeFolder(place));
    if (!found.isDirectory()) throw oddEntry(place, kindOf(found));
  }
}

/** Another process may make it at the same time. */
async function madeFolder(folder: string): Promise<Stats> {
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return lstat(folder);
}

async function opened(file: string, flags: number): Promise<FileHandle> {
  try {
    return await open(file, flags, 0o666);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP' || code === 'EMLINK') throw oddEntry(file, 'link', error);
    if (code === 'EISDIR') throw oddEntry(file, 'folder', error);
    if (code === 'ENXIO') throw oddEntry(file, 'pipe', error);
    throw error;
  }
}
