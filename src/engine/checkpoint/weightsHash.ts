import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../core/engineError';
import { evictOldest } from '../../files/evictOldest';
import { workUnits } from '../workUnits';
import { writeAtomically } from '../../files/writeAtomically';
import { isSameStamp, settledStamp, stampOf, type FileStamp } from './fileStamp';
import { makeFolders } from '../../files/makeFolders';

/** A file, and what it holds for as long as it keeps its stamp. */
export interface HashedFile {
  /** Absolute. */
  readonly path: string;
  readonly stamp: FileStamp;
  /** SHA-256 (hex) of its bytes. */
  readonly hash: string;
}

/** Some 2,000 answers. */
const maxMemoBytes = 256 * 1024;

/** What this process has read, by memo name: the memo where there is no folder for one. */
const known = new Map<string, string>();
const mostKnown = 256;

/**
 * SHA-256 of a weights file. Half a gigabyte takes a second or two to read, so the answer is remembered under
 * `memoFolder` for as long as the file keeps its stamp.
 * @throws EngineError `model-changing` where it is written to meanwhile, `model-file-missing`
 */
export async function weightsHash(file: string, memoFolder: string | undefined): Promise<HashedFile> {
  const absolute = path.resolve(file);
  const stamp = await settledStamp(absolute);
  if (!stamp)
    throw new EngineError('model-file-missing', {
      file: path.basename(absolute),
      folder: path.dirname(absolute),
    });
  const name = memoName(absolute, stamp);
  const memo = memoFolder && path.join(memoFolder, name);
  const remembered = memo ? await readMemo(memo, name) : known.get(name);
  if (remembered) return { path: absolute, stamp, hash: remembered };
  const hash = await hashOf(absolute);
  if (!isSameStamp(stampOf(absolute), stamp))
    throw new EngineError('model-changing', { file: path.basename(absolute) });
  if (!memo) {
    if (known.size >= mostKnown) known.clear();
    known.set(name, hash);
  } else {
    // Without the memo the next start is slower, nothing else.
    await makeFolders(memoFolder)
      .then(() => evictOldest(memoFolder, maxMemoBytes))
      .then(() => writeAtomically(memo, memoText(name, hash)))
      .catch(() => undefined);
  }
  return { path: absolute, stamp, hash };
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    hash.update(chunk as Buffer);
    workUnits.progress();
  }
  return hash.digest('hex');
}

/** All names of a file share its memo. Some network drives have no inodes: there the path tells files apart. */
function memoName(file: string, { dev, ino, size, mtimeNs, ctimeNs, sample }: FileStamp): string {
  const which = ino === 0n ? file : [dev, ino].join();
  return sha256([which, size, mtimeNs, ctimeNs, sample].join('\n'));
}

/** The hash, and one over it and the memo's name: a digit that is wrong makes every score another's. */
function memoText(name: string, hash: string): string {
  return `${hash} ${sha256(`${name} ${hash}`)}`;
}

async function readMemo(memo: string, name: string): Promise<string | undefined> {
  const text = await readFile(memo, 'utf8').catch(() => '');
  const hash = text.slice(0, 64);
  return /^[0-9a-f]{64}$/.test(hash) && text === memoText(name, hash) ? hash : undefined;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
