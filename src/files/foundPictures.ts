import type { Dirent } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isReadableName } from '../core/clip/pictureFormat';
import { readPicture } from '../core/infotext/readPicture';
import { foundIn } from '../core/judge/foundPicture';
import type { FoundPicture } from '../core/judge/gallery';
import type { Pause } from '../core/steps';
import { FileError } from './fileError';
import { folderBatches } from './folderBatches';
import { inflate } from './inflate';
import { naturalOrder } from './naturalOrder';
import { readPictureFile, readSidecarFiles } from './readPictureFile';
import { readWithoutWaiting } from './readWithoutWaiting';

/** Pictures of all folders together that are known; of more the newest. */
export const mostFound = 5000;
/** Names of files and folders that are looked at; dated folders are entered the newest first. */
const mostNames = 200_000;
/** A file that was written a shorter time ago may be half there, in milliseconds. */
const settlesAfterMs = 1500;
/** Times of files on some disks are told in steps of this, in milliseconds: a younger folder may change without telling. */
const coarsestTimeMs = 3000;
/** Where makers put their records; a picture that says nothing there is read whole. */
const beginningBytes = 128 * 1024;
/** Files that are asked for their times at once. */
const batch = 32;

/** A file that may be a picture, in the state in which it was seen. */
interface Seen {
  readonly file: string;
  readonly time: number;
  readonly stamp: string;
}

interface KnownFolder {
  readonly stamp: string;
  readonly folders: readonly string[];
  readonly files: readonly Seen[];
}

export interface LookedFolder {
  /** As it was named. */
  readonly folder: string;
  readonly pictures: number;
  /** There is more in it than was looked at. */
  readonly isCut: boolean;
  /** It is not there, no folder, or can't be read. */
  readonly isMissing: boolean;
}

export interface Look {
  /** Those that say what they were made of, the newest first. */
  readonly pictures: readonly FoundPicture[];
  readonly folders: readonly LookedFolder[];
  /** Pictures that are being written: they are read when they rest, so look again. */
  readonly unsettled: number;
}

export interface LookOptions {
  readonly signal?: AbortSignal;
  /** Awaited between pictures, for a caller whose thread must not be held. */
  readonly pause?: Pause;
  /** How many new pictures have been read, and those known by then. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Fewer, for tests. */
  readonly most?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Pictures in folders where others write them, with what they say of their making. Nothing is written there. Each file is
 * read once for each state that it is in, a folder that has not changed is not listed again, and links to folders are not
 * followed.
 */
export class FoundPictures {
  readonly #folders = new Map<string, KnownFolder>();
  readonly #read = new Map<string, { readonly stamp: string; readonly found: FoundPicture | undefined }>();
  /** Of files that were just written: since when they are as they are. */
  readonly #resting = new Map<string, { readonly stamp: string; readonly since: number }>();

  /** A file was changed in its place, which its folder does not tell of. */
  touch(file: string): void {
    this.#folders.delete(path.dirname(file));
  }

  /** @throws the signal's reason */
  async look(folders: readonly string[], options: LookOptions = {}): Promise<Look> {
    const { signal, pause, onProgress, most = mostFound, now = Date.now } = options;
    const visited = new Set<string>();
    const looked: { readonly told: LookedFolder; readonly files: readonly Seen[] }[] = [];
    for (const folder of folders) {
      const seen = await this.#list(folder, visited, options);
      looked.push({
        told: { folder, pictures: seen?.files.length ?? 0, isCut: seen?.isCut ?? false, isMissing: !seen },
        files: seen?.files ?? [],
      });
    }
    const all = new Map(looked.flatMap(({ files }) => files.map((seen) => [seen.file, seen] as const)));
    const newest = [...all.values()].sort((a, b) => b.time - a.time).slice(0, most);
    const wanted = new Set(newest.map(({ file }) => file));
    for (const known of [this.#read, this.#resting])
      for (const file of known.keys()) if (!wanted.has(file)) known.delete(file);
    const fresh = newest.filter(({ file, stamp }) => this.#read.get(file)?.stamp !== stamp);
    let unsettled = 0;
    for (const [done, seen] of fresh.entries()) {
      await pause?.();
      signal?.throwIfAborted();
      onProgress?.(done, fresh.length);
      if (this.#rests(seen, now())) this.#read.set(seen.file, await readFound(seen));
      else unsettled++;
    }
    return {
      pictures: this.#known(newest),
      folders: looked.map(({ told }) => ({
        ...told,
        isCut: told.isCut || all.size > newest.length,
      })),
      unsettled,
    };
  }

  #known(newest: readonly Seen[]): FoundPicture[] {
    return newest.flatMap(({ file }) => {
      const found = this.#read.get(file)?.found;
      return found ? [found] : [];
    });
  }

  /** Whether nobody writes it any more: it is old, or was the same for a while. Clocks of other machines may be wrong. */
  #rests({ file, time, stamp }: Seen, now: number): boolean {
    if (now - time >= settlesAfterMs) return true;
    const before = this.#resting.get(file);
    if (before?.stamp !== stamp) this.#resting.set(file, { stamp, since: now });
    else if (now - before.since >= settlesAfterMs) return true;
    return false;
  }

  /** Undefined where it is no folder that can be read. */
  async #list(
    root: string,
    visited: Set<string>,
    { signal, pause, now = Date.now }: LookOptions,
  ): Promise<{ readonly files: readonly Seen[]; readonly isCut: boolean } | undefined> {
    const files: Seen[] = [];
    let names = 0;
    // The last one is taken next: within a folder those that count up come from the end.
    const waiting = [root];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      await pause?.();
      signal?.throwIfAborted();
      const known = await this.#folder(folder, now());
      if (!known && folder === root) return undefined;
      const real = known && (await realpath(folder).catch(() => folder));
      // Two folders of the setting may lie in each other.
      if (!known || visited.has(real!)) continue;
      visited.add(real!);
      names += known.files.length + known.folders.length;
      files.push(...known.files);
      if (names > mostNames) return { files, isCut: true };
      waiting.push(...known.folders);
    }
    return { files, isCut: false };
  }

