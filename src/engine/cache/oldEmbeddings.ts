import { createHash } from 'node:crypto';
import { readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';

/** 'SPL2' */
const magic = 0x53504c32;
const checksumBytes = 32;
/** Files read at once; libuv has four threads. */
const readers = 8;

/**
 * What earlier versions kept: one small file for each picture, in folders by the first byte of its hash. `magic, width,
 * height` (u32 LE), the embedding (f32 LE), and the SHA-256 of context, hash and all before.
 */
export class OldEmbeddings {
  readonly #contentBytes: number;
  #moving: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly context: string,
    embeddingWidth: number,
  ) {
    this.#contentBytes = 12 + embeddingWidth * 4;
  }

  /** A payload that has not been moved yet. Never rejects. */
  async get(hash: string): Promise<Buffer | undefined> {
    const bytes = await readFile(join(this.folder, hash.slice(0, 2), hash)).catch(() => undefined);
    return bytes && this.#payloadOf(hash, bytes);
  }

  /**
   * Hands over the payloads of those that are sound, and deletes each file when it has been kept. One that is killed
   * meanwhile goes on at the next start; two that do it at once do no harm. Never rejects.
   * @param keep tells whether it could
   */
  moveTo(keep: (hash: string, payload: Buffer) => Promise<boolean>): Promise<void> {
    return (this.#moving ??= this.#move(keep));
  }

  async #move(keep: (hash: string, payload: Buffer) => Promise<boolean>): Promise<void> {
    const names = await readdir(this.folder).catch(() => [] as string[]);
    for (const name of names) {
      if (!/^[0-9a-f]{2}$/.test(name)) continue;
      const folder = join(this.folder, name);
      const hashes = (await readdir(folder).catch(() => [] as string[])).values();
      const move = async (): Promise<void> => {
        for (const hash of hashes) {
          const file = join(folder, hash);
          const bytes = await readFile(file).catch(() => undefined);
          const payload = bytes && this.#payloadOf(hash, bytes);
          if (!bytes || (payload && !(await keep(hash, payload)))) continue;
          await rm(file, { force: true }).catch(() => undefined);
        }
      };
      await Promise.all(Array.from({ length: readers }, move));
      await rmdir(folder).catch(() => undefined);
    }
  }

  #payloadOf(hash: string, bytes: Buffer): Buffer | undefined {
    const content = bytes.subarray(0, this.#contentBytes);
    if (bytes.length !== this.#contentBytes + checksumBytes || bytes.readUInt32LE(0) !== magic)
      return undefined;
    if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
    const sum = createHash('sha256').update(this.context).update(hash).update(content).digest();
    return sum.equals(bytes.subarray(this.#contentBytes)) ? content.subarray(4) : undefined;
  }
}
