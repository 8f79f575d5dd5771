import type { DeviceState } from '../../core/device';
import type { Preprocessing } from '../../core/clip/preprocessing';
import type { Checkpoint, Tokenization } from '../../core/ports';
import type { FilesInUse } from '../checkpoint/filesInUse';
import type { EncodedText, Model } from '../model';
import type { LazySession } from '../session';
import type { ClipTokenizer } from '../text/clipTokenizer';
import type { ExportedImages } from './exportedImages';
import type { ExportedText } from './exportedText';

export interface ExportedModelParts {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly tokenizer: ClipTokenizer;
  readonly text: ExportedText;
  readonly images: ExportedImages;
  /** Disposed of with the model. */
  readonly sessions: readonly LazySession[];
  readonly files: FilesInUse;
  /** Called when nothing reads its graphs any more. */
  readonly onDisposed: () => Promise<void>;
}

/**
 * An ONNX export, run as it is. It shares no prefixes between texts; texts of the same number of tokens share a run,
 * so that none needs padding.
 */
export class ExportedModel implements Model {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly #parts: ExportedModelParts;

  constructor(parts: ExportedModelParts) {
    this.checkpoint = parts.checkpoint;
    this.preprocessing = parts.preprocessing;
    this.#parts = parts;
  }

  tokenize(texts: readonly string[]): Tokenization[] {
    return texts.map((text) => this.#parts.tokenizer.tokenize(text));
  }

  async *encodeTokens(
    tokens: readonly (readonly number[])[],
    limits: { readonly tokensPerRun: number },
  ): AsyncGenerator<EncodedText[]> {
    const { text: tower } = this.#parts;
    const sequences = tokens.map((ids, index) => ({ ids, index }));
    sequences.sort((a, b) => a.ids.length - b.ids.length);
    for (let start = 0; start < sequences.length;) {
      const { length } = sequences[start]!.ids;
      const run = sequences
        .slice(start, start + tower.textsPerRun(length, limits.tokensPerRun))
        .filter(({ ids }) => ids.length === length);
      const embeddings = await tower.embed(run.map(({ ids }) => ids));
      start += run.length;
      yield run.map(({ index }, i) => ({ index, embedding: embeddings[i]! }));
    }
  }

  device(): Promise<Omit<DeviceState, 'asked'>> {
    return Promise.resolve({ pictures: 'cpu', excluded: 'export', refused: [] });
  }

  async encodePixels(pixels: Float32Array, count: number): Promise<Float32Array> {
    const { embeddingWidth } = this.checkpoint;
    const result = new Float32Array(count * embeddingWidth);
    const embeddings = await this.#parts.images.embed(pixels, count);
    embeddings.forEach((each, i) => result.set(each, i * embeddingWidth));
    return result;
  }

  isUnchanged(): boolean {
    return this.#parts.files.areUnchanged();
  }

  async dispose(): Promise<void> {
    const { sessions, onDisposed } = this.#parts;
    await Promise.all(sessions.map((session) => session.dispose()));
    await onDisposed();
  }
}