  async #folder(folder: string, now: number): Promise<KnownFolder | undefined> {
    const state = await stat(folder).catch(() => undefined);
    if (!state?.isDirectory()) return undefined;
    const stamp = `${state.dev} ${state.ino} ${state.mtimeMs}`;
    const kept = this.#folders.get(folder);
    if (kept?.stamp === stamp) return kept;
    this.#folders.delete(folder);
    const listed = await listFolder(folder).catch(() => undefined);
    if (!listed) return undefined;
    const known = { stamp, ...listed };
    const isSettled = (time: number): boolean => time <= now - coarsestTimeMs;
    if (isSettled(state.mtimeMs) && known.files.every(({ time }) => isSettled(time)))
      this.#folders.set(folder, known);
    return known;
  }
}

/** @throws what the system says */
async function listFolder(folder: string): Promise<Omit<KnownFolder, 'stamp'>> {
  const folders: string[] = [];
  const names: string[] = [];
  for await (const entries of folderBatches(folder)) {
    for (const entry of entries) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory() && !isOfGrids(entry)) folders.push(entry.name);
      else if (isPicture(entry)) names.push(entry.name);
    }
    if (names.length > mostNames) break;
  }
  const files: Seen[] = [];
  for (let at = 0; at < names.length; at += batch) {
    const some = names.slice(at, at + batch).map((name) => seenAt(path.join(folder, name)));
    for (const seen of await Promise.all(some)) if (seen) files.push(seen);
  }
  return { folders: folders.sort(naturalOrder).map((name) => path.join(folder, name)), files };
}

/** The web UI's contact sheets carry the record of their first picture, and are none of it. */
function isOfGrids({ name }: Dirent): boolean {
  return /(?:^|-)grids?$/i.test(name);
}

function isPicture(entry: Dirent): boolean {
  if (!isReadableName(entry.name) || /^grid-\d/i.test(entry.name)) return false;
  return entry.isFile() || entry.isSymbolicLink();
}

async function seenAt(file: string): Promise<Seen | undefined> {
  const state = await stat(file).catch(() => undefined);
  if (!state?.isFile()) return undefined;
  const { dev, ino, size, mtimeMs, ctimeMs } = state;
  return { file, time: mtimeMs, stamp: [dev, ino, size, mtimeMs, ctimeMs].join(' ') };
}

/** What cannot be read, or says nothing of its making, is none; it is not read again while it stays as it is. */
async function readFound({
  file,
  time,
  stamp,
}: Seen): Promise<{ readonly stamp: string; readonly found: FoundPicture | undefined }> {
  try {
    const told = (await inBeginning(file)) ?? foundIn(await readWhole(file));
    return { stamp, found: told && { file, time, ...told } };
  } catch (error) {
    if (error instanceof FileError) return { stamp, found: undefined };
    throw error;
  }
}

async function readWhole(file: string): ReturnType<typeof readPicture> {
  const [bytes, sidecars] = await Promise.all([readPictureFile(file), readSidecarFiles(file)]);
  return readPicture(bytes, { inflate }, sidecars);
}

/** What a PNG says before its pixels, for less than reading those; undefined where it says nothing there. */
async function inBeginning(file: string): Promise<ReturnType<typeof foundIn>> {
  const bytes = await beginningOf(file);
  if (bytes?.[0] !== 0x89) return undefined;
  return foundIn(await readPicture(bytes, { inflate }));
}

async function beginningOf(file: string): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(file, readWithoutWaiting);
    try {
      if (!(await handle.stat()).isFile()) return undefined;
      const bytes = Buffer.alloc(beginningBytes);
      const { bytesRead } = await handle.read(bytes, 0, beginningBytes, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return undefined; // what is wrong with it says whoever reads it whole
  }
}
