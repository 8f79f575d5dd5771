import type { Preprocessing } from '../core/clip/preprocessing';
import type { Checkpoint, Precision, Tokenization } from '../core/ports';
import type { FilesInUse } from './checkpoint/filesInUse';
import type { TextTower } from './checkpoint/clipCheckpoint';
import type { ImageEncoder } from './imageEncoder';
import type { PatchReader } from './patchReader';
import type { AttentionReader } from './attentionReader';
import type {
  EncodedText,
  EncodeTextsOptions,
  Model,
  ModelAttention,
  ModelPlaces,
  ModelProducts,
} from './model';
import type { ClipTokenizer } from './text/clipTokenizer';
import type { Products } from './products';
import { pooledPrefix } from './text/pooledPrefix';
import type { TextEncoder } from './text/textEncoder';

export interface ClipModelParts {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly tokenizer: ClipTokenizer;
  readonly pooling: TextTower['pooling'];
  readonly textEncoders: Readonly<Record<Precision, TextEncoder>>;
  readonly imageEncoder: ImageEncoder;
  readonly patchReader: PatchReader;
  readonly attention: AttentionReader;
  readonly products: Products;
  readonly files: FilesInUse;
  /** Called when nothing reads its graphs any more. */
  readonly onDisposed: () => Promise<void>;
}

/** A CLIP whose towers run in ONNX Runtime. */
export class ClipModel implements Model {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly attention: ModelAttention;
  readonly products: ModelProducts;
  readonly #parts: ClipModelParts;

  constructor(parts: ClipModelParts) {
    this.checkpoint = parts.checkpoint;
    this.preprocessing = parts.preprocessing;
    this.attention = parts.attention;
    this.products = parts.products;
    this.#parts = parts;
  }

  tokenize(texts: readonly string[]): Tokenization[] {
    return texts.map((text) => this.#parts.tokenizer.tokenize(text));
  }

  prepareTexts(precision: Precision): Promise<void> {
    return this.#parts.textEncoders[precision].prepare();
  }

  encodeTokens(
    sequences: readonly (readonly number[])[],
    options: EncodeTextsOptions,
  ): AsyncGenerator<EncodedText[]> {
    const { tokenizer, pooling, textEncoders } = this.#parts;
    const prefixes = sequences.map((ids) => pooledPrefix(ids, pooling, tokenizer.endToken));
    return textEncoders[options.precision ?? 'fp32'].encode(prefixes, options);
  }

  encodePixels(pixels: Float32Array, count: number): Promise<Float32Array> {
    return this.#parts.imageEncoder.encode(pixels, count);
  }

  readPlaces(pixels: Float32Array, directions: Float32Array, count: number): Promise<ModelPlaces> {
    return this.#parts.patchReader.read(pixels, directions, count);
  }

  isUnchanged(): boolean {
    return this.#parts.files.areUnchanged();
  }

  async dispose(): Promise<void> {
    const { textEncoders, imageEncoder, patchReader, attention, products, onDisposed } = this.#parts;
    await Promise.all(
      [textEncoders.fp32, textEncoders.int8, imageEncoder, patchReader, attention, products].map((each) =>
        each.dispose(),
      ),
    );
    await onDisposed();
  }
}
