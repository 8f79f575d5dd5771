import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { Trickle } from './downloadRate';
import { isContentIntact, isIntact } from './fileHash';
import type { HubConnection, HubResponse } from './hubConnection';
import { ModelError } from './modelError';
import { isStill, openToAppend, plainFile } from './plainFiles';
import type { RemoteFile } from './remoteFile';

export interface BlobDownload {
  readonly hub: HubConnection;
  readonly url: URL;
  readonly file: RemoteFile;
  /** Where the blob shall lie; until it is whole and checked it is `{path}.incomplete`, as huggingface_hub has it. */
  readonly path: string;
  readonly signal?: AbortSignal;
  /** True when whoever began the download may still live, and write to what it had opened. */
  readonly isTakenOver?: boolean;
  /** Bytes of the file that are on disk, first those of an earlier attempt. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * The name leads to another file: who was stopped for a while, as by the sleep of a laptop, was taken for dead, and
 * another program went on with the download or has ended it. What was opened may be a finished blob by now.
 */
export class LostPlace extends Error {
  constructor(readonly path: string) {
    super(`${path} is another file now`);
  }
}

/** Answers in a row that may bring nothing worth having beyond what there has been already. */
const maxFruitless = 5;

/** Between two looks whether what is written to still has its name. */
const lookEveryMs = 100;

/**
 * Downloads one file, going on where an earlier attempt ended. The blob appears under its name only when its size and
 * hash are right. What was put together from several answers and is wrong is fetched once more from its beginning.
 * @returns where a damaged file of that name was moved to, if there was one
 * @throws ModelError `hub-…`, `download-…`, `disk-full`, `cache-odd-entry`; LostPlace; the signal's reason
 */
export async function downloadBlob(download: BlobDownload): Promise<string | undefined> {
  const { path, file, signal } = download;
  const unfinished = `${path}.incomplete`;
  try {
    if (download.isTakenOver) await moveToFileOfOurs(unfinished);
    const handle = await openToAppend(unfinished);
    try {
      await receiveIntact(download, handle, unfinished);
      await assertStill(unfinished, handle);
    } finally {
      await handle.close();
    }
    return await putInPlace(unfinished, path, file, signal);
  } catch (error) {
    signal?.throwIfAborted();
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new ModelError('disk-full', { folder: path, file: file.name }, { cause: error });
  }
}

/** Who still writes to the file that has the name writes to one that has none then. */
async function moveToFileOfOurs(unfinished: string): Promise<void> {
  if (!(await plainFile(unfinished))) return;
  const copy = `${unfinished}.${randomUUID()}`;
  try {
    await copyFile(unfinished, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await rename(copy, unfinished);
  } catch (error) {
    await rm(copy, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Called before each change of the file. */
async function assertStill(unfinished: string, handle: FileHandle): Promise<void> {
  if (!(await isStill(unfinished, handle))) throw new LostPlace(unfinished);
}

async function receiveIntact(download: BlobDownload, handle: FileHandle, unfinished: string): Promise<void> {
  const { file, url, signal } = download;
  for (let isSecond = false; ; isSecond = true) {
    const isOneAnswer = await receive(download, handle);
    if (await isContentIntact(handle, file, signal)) return;
    await assertStill(unfinished, handle);
    await handle.truncate(0); // to go on from it would fail again
    if (!isOneAnswer && !isSecond) continue;
    await rm(unfinished, { force: true });
    throw new ModelError('download-corrupt', { file: file.name, host: url.host });
  }
}

/** Gives the blob its name. What has the name already and is damaged may be another program's: it is kept beside. */
async function putInPlace(
  unfinished: string,
  path: string,
  file: RemoteFile,
  signal?: AbortSignal,
): Promise<string | undefined> {
  let aside: string | undefined;
  if (await plainFile(path)) {
    if (await isIntact(path, file, signal)) {
      await rm(unfinished, { force: true }); // another program was faster
      return undefined;
    }
    aside = await moveAside(path);
  }
  await rename(unfinished, path);
  return aside;
}

/** @returns its new name */
export async function moveAside(file: string): Promise<string> {
  const aside = `${file}.damaged-${randomUUID().slice(0, 8)}`;
  await rename(file, aside);
  return aside;
}

/**
 * Until the file has its size: each lost connection is followed by another one for the rest.
 * @returns true when all of it came in one answer
 */
async function receive(
  { hub, url, file, path, signal, onBytes }: BlobDownload,
  handle: FileHandle,
): Promise<boolean> {
  const unfinished = `${path}.incomplete`;
  // Who writes all the time is not taken for dead; after a pause, by the clock that goes on during sleep, it is looked.
  let looked = -Infinity;
  const assertOurs = async (): Promise<void> => {
    const now = Date.now();
    if (Math.abs(now - looked) < lookEveryMs) return;
    await assertStill(unfinished, handle);
    looked = now;
  };
  let have = (await handle.stat()).size;
  const startAgain = async (): Promise<void> => {
    await assertStill(unfinished, handle);
    await handle.truncate(0);
    have = 0;
  };
  if (have > file.size) await startAgain(); // more than the file has cannot be its beginning
  onBytes(have);
  let isBegun = have > 0;
  let answers = 0;
  let takesRanges = true;
  /** Names the content that the last answer was of. */
  let validator: string | undefined;
  // Of a server that starts again and again only what goes well beyond the farthest point is a gain.
  for (let fruitless = 0, farthest = have; have < file.size;) {
    const response = await hub.ask(url, {
      method: 'GET',
      signal,
      headers: have > 0 && takesRanges ? rangeFrom(have, validator) : {},
    });
    refuseOtherThan(response, file);
    const begins = beginOf(response, file);
    if (begins === 0 && have > 0) {
      await startAgain();
      isBegun = false;
      answers = 0;
    }
    let end: AnswerEnd = { isTrickle: false };
    if (begins === have) {
      answers++;
      validator = validatorOf(response);
      const trickle = new Trickle(hub.times, hub.times.now);
      end = await append(response, handle, file.size - have, trickle, {
        onBytes: (bytes) => onBytes((have += bytes)),
        assertOurs,
        signal,
      });
    } else {
      response.body.destroy();
      takesRanges = false; // it answers with another part than it was asked for
    }
    if (have >= file.size) break;
    fruitless = have - farthest >= hub.times.slowBytes ? 0 : fruitless + 1;
    farthest = Math.max(farthest, have);
    if (fruitless >= maxFruitless) throw givenUp(file, have, url, end, hub.times.slowBytes);
    await hub.pauseBefore(Math.max(fruitless, 1), signal);
  }
  await handle.sync();
  return !isBegun && answers <= 1;
}

/** `If-Range` has a server that has another file meanwhile send all of that instead of a part that does not fit. */
function rangeFrom(have: number, validator: string | undefined): Record<string, string> {
  return { range: `bytes=${have}-`, ...(validator !== undefined && { 'if-range': validator }) };
}

/** Only a strong ETag says that not a byte differs. */
function validatorOf({ headers }: HubResponse): string | undefined {
  const etag = headers.get('etag') ?? '';
  return /^"[^"]{1,200}"$/.test(etag) ? etag : undefined;
}

/** Where in the file an answer begins: a server may ignore a range and send all. Undefined: it is no part of the file. */
function beginOf({ status, headers }: HubResponse, file: RemoteFile): number | undefined {
  if (status === 200) return 0;
  const [, begin, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? [];
  if (status !== 206 || begin === undefined) return undefined;
  return total === '*' || Number(total) === file.size ? Number(begin) : undefined;
}

/**
 * A page where a file should be: of a network that wants a login, or of a mirror that fails with status 200. Or packed
 * content, which nobody asked for: it is never unpacked, because a few bytes of it may become a disk full.
 */
function refuseOtherThan({ headers, body, url }: HubResponse, file: RemoteFile): void {
  const isPage = /^text\/html\b/i.test(headers.get('content-type') ?? '');
  const isPacked = !/^(identity)?$/i.test((headers.get('content-encoding') ?? '').trim());
  if (!isPage && !isPacked) return;
  body.destroy();
  throw new ModelError('hub-not-a-file', { file: file.name, host: url.host });
}

interface AnswerEnd {
  /** Why it ended before its end, if it did. */
  readonly lost?: unknown;
  /** True when it was given up because next to nothing came. */
  readonly isTrickle: boolean;
}

/** Writes what comes, but no more than `wanted` bytes. */
async function append(
  { body }: HubResponse,
  handle: FileHandle,
  wanted: number,
  trickle: Trickle,
  {
    onBytes,
    assertOurs,
    signal,
  }: {
    readonly onBytes: (bytes: number) => void;
    readonly assertOurs: () => Promise<void>;
    readonly signal?: AbortSignal;
  },
): Promise<AnswerEnd> {
  let left = wanted;
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    while (left > 0) {
      let next: IteratorResult<Buffer>;
      try {
        next = await chunks.next();
      } catch (lost) {
        signal?.throwIfAborted();
        return { lost, isTrickle: false };
      }
      if (next.done) return { isTrickle: false };
      const piece = next.value.subarray(0, left);
      await assertOurs();
      await handle.writeFile(piece);
      left -= piece.length;
      onBytes(piece.length);
      if (left > 0 && trickle.isTrickling(piece.length)) return { isTrickle: true };
    }
    return { isTrickle: false };
  } finally {
    body.destroy();
  }
}

function givenUp(
  file: RemoteFile,
  have: number,
  url: URL,
  { lost, isTrickle }: AnswerEnd,
  slowBytes: number,
): ModelError {
  return new ModelError(
    isTrickle ? 'download-slow' : 'download-cut',
    { file: file.name, host: url.host, have, size: file.size, kilobytes: Math.round(slowBytes / 1024) },
    { cause: lost },
  );
}
