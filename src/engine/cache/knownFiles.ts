import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { knownFilesFolder } from '../../files/keptPictures';
import { RecordLog } from './recordLog';

/** What tells a state of a file from its others, as a hash. */
export type Stamp = string & { readonly stamp: unique symbol };

const hashBytes = 32;
/** Eight hundred thousand files. */
const maxBytes = 96 * 1024 * 1024;
/** A file that was touched so shortly before may be written to again without another time. */
const restlessMs = 2000;

/**
 * Which bytes lie under a path, for files that were read before: told without reading them, by their size, times and inode.
 * One store for all checkpoints. Paths are kept as hashes only.
 */
export class KnownFiles {
  readonly #log: RecordLog;

  constructor(cacheFolder: string, onUnwritable: (error: unknown) => void) {
    const folder = join(cacheFolder, knownFilesFolder);
    this.#log = new RecordLog({
      folder,
      context: 'files 1',
      payloadBytes: 2 * hashBytes,
      limitedFolder: folder,
      maxBytes,
      onUnwritable,
    });
  }

  /**
   * SHA-256 (hex) of the bytes of each file; undefined where nothing is known of its state. Never rejects.
   * @param stamps of the files as they are
   */
  async hashesOf(
    paths: readonly string[],
    stamps: readonly (Stamp | undefined)[],
  ): Promise<(string | undefined)[]> {
    await this.#log.refresh();
    const hashes = new Array<string | undefined>(paths.length).fill(undefined);
    await this.#log.getMany(paths.map(sha256), (i, payload) => {
      if (payload.toString('hex', 0, hashBytes) === stamps[i])
        hashes[i] = payload.toString('hex', hashBytes, 2 * hashBytes);
    });
    return hashes;
  }

  /** @param stamp of the file before it was read, and still after. Never rejects. */
  async remember(path: string, stamp: Stamp, hash: string): Promise<void> {
    await this.#log.put(sha256(path), Buffer.from(stamp + hash, 'hex'));
  }
}

/** Undefined for a file that cannot be found, or that was touched a moment ago. */
export async function stampOf(path: string): Promise<Stamp | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  if (!found || Date.now() - Number(found.ctimeMs) < restlessMs) return undefined;
  const { dev, ino, size, mtimeNs, ctimeNs } = found;
  return sha256([dev, ino, size, mtimeNs, ctimeNs].join(' ')) as Stamp;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
