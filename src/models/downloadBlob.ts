import { open, rename, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { isIntact } from './fileHash';
import type { HubConnection, HubResponse } from './hubConnection';
import { ModelError } from './modelError';
import type { RemoteFile } from './remoteFile';

export interface BlobDownload {
  readonly hub: HubConnection;
  readonly url: URL;
  readonly file: RemoteFile;
  /** Where the blob shall lie; until it is whole and checked it is `{path}.incomplete`, as huggingface_hub has it. */
  readonly path: string;
  readonly signal?: AbortSignal;
  /** Bytes of the file that are on disk, first those of an earlier attempt. */
  readonly onBytes: (bytes: number) => void;
}

/** Connections in a row that may be lost without a byte gained. */
const maxFruitless = 5;

/**
 * Downloads one file, going on where an earlier attempt ended. The blob appears under its name only when its size and
 * hash are right.
 * @throws ModelError `hub-…`, `download-cut`, `download-corrupt`, `disk-full`; the signal's reason
 */
export async function downloadBlob(download: BlobDownload): Promise<void> {
  const { path, file, signal } = download;
  const unfinished = `${path}.incomplete`;
  try {
    await receive(download, unfinished);
    if (!(await isIntact(unfinished, file, signal))) {
      await rm(unfinished, { force: true }); // to go on from it would fail again
      throw new ModelError('download-corrupt', { file: file.name, host: download.url.host });
    }
    await rename(unfinished, path);
  } catch (error) {
    signal?.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new ModelError('disk-full', { folder: path, file: file.name }, { cause: error });
  }
}

/** Until the file has its size: each lost connection is followed by another one for the rest. */
async function receive({ hub, url, file, signal, onBytes }: BlobDownload, unfinished: string): Promise<void> {
  let have = await startingPoint(unfinished, file.size);
  onBytes(have);
  const handle = await open(unfinished, 'a');
  try {
    for (let fruitless = 0; have < file.size; ) {
      const before = have;
      const response = await hub.ask(url, {
        method: 'GET',
        signal,
        headers: have > 0 ? { range: `bytes=${have}-` } : {},
      });
      if (!(await continuesAt(response, have))) {
        await truncate(unfinished, 0);
        have = 0;
        if (response.status === 416) {
          if (++fruitless >= maxFruitless) throw cut(file, have, url);
          continue;
        }
      }
      refuseHtml(response, file);
      const lost = await append(response, handle, file.size - have, (bytes) => onBytes((have += bytes)), signal);
      if (have >= file.size) break;
      fruitless = have > before ? 0 : fruitless + 1;
      if (fruitless >= maxFruitless) throw cut(file, have, url, lost);
      await hub.pauseBefore(Math.max(fruitless, 1), signal);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Bytes of an earlier attempt; more than the file has cannot be its beginning. */
async function startingPoint(unfinished: string, size: number): Promise<number> {
  const have = await stat(unfinished).then(
    (found) => found.size,
    () => 0,
  );
  if (have <= size) return have;
  await rm(unfinished);
  return 0;
}

/** A server may ignore a range and send the whole file. */
async function continuesAt({ status, headers, body }: HubResponse, have: number): Promise<boolean> {
  if (status === 416) {
    body.resume();
    return false;
  }
  if (have === 0) return true;
  return status === 206 && (headers.get('content-range') ?? '').startsWith(`bytes ${have}-`);
}

/** A page where a file should be: of a network that wants a login, or of a mirror that fails with status 200. */
function refuseHtml({ headers, body, url }: HubResponse, file: RemoteFile): void {
  if (!/^text\/html\b/i.test(headers.get('content-type') ?? '')) return;
  body.destroy();
  throw new ModelError('hub-not-a-file', { file: file.name, host: url.host });
}

/**
 * Writes what comes, but no more than `wanted` bytes.
 * @returns why it ended before its end, if it did
 */
async function append(
  { body }: HubResponse,
  handle: FileHandle,
  wanted: number,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  let left = wanted;
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    while (left > 0) {
      let next: IteratorResult<Buffer>;
      try {
        next = await chunks.next();
      } catch (lost) {
        signal?.throwIfAborted();
        return lost;
      }
      if (next.done) return undefined;
      const piece = next.value.subarray(0, left);
      await handle.writeFile(piece);
      left -= piece.length;
      onBytes(piece.length);
    }
    return undefined;
  } finally {
    body.destroy();
  }
}

function cut(file: RemoteFile, have: number, url: URL, cause?: unknown): ModelError {
  return new ModelError('download-cut', { file: file.name, host: url.host, have, size: file.size }, { cause });
}
