import { rm } from 'node:fs/promises';
import type { Preprocessing } from '../../core/clip/preprocessing';
import type { Checkpoint, Tokenization } from '../../core/ports';
import type { EncodedText, Model } from '../model';
import type { ClipTokenizer } from '../text/clipTokenizer';
import type { ExportedTowers } from './exportedTowers';

/** Pictures of one run, where the graph takes more than one. */
const runSize = 8;

export interface ExportedModelParts {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly folder: string;
  readonly tokenizer: ClipTokenizer;
  readonly towers: ExportedTowers;
  /** Removed with the model. */
  readonly temporaryFolder?: string;
}

/**
 * An ONNX export, run as it is. It shares no prefixes between texts; texts of the same number of tokens share a run,
 * so that none needs padding.
 */
export class ExportedModel implements Model {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly folder: string;
  readonly #parts: ExportedModelParts;

  constructor(parts: ExportedModelParts) {
    this.checkpoint = parts.checkpoint;
    this.preprocessing = parts.preprocessing;
    this.folder = parts.folder;
    this.#parts = parts;
  }

  tokenize(texts: readonly string[]): Tokenization[] {
    return texts.map((text) => this.#parts.tokenizer.tokenize(text));
  }

  async *encodeTexts(
    texts: readonly string[],
    limits: { readonly maxNewTokens: number },
  ): AsyncGenerator<EncodedText[]> {
    const { towers } = this.#parts;
    const sequences = this.tokenize(texts).map(({ ids }, index) => ({ ids, index }));
    sequences.sort((a, b) => a.ids.length - b.ids.length);
    for (let start = 0; start < sequences.length;) {
      const { length } = sequences[start]!.ids;
      const run = sequences
        .slice(start, start + towers.textsPerRun(length, limits.maxNewTokens))
        .filter(({ ids }) => ids.length === length);
      const embeddings = await towers.embedTexts(run.map(({ ids }) => ids));
      start += run.length;
      yield run.map(({ index }, i) => ({ index, embedding: embeddings[i]! }));
    }
  }

  async encodePixels(pixels: Float32Array, count: number): Promise<Float32Array> {
    const { towers } = this.#parts;
    const { imageSize, embeddingWidth } = this.checkpoint;
    const picture = 3 * imageSize ** 2;
    if (pixels.length !== count * picture) {
      throw new RangeError(`${pixels.length} values are not ${count} pictures of ${picture}`);
    }
    const result = new Float32Array(count * embeddingWidth);
    const most = towers.picturesPerRun(runSize);
    for (let start = 0; start < count; start += most) {
      const size = Math.min(most, count - start);
      const run = pixels.subarray(start * picture, (start + size) * picture);
      const embeddings = await towers.embedPictures(run, size);
      embeddings.forEach((each, i) => result.set(each, (start + i) * embeddingWidth));
    }
    return result;
  }

  async dispose(): Promise<void> {
    const { towers, temporaryFolder } = this.#parts;
    await towers.dispose();
    if (temporaryFolder) await rm(temporaryFolder, { recursive: true, force: true });
  }
}
