import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { OldEmbeddings } from './oldEmbeddings';
import { RecordLog } from './recordLog';

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

const sizeBytes = 8;
/** A million pictures of ViT-B's width, or half a million of SigLIP's. */
const defaultMaxBytes = 2 * 1024 * 1024 * 1024;

/**
 * Image embeddings on disk by the SHA-256 (hex) of the picture's bytes: one store for each context, see `RecordLog`. A
 * payload is width and height (u32 LE) and the embedding (f32 LE). What an earlier version kept in one file per picture is
 * taken over.
 */
export class EmbeddingCache {
  readonly #log: RecordLog;
  readonly #width: number;
  readonly #old: OldEmbeddings;
  #takingOver: Promise<void> | undefined;
  #isTakenOver = false;

  constructor({ folder, context, embeddingWidth, onUnwritable, maxBytes }: EmbeddingCacheOptions) {
    this.#width = embeddingWidth;
    const own = join(folder, createHash('sha256').update(context).digest('hex').slice(0, 32));
    this.#log = new RecordLog({
      folder: own,
      context,
      payloadBytes: sizeBytes + embeddingWidth * 4,
      limitedFolder: folder,
      maxBytes: maxBytes ?? defaultMaxBytes,
      onUnwritable,
    });
    this.#old = new OldEmbeddings(own, context, embeddingWidth);
  }

  /** Never rejects. */
  async get(hash: string): Promise<CachedEmbedding | undefined> {
    void this.#takeOver();
    let payload = await this.#log.get(hash);
    if (payload === undefined && !this.#isTakenOver) payload = await this.#old.get(hash);
    if (payload === undefined) return undefined;
    const embedding = new Float32Array(this.#width);
    copyEmbedding(payload, embedding);
    return { embedding, width: payload.readUInt32LE(0), height: payload.readUInt32LE(4) };
  }

  /**
   * Those of many pictures into one buffer, each at its place: `[hashes, embeddingWidth]`, row-major.
   * @param hashes each once
   * @returns 1 for each that was there
   */
  async getMany(hashes: readonly string[], into: Float32Array): Promise<Uint8Array> {
    await this.#takeOver();
    const found = new Uint8Array(hashes.length);
    const width = this.#width;
    await this.#log.getMany(hashes, (index, payload) => {
      copyEmbedding(payload, into.subarray(index * width, (index + 1) * width));
      found[index] = 1;
    });
    return found;
  }

  /** Which of them nobody has kept, as far as can be told without reading them. */
  async missing(hashes: readonly string[]): Promise<string[]> {
    await this.#takeOver();
    await this.#log.refresh();
    return hashes.filter((hash) => !this.#log.has(hash));
  }

  /** Never rejects: a cache that cannot be written costs time, not results. */
  async put(hash: string, { embedding, width, height }: CachedEmbedding): Promise<void> {
    const payload = Buffer.alloc(sizeBytes + embedding.length * 4);
    payload.writeUInt32LE(width, 0);
    payload.writeUInt32LE(height, 4);
    embedding.forEach((value, i) => payload.writeFloatLE(value, sizeBytes + i * 4));
    await this.#log.put(hash, payload);
  }

  #takeOver(): Promise<void> {
    return (this.#takingOver ??= this.#old
      .moveTo((hash, payload) => this.#log.put(hash, payload))
      .then(() => void (this.#isTakenOver = true)));
  }
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

function copyEmbedding(payload: Buffer, into: Float32Array): void {
  if (isLittleEndian) {
    Buffer.from(into.buffer, into.byteOffset, into.byteLength).set(payload.subarray(sizeBytes));
    return;
  }
  for (let i = 0; i < into.length; i++) into[i] = payload.readFloatLE(sizeBytes + i * 4);
}
