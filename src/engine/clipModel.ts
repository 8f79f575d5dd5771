import { rm } from 'node:fs/promises';
import type { Preprocessing } from '../core/clip/preprocessing';
import type { Checkpoint, Tokenization } from '../core/ports';
import type { TextTower } from './checkpoint/clipCheckpoint';
import type { ImageEncoder } from './imageEncoder';
import type { EncodedText, Model } from './model';
import type { ClipTokenizer } from './text/clipTokenizer';
import { pooledPrefix } from './text/pooledPrefix';
import type { TextEncoder } from './text/textEncoder';

export interface ClipModelParts {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly folder: string;
  readonly tokenizer: ClipTokenizer;
  readonly pooling: TextTower['pooling'];
  readonly textEncoder: TextEncoder;
  readonly imageEncoder: ImageEncoder;
  /** Removed with the model. */
  readonly temporaryFolder?: string;
}

/** A CLIP whose towers run in ONNX Runtime. */
export class ClipModel implements Model {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly folder: string;
  readonly #parts: ClipModelParts;

  constructor(parts: ClipModelParts) {
    this.checkpoint = parts.checkpoint;
    this.preprocessing = parts.preprocessing;
    this.folder = parts.folder;
    this.#parts = parts;
  }

  tokenize(texts: readonly string[]): Tokenization[] {
    return texts.map((text) => this.#parts.tokenizer.tokenize(text));
  }

  encodeTexts(
    texts: readonly string[],
    options: { readonly maxNewTokens: number },
  ): AsyncGenerator<EncodedText[]> {
    const { tokenizer, pooling, textEncoder } = this.#parts;
    const sequences = texts.map((text) =>
      pooledPrefix(tokenizer.tokenize(text).ids, pooling, tokenizer.endToken),
    );
    return textEncoder.encode(sequences, options);
  }

  encodePixels(pixels: Float32Array, count: number): Promise<Float32Array> {
    return this.#parts.imageEncoder.encode(pixels, count);
  }

  async dispose(): Promise<void> {
    const { textEncoder, imageEncoder, temporaryFolder } = this.#parts;
    await Promise.all([textEncoder.dispose(), imageEncoder.dispose()]);
    if (temporaryFolder) await rm(temporaryFolder, { recursive: true, force: true });
  }
}
