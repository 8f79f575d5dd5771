import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../../files/writeAtomically';
import { evictOldest } from '../../files/evictOldest';
import { makeFolders } from '../../files/makeFolders';

export interface CachedEmbedding {
  readonly embedding: Float32Array;
  /** Size of the picture in pixels. */
  readonly width: number;
  readonly height: number;
}

export interface EmbeddingCacheOptions {
  readonly folder: string;
  /** Everything but the picture that an embedding depends on: checkpoint, preprocessing. */
  readonly context: string;
  readonly embeddingWidth: number;
  /** Told once when nothing can be kept. */
  readonly onUnwritable: (error: unknown) => void;
  readonly maxBytes?: number;
}

/** 'SPL2': entries before it may be of weights that were overwritten while they were read. */
const magic = 0x53504c32;
const headerBytes = 12;
const checksumBytes = 32;
const defaultMaxBytes = 256 * 1024 * 1024;
/** Writes between two looks at the folder's size. */
const evictEvery = 1000;

/**
 * Image embeddings on disk, one small file each: `magic, width, height` (u32 LE), the embedding (f32 LE), and the
 * SHA-256 of context and content. Files appear by renaming, so that any number of processes may share the folder; an
 * entry that is cut off, damaged or somebody else's counts as absent.
 */
export class EmbeddingCache {
  readonly #options: EmbeddingCacheOptions;
  readonly #folder: string;
  #writes = 0;
  #writable = true;

  constructor(options: EmbeddingCacheOptions) {
    this.#options = options;
    this.#folder = join(options.folder, sha256(options.context).toString('hex').slice(0, 32));
  }

  async get(hash: string): Promise<CachedEmbedding | undefined> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#file(hash));
    } catch {
      return undefined;
    }
    const contentBytes = headerBytes + this.#options.embeddingWidth * 4;
    if (bytes.length !== contentBytes + checksumBytes || bytes.readUInt32LE(0) !== magic) return undefined;
    const content = bytes.subarray(0, contentBytes);
    if (!this.#checksum(hash, content).equals(bytes.subarray(contentBytes))) return undefined;
    const embedding = new Float32Array(this.#options.embeddingWidth);
    for (let i = 0; i < embedding.length; i++) embedding[i] = content.readFloatLE(headerBytes + i * 4);
    return { embedding, width: content.readUInt32LE(4), height: content.readUInt32LE(8) };
  }

  /** Never rejects: a cache that cannot be written costs time, not results. */
  async put(hash: string, { embedding, width, height }: CachedEmbedding): Promise<void> {
    if (!this.#writable) return;
    const content = Buffer.alloc(headerBytes + embedding.length * 4);
    content.writeUInt32LE(magic, 0);
    content.writeUInt32LE(width, 4);
    content.writeUInt32LE(height, 8);
    embedding.forEach((value, i) => content.writeFloatLE(value, headerBytes + i * 4));
    const file = this.#file(hash);
    try {
      if (this.#writes++ % evictEvery === 0)
        await evictOldest(this.#options.folder, this.#options.maxBytes ?? defaultMaxBytes);
      await makeFolders(dirname(file));
      await writeAtomically(file, Buffer.concat([content, this.#checksum(hash, content)]));
    } catch (error) {
      // Another process may have evicted the folder or hold the file (Windows): one lost entry, not a broken disk.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || (code === 'EPERM' && process.platform === 'win32')) return;
      if (this.#writable) this.#options.onUnwritable(error);
      this.#writable = false;
    }
  }

  #file(hash: string): string {
    return join(this.#folder, hash.slice(0, 2), hash);
  }

  #checksum(hash: string, content: Buffer): Buffer {
    return createHash('sha256').update(this.#options.context).update(hash).update(content).digest();
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
