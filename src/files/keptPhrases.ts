import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { PackedEmbeddings } from '../core/craft/packedEmbeddings';
import { evictOldest } from './evictOldest';
import { makeFolders } from './makeFolders';
import { writeAtomically } from './writeAtomically';

/** 'SPP1' */
const magic = 0x53505031;
const headerBytes = 12;
const checksumBytes = 32;
/** Ten lists of 100,000 phrases at ViT-B/32's width. */
const defaultMaxBytes = 512 * 1024 * 1024;

export interface KeptPhrasesOptions {
  /** They lie in `phrases` below it. */
  readonly cacheFolder: string;
  /** Everything but the phrases that their embeddings depend on: checkpoint, numbers. */
  readonly context: string;
  readonly width: number;
  readonly maxBytes?: number;
}

/**
 * Embeddings of lists of phrases on disk, a file for each list and checkpoint: `magic, rows, width` (u32 LE), the scales
 * (f32 LE), the values (i8), and the SHA-256 of context, phrases and content. Files appear by renaming; one that is cut off,
 * damaged or somebody else's counts as absent and is made again. The oldest go when all take too much.
 */
export class KeptPhrases {
  readonly #folder: string;

  constructor(private readonly options: KeptPhrasesOptions) {
    this.#folder = join(options.cacheFolder, 'phrases');
  }

  async get(texts: readonly string[]): Promise<PackedEmbeddings | undefined> {
    const { width } = this.options;
    const rows = texts.length;
    const contentBytes = headerBytes + rows * 4 + rows * width;
    const key = this.#key(texts);
    const bytes = await readExactly(this.#file(key), contentBytes + checksumBytes);
    if (bytes === undefined) return undefined;
    const isOurs =
      bytes.readUInt32LE(0) === magic && bytes.readUInt32LE(4) === rows && bytes.readUInt32LE(8) === width;
    const content = bytes.subarray(0, contentBytes);
    if (!isOurs || !checksum(key, content).equals(bytes.subarray(contentBytes))) return undefined;
    const scales = new Float32Array(rows);
    for (let row = 0; row < rows; row++) scales[row] = content.readFloatLE(headerBytes + row * 4);
    const values = new Int8Array(rows * width);
    values.set(new Int8Array(content.buffer, content.byteOffset + headerBytes + rows * 4, rows * width));
    return new PackedEmbeddings(width, scales, values);
  }

  /** @returns false where it could not be kept: that costs time, not results */
  async put(texts: readonly string[], packed: PackedEmbeddings): Promise<boolean> {
    const { maxBytes = defaultMaxBytes } = this.options;
    const { rows, width, scales, values } = packed;
    const content = Buffer.alloc(headerBytes + rows * 4 + rows * width);
    [magic, rows, width].forEach((value, i) => content.writeUInt32LE(value, i * 4));
    scales.forEach((scale, row) => content.writeFloatLE(scale, headerBytes + row * 4));
    content.set(new Uint8Array(values.buffer, values.byteOffset, values.length), headerBytes + rows * 4);
    const key = this.#key(texts);
    try {
      await makeFolders(this.#folder);
      await writeAtomically(this.#file(key), Buffer.concat([content, checksum(key, content)]));
      await evictOldest(this.#folder, maxBytes);
      return true;
    } catch {
      return false;
    }
  }

  #key(texts: readonly string[]): string {
    const hash = createHash('sha256').update(this.options.context);
    for (const text of texts) hash.update('\0').update(text);
    return hash.digest('hex');
  }

  #file(key: string): string {
    return join(this.#folder, key);
  }
}

function checksum(key: string, content: Buffer): Buffer {
  return createHash('sha256').update(key).update(content).digest();
}

/** The bytes of a file; undefined where it has another length, so that nothing endless or grown is read. */
async function readExactly(file: string, length: number): Promise<Buffer | undefined> {
  try {
    const handle = await open(file);
    try {
      const found = await handle.stat();
      if (!found.isFile() || found.size !== length) return undefined;
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await handle.read(bytes, 0, length, 0);
      return bytesRead === length ? bytes : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
