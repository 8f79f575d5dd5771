import { randomUUID } from 'node:crypto';
import { rename, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { damagedFile, type DamagedFile } from './checkModel';
import { downloadBlob, LostPlace, moveAside } from './downloadBlob';
import { withLock, type LockTimes } from './downloadLock';
import { DownloadRate } from './downloadRate';
import { CheckedFiles } from './fileHash';
import { RepositoryCache } from './hubCache';
import type { HubConnection } from './hubConnection';
import { linkFile } from './linkFile';
import { ModelError } from './modelError';
import { lstatOf, makeFolder, oddEntry, plainFile, readPlainText } from './plainFiles';
import { pulledModel } from './pulledModel';
import { readableFormats, type RegisteredModel } from './registryFormat';
import { remoteFile, type RemoteFile } from './remoteFile';

export interface PullProgress {
  /** The file that is coming. */
  readonly file: string;
  /** True while what is on disk already is hashed: nothing comes. */
  readonly isChecking?: boolean;
  /** Bytes of all files that are on disk, and that there are. */
  readonly done: number;
  readonly total: number;
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
}

export interface PullOptions {
  readonly hub: HubConnection;
  readonly cacheFolder: string;
  /** Remembers which files were hashed and right; undefined: every pull hashes what is there. */
  readonly memoFolder?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  readonly lockTimes?: LockTimes;
  /** Of the file system that holds a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** A file of the cache that was not what its hash says. */
export interface ReplacedFile {
  readonly file: string;
  /** Where it lies now: it may be another program's. */
  readonly aside: string;
}

export interface PullResult {
  /** The snapshot: what the engine loads. */
  readonly folder: string;
  readonly commit: string;
  /** Bytes that came over the network; 0 when everything was there. */
  readonly downloaded: number;
  readonly replaced: readonly ReplacedFile[];
  /** Files that came and were held to the hub's own word only: the registry has no hash of them. */
  readonly unpinned: readonly string[];
}

/** Times that a file is begun because another program had taken the place of this one. */
const mostLostPlaces = 4;

/** Systems work badly on a disk that is full to the last byte. */
const spareBytes = 64 * 1024 * 1024;

/**
 * Downloads what is missing of a model into the cache that huggingface_hub uses. What is there already is hashed
 * before it is taken; what is damaged is downloaded anew, and the damaged file kept beside.
 * @throws ModelError `model-unreadable`, `offline`, `hub-…`, `download-…`, `disk-full`, `cache-odd-entry`,
 * `hub-cache-unwritable`; the signal's reason
 */
export async function pullModel(model: RegisteredModel, options: PullOptions): Promise<PullResult> {
  const { cacheFolder, memoFolder, signal } = options;
  if (!readableFormats.has(model.format)) {
    throw new ModelError('model-unreadable', { model: model.id, format: model.format });
  }
  const checked = new CheckedFiles(memoFolder);
  let damaged: DamagedFile | undefined;
  try {
    const found = await present(model, checked, options);
    if (found && 'commit' in found) return found;
    damaged = found;
    return await download(model, checked, options);
  } catch (error) {
    signal?.throwIfAborted();
    if (damaged && error instanceof ModelError && error.code === 'offline') {
      throw new ModelError('file-damaged', { model: model.id, ...damaged }, { cause: error });
    }
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof ModelError || code === undefined) throw error;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new ModelError('disk-full', { folder: cacheFolder }, { cause: error });
    }
    throw new ModelError('hub-cache-unwritable', { folder: cacheFolder, reason: code }, { cause: error });
  }
}

/** What is there, when that is all of it; or the file that is damaged. Asks nobody. */
async function present(
  model: RegisteredModel,
  checked: CheckedFiles,
  { cacheFolder, signal, onProgress }: PullOptions,
): Promise<PullResult | DamagedFile | undefined> {
  const pulled = await pulledModel(model, cacheFolder);
  // A branch may have moved on, a commit cannot.
  if (!pulled.folder || !pulled.commit || !model.revision) return undefined;
  const total = model.megabytes * 1e6;
  const onFile = (file: string): void => onProgress?.({ file, isChecking: true, done: 0, total });
  const damaged = await damagedFile(model, pulled, { cacheFolder, checked, signal, onFile });
  if (damaged) return damaged;
  return { folder: pulled.folder, commit: pulled.commit, downloaded: 0, replaced: [], unpinned: [] };
}

/** All files as they are at one commit, even when a branch moves meanwhile. */
async function describe(model: RegisteredModel, { hub, signal }: PullOptions): Promise<RemoteFile[]> {
  const files: RemoteFile[] = [];
  for (const file of model.files) {
    const revision = model.revision ?? files[0]?.commit ?? 'main';
    files.push(await remoteFile(hub, model, revision, file, signal));
  }
  return files;
}

