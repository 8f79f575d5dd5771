import type { Preprocessing } from '../core/clip/preprocessing';
import type { Checkpoint, Precision, Tokenization } from '../core/ports';

/** One embedding of a request, as soon as it is there. */
export interface EncodedText {
  /** Position in the request's texts. */
  readonly index: number;
  /** Unit length. */
  readonly embedding: Float32Array;
}

export interface EncodeTextsOptions {
  /** New tokens of one run, about; read before each. */
  readonly tokensPerRun: number;
  /** fp32 by default. */
  readonly precision?: Precision;
}

/** A checkpoint ready to run: what the rest of the engine needs to know of CLIP, whatever files it came from. */
export interface Model {
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  /** The folder it was read from, absolute. */
  readonly folder: string;
  tokenize(texts: readonly string[]): Tokenization[];
  /**
   * Encodes texts in short native runs, one `yield` each, so that the scheduler can put something more urgent
   * between two runs or drop the rest by ending the generator.
   */
  encodeTexts(texts: readonly string[], options: EncodeTextsOptions): AsyncGenerator<EncodedText[]>;
  /**
   * Writes what texts of that precision need on disk, so that their first run need not: it would hold up what is more
   * urgent. Absent where nothing has to be written.
   */
  prepareTexts?(precision: Precision): Promise<void>;
  /**
   * @param pixels `[count, 3, imageSize, imageSize]`, preprocessed, row-major
   * @returns unit-length embeddings `[count, embeddingWidth]`, row-major
   */
  encodePixels(pixels: Float32Array, count: number): Promise<Float32Array>;
  /**
   * False where the files that it was read from are others than they were, or may be: what it has computed since this
   * was asked last may be of neither. Absent where nothing can change.
   */
  isUnchanged?(): boolean;
  /** Frees sessions and caches. No method may be called afterwards. */
  dispose(): Promise<void>;
}
