import { mkdir, stat, statfs, writeFile, rename } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { downloadBlob } from './downloadBlob';
import { withLock } from './downloadLock';
import { DownloadRate } from './downloadRate';
import { RepositoryCache } from './hubCache';
import type { HubConnection } from './hubConnection';
import { linkFile } from './linkFile';
import { ModelError } from './modelError';
import { pulledModel } from './pulledModel';
import { readableFormats, type RegisteredModel } from './registryFormat';
import { remoteFile, type RemoteFile } from './remoteFile';

export interface PullProgress {
  /** The file that is coming. */
  readonly file: string;
  /** Bytes of all files that are on disk, and that there are. */
  readonly done: number;
  readonly total: number;
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
}

export interface PullOptions {
  readonly hub: HubConnection;
  readonly cacheFolder: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  /** Of the file system that holds a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

export interface PullResult {
  /** The snapshot: what the engine loads. */
  readonly folder: string;
  readonly commit: string;
  /** Bytes that came over the network; 0 when everything was there. */
  readonly downloaded: number;
}

/** Systems work badly on a disk that is full to the last byte. */
const spareBytes = 64 * 1024 * 1024;

/**
 * Downloads what is missing of a model into the cache that huggingface_hub uses.
 * @throws ModelError `model-unreadable`, `offline`, `hub-…`, `download-…`, `disk-full`, `hub-cache-unwritable`; the
 * signal's reason
 */
export async function pullModel(model: RegisteredModel, options: PullOptions): Promise<PullResult> {
  const { cacheFolder, signal } = options;
  if (!readableFormats.has(model.format)) {
    throw new ModelError('model-unreadable', { model: model.id, format: model.format });
  }
  const pulled = await pulledModel(model, cacheFolder);
  // A branch may have moved on, a commit cannot.
  if (pulled.folder && pulled.commit && model.revision) {
    return { folder: pulled.folder, commit: pulled.commit, downloaded: 0 };
  }
  const cache = new RepositoryCache(cacheFolder, model.repository);
  const files = await describe(model, options);
  try {
    return await download(model, files, cache, options);
  } catch (error) {
    signal?.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof ModelError || code === undefined) throw error;
    throw new ModelError('hub-cache-unwritable', { folder: cacheFolder, reason: code }, { cause: error });
  }
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
  files: readonly RemoteFile[],
  cache: RepositoryCache,
  { hub, signal, onProgress, freeBytes = freeBytesOf }: PullOptions,
): Promise<PullResult> {
  const commit = files[0]!.commit;
  await mkdir(path.dirname(cache.blob('x')), { recursive: true });
  const have = new Map<string, number>();
  for (const file of files) have.set(file.name, await bytesThere(cache, file));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const done = (): number => [...have.values()].reduce((sum, bytes) => sum + bytes, 0);
  const missing = total - done();
  const free = await freeBytes(cache.folder);
  if (missing > 0 && free < missing + spareBytes) {
    throw new ModelError('disk-full', { folder: cache.folder, needed: missing + spareBytes, free });
  }

  let downloaded = 0;
  for (const file of files) {
    const rate = new DownloadRate();
    await withLock(cache.lock(file.etag), signal, async () => {
      if (await isWhole(cache.blob(file.etag), file.size)) return; // another process was faster
      const before = await sizeOf(`${cache.blob(file.etag)}.incomplete`);
      await downloadBlob({
        hub,
        url: hub.fileUrl(model.repository, commit, file.name),
        file,
        path: cache.blob(file.etag),
        signal,
        onBytes: (bytes) => {
          have.set(file.name, bytes);
          rate.mark(bytes);
          const { bytesPerSecond } = rate;
          const secondsLeft = bytesPerSecond ? (total - done()) / bytesPerSecond : undefined;
          onProgress?.({ file: file.name, done: done(), total, bytesPerSecond, secondsLeft });
        },
      });
      downloaded += Math.max(0, file.size - before);
    });
    have.set(file.name, file.size);
    onProgress?.({ file: file.name, done: done(), total });
  }
  // The snapshot last, and its weights last of all: who finds a file there finds what it needs.
  for (const file of files) {
    await linkFile(cache.blob(file.etag), path.join(cache.snapshot(commit), file.name));
  }
  if (model.revision === undefined) await writeRef(cache.ref('main'), commit);
  return { folder: cache.snapshot(commit), commit, downloaded };
}

async function bytesThere(cache: RepositoryCache, file: RemoteFile): Promise<number> {
  const blob = cache.blob(file.etag);
  if (await isWhole(blob, file.size)) return file.size;
  return Math.min(await sizeOf(`${blob}.incomplete`), file.size);
}

/** A blob got its name after its hash was checked, by us or by huggingface_hub; its size guards against what happened since. */
async function isWhole(blob: string, size: number): Promise<boolean> {
  const found = await stat(blob).catch(() => undefined);
  return found?.isFile() === true && found.size === size;
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.size,
    () => 0,
  );
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

async function writeRef(file: string, commit: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${randomUUID()}.tmp`;
  await writeFile(unfinished, commit);
  await rename(unfinished, file);
}