async function download(
  model: RegisteredModel,
  checked: CheckedFiles,
  options: PullOptions,
): Promise<PullResult> {
  const { hub, cacheFolder, signal, onProgress, lockTimes, freeBytes = freeBytesOf } = options;
  const files = await describe(model, options);
  const cache = new RepositoryCache(cacheFolder, model.repository);
  const commit = files[0]!.commit;
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const have = new Map<string, number>();
  const done = (): number => [...have.values()].reduce((sum, bytes) => sum + bytes, 0);
  const whole = new Set<RemoteFile>();
  for (const file of files) {
    const blob = cache.blob(file.etag);
    if ((await plainFile(blob))?.size === file.size) {
      onProgress?.({ file: file.name, isChecking: true, done: done(), total });
      if (await checked.isIntact(blob, file, signal)) whole.add(file);
    }
    have.set(file.name, whole.has(file) ? file.size : Math.min(await begunBytes(blob), file.size));
  }
  const missing = total - done();
  if (missing > 0) {
    await makeFolder(cacheFolder, path.dirname(cache.blob('x')));
    const free = await freeBytes(cache.folder);
    if (free < missing + spareBytes) {
      throw new ModelError('disk-full', { folder: cache.folder, needed: missing + spareBytes, free });
    }
  }

  let downloaded = 0;
  const replaced: ReplacedFile[] = [];
  const unpinned: string[] = [];
  for (const file of files.filter((each) => !whole.has(each))) {
    const blob = cache.blob(file.etag);
    const rate = new DownloadRate();
    await makeFolder(cacheFolder, path.dirname(cache.lock(file.etag)));
    const work = async (isTakenOver: boolean): Promise<void> => {
      if (await checked.isIntact(blob, file, signal)) return; // another process was faster
      const before = await begunBytes(blob);
      const aside = await downloadBlob({
        hub,
        url: hub.fileUrl(model.repository, commit, file.name),
        file,
        path: blob,
        signal,
        isTakenOver,
        onBytes: (bytes) => {
          have.set(file.name, bytes);
          rate.mark(bytes);
          const { bytesPerSecond } = rate;
          const secondsLeft = bytesPerSecond ? (total - done()) / bytesPerSecond : undefined;
          onProgress?.({ file: file.name, done: done(), total, bytesPerSecond, secondsLeft });
        },
      });
      downloaded += Math.max(0, file.size - before);
      if (aside !== undefined) replaced.push({ file: file.name, aside });
      if (!isPinned(model, file)) unpinned.push(file.name);
    };
    await takingTurns(() => withLock(cache.lock(file.etag), signal, work, lockTimes));
    have.set(file.name, file.size);
    onProgress?.({ file: file.name, done: done(), total });
  }
  // The snapshot last, and its weights last of all: who finds a file there finds what it needs.
  for (const file of files) {
    const aside = await show(file, cache, checked, signal);
    if (aside !== undefined) replaced.push({ file: file.name, aside });
  }
  if (model.revision === undefined) await writeRef(cache, 'main', commit);
  return { folder: cache.snapshot(commit), commit, downloaded, replaced, unpinned };
}

/** Waits for its turn again where another program has gone on with the download meanwhile. */
async function takingTurns(download: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await download();
    } catch (error) {
      if (!(error instanceof LostPlace)) throw error;
      if (attempt === mostLostPlaces) throw oddEntry(error.path, 'other-file', error);
    }
  }
}

/**
 * Makes a blob a file of the snapshot.
 * @returns where a damaged file of that name was moved to, if there was one
 */
async function show(
  file: RemoteFile,
  cache: RepositoryCache,
  checked: CheckedFiles,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const pointer = path.join(cache.snapshot(file.commit), file.name);
  await makeFolder(cache.cacheFolder, path.dirname(pointer));
  const found = await lstatOf(pointer);
  // A copy, as programs make it where the system knows no links.
  if (found?.isFile() && (await checked.isIntact(pointer, file, signal))) return undefined;
  const aside = found?.isFile() ? await moveAside(pointer) : undefined;
  await linkFile(cache.blob(file.etag), pointer);
  return aside;
}

function isPinned({ files }: RegisteredModel, { name }: RemoteFile): boolean {
  return files.some((file) => file.name === name && file.sha256 !== undefined);
}

/** Bytes that an earlier attempt left. */
async function begunBytes(blob: string): Promise<number> {
  return (await plainFile(`${blob}.incomplete`))?.size ?? 0;
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function writeRef(cache: RepositoryCache, revision: string, commit: string): Promise<void> {
  const file = cache.ref(revision);
  if ((await readPlainText(file, 100)).trim() === commit) return;
  await makeFolder(cache.cacheFolder, path.dirname(file));
  const unfinished = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(unfinished, commit, { flag: 'wx' });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}
