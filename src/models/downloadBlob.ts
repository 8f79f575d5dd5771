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

/** Answers in a row that may bring nothing beyond what there has been already. */
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
    // Of a server that starts again and again only what goes beyond the farthest point is a gain.
    for (let fruitless = 0, farthest = have; have < file.size;) {
      const response = await hub.ask(url, {
        method: 'GET',
        signal,
        headers: have > 0 ? { range: `bytes=${have}-` } : {},
      });
      refuseHtml(response, file);
      const begins = beginOf(response);
      if (begins !== have) {
        // From its first byte again: with this answer if it begins there, else with the next.
        await truncate(unfinished, 0);
        have = 0;
      }
      let lost: unknown;
      if (begins === have) {
        lost = await append(response, handle, file.size - have, (bytes) => onBytes((have += bytes)), signal);
      } else response.body.destroy();
      if (have >= file.size) break;
      fruitless = have > farthest ? 0 : fruitless + 1;
      farthest = Math.max(farthest, have);
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

/** Where in the file an answer begins: a server may ignore a range and send all. Undefined: it is no part of the file. */
function beginOf({ status, headers }: HubResponse): number | undefined {
  if (status === 200) return 0;
  const begin = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1];
  return status === 206 && begin !== undefined ? Number(begin) : undefined;
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
  return new ModelError(
    'download-cut',
    { file: file.name, host: url.host, have, size: file.size },
    { cause },
  );
}
