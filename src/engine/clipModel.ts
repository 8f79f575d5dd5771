import type { DeviceChoosing, DeviceState } from '../core/device';
import type { Preprocessing } from '../core/clip/preprocessing';
import type { Checkpoint, Precision, Tokenization } from '../core/ports';
import type { AcceleratedSession } from './device/acceleratedSession';
import type { FilesInUse } from './checkpoint/filesInUse';
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
import type { Products } from './products';
import type { CausalTexts } from './text/causalTexts';
import type { ClipTokenizer } from './text/clipTokenizer';
import type { PaddedTexts } from './text/paddedTexts';

export interface ClipModelParts {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  readonly tokenizer: ClipTokenizer;
  readonly texts: CausalTexts | PaddedTexts;
  readonly imageEncoder: ImageEncoder;
  /** What the image encoder runs on, where that may be another device than the processor; not so where nothing can be kept. */
  readonly accelerated?: AcceleratedSession;
  readonly patchReader: PatchReader;
  readonly attention: AttentionReader;
  readonly products: Products;
  readonly files: FilesInUse;
  /** Called when nothing reads its graphs any more. */
  readonly onDisposed: () => Promise<void>;
}

/** A CLIP or SigLIP whose towers run in ONNX Runtime. */
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
    return this.#parts.texts.prepare(precision);
  }

  encodeTokens(
    sequences: readonly (readonly number[])[],
    options: EncodeTextsOptions,
  ): AsyncGenerator<EncodedText[]> {
    return this.#parts.texts.encode(sequences, options);
  }

  encodePixels(pixels: Float32Array, count: number): Promise<Float32Array> {
    return this.#parts.imageEncoder.encode(pixels, count);
  }

  async device(choosing: DeviceChoosing): Promise<Omit<DeviceState, 'asked'>> {
    const { accelerated } = this.#parts;
    await accelerated?.choose(choosing);
    const excluded = this.checkpoint.runtime ?? 'unkept';
    return accelerated?.state ?? { pictures: 'cpu', excluded, refused: [] };
  }

  readPlaces(pixels: Float32Array, directions: Float32Array, count: number): Promise<ModelPlaces> {
    return this.#parts.patchReader.read(pixels, directions, count);
  }

  isUnchanged(): boolean {
    return this.#parts.files.areUnchanged();
  }

  async dispose(): Promise<void> {
    const { texts, imageEncoder, patchReader, attention, products, onDisposed } = this.#parts;
    await Promise.all([texts, imageEncoder, patchReader, attention, products].map((each) => each.dispose()));
    await onDisposed();
  }
}
