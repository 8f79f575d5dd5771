import type { DeviceChoosing, DeviceState } from '../core/device';
import type { Preprocessing } from '../core/clip/preprocessing';
import type {
  AttentionByLayer,
  Checkpoint,
  PictureAttention,
  PicturePlaces,
  Precision,
  TextAttention,
  Tokenization,
} from '../core/ports';
import type { PairSums } from '../core/statistics/streamedMoments';

/** One embedding of a request, as soon as it is there. */
export interface EncodedText {
  /** Position in the request. */
  readonly index: number;
  /** Unit length. */
  readonly embedding: Float32Array;
}

export interface EncodeTextsOptions {
  /** New tokens of one run, about; read before each. */
  readonly tokensPerRun: number;
  /** fp32 by default. */
  readonly precision?: Precision;
  /** What the sequences were made of, one each: for what reads texts by itself. */
  readonly texts?: readonly string[];
  /** Aborting rejects with the signal's reason where a run can be given up. */
  readonly signal?: AbortSignal;
}

/** Sizes of one native run: while someone types, so that a key press waits little, and otherwise. */
export interface RunSizes {
  /** New tokens, about. */
  readonly tokens: { readonly interactive: number; readonly idle: number };
  readonly pictures: { readonly interactive: number; readonly idle: number };
}

/**
 * Of a processor's cores. Runs of 192 tokens are a little faster than those of 48. For a ViT-B/32 one thread took 80, 65,
 * 60, 59, 59 ms a picture in runs of 1, 2, 4, 8, 16; and who presses a key waits for the run that has begun.
 */
export const usualRunSizes: RunSizes = {
  tokens: { interactive: 48, idle: 192 },
  pictures: { interactive: 1, idle: 4 },
};

/** Of the places of one picture; see `PicturePlaces`. */
export type ModelPlaces = Pick<PicturePlaces, 'rows' | 'columns' | 'features' | 'evidence' | 'attention'>;

/** Of one picture; see `PictureAttention`. */
export type ModelPictureAttention = Pick<
  PictureAttention,
  'rows' | 'columns' | 'hasOwnToken' | keyof AttentionByLayer
>;

/**
 * A checkpoint ready to run: the seam to what computes. Token ids go in and embeddings come out, pixels go in and
 * embeddings come out; what does it, from which files and on which machine, nobody in front of it knows. Messages,
 * turns, decoding and the cache of pictures are in front.
 */
export interface Model {
  /** Its hash names its numbers: what computes others, by another arithmetic, has another hash. */
  readonly checkpoint: Checkpoint;
  readonly preprocessing: Preprocessing;
  /** `usualRunSizes` where it is absent. */
  readonly runSizes?: RunSizes;
  /** Runs that may be under way side by side; 1 where it is absent, as on one processor. */
  readonly runsAtOnce?: number;
  tokenize(texts: readonly string[]): Tokenization[];
  /**
   * Encodes texts in short native runs, one `yield` each, so that the scheduler can put something more urgent
   * between two runs or drop the rest by ending the generator.
   * @param sequences of token ids, as `tokenize` gives them
   */
  encodeTokens(
    sequences: readonly (readonly number[])[],
    options: EncodeTextsOptions,
  ): AsyncGenerator<EncodedText[]>;
  /**
   * Writes what texts of that precision need on disk, so that their first run need not: it would hold up what is more
   * urgent. Absent where nothing has to be written.
   */
  prepareTexts?(precision: Precision): Promise<void>;
  /**
   * @param pixels `[count, 3, imageSize, imageSize]`, preprocessed, row-major
   * @param signal aborting rejects with its reason where a run can be given up
   * @returns unit-length embeddings `[count, embeddingWidth]`, row-major
   */
  encodePixels(pixels: Float32Array, count: number, signal?: AbortSignal): Promise<Float32Array>;
  /**
   * What it makes of the places of one picture, a native run of its own; absent where it cannot tell.
   * @param pixels `[3, imageSize, imageSize]`, preprocessed, row-major
   * @param directions of texts, of unit length: `[count, embeddingWidth]`, row-major
   */
  readPlaces?(pixels: Float32Array, directions: Float32Array, count: number): Promise<ModelPlaces>;
  /** What computes pictures, whatever was asked for; absent where that is always the processor. */
  device?(choosing: DeviceChoosing): Promise<Omit<DeviceState, 'asked'>>;
  /** Products of large matrices; plain loops do where it is absent. */
  readonly products?: ModelProducts;
  /** Tells what its towers read; absent where it cannot tell. */
  readonly attention?: ModelAttention;
  /**
   * False where the files that it was read from are others than they were, or may be: what it has computed since this
   * was asked last may be of neither. Absent where nothing can change.
   */
  isUnchanged?(): boolean;
  /** Frees sessions and caches. No method may be called afterwards. */
  dispose(): Promise<void>;
}

/** What many embeddings and many values are compared with, a native run of its own each. Sums run in 64 bits. */
export interface ModelProducts {
  /**
   * @param pictures embeddings, `[count, embeddingWidth]`, row-major
   * @param texts embeddings of any number of texts
   * @returns their cosines, `[count, texts]`, row-major
   */
  cosines(pictures: Float32Array, count: number, texts: readonly Float32Array[]): Promise<Float32Array>;
  /** @param values `[observations, things]`, row-major */
  pairSums(values: Float64Array, things: number): Promise<PairSums>;
}

/** What the towers of a checkpoint read, a native run of its own each. */
export interface ModelAttention {
  /** Writes what it needs on disk, so that its first run need not. */
  prepare(): Promise<void>;
  /** @param pixels `[3, imageSize, imageSize]`, preprocessed, row-major */
  ofPicture(pixels: Float32Array): Promise<ModelPictureAttention>;
  ofText(text: string): Promise<TextAttention>;
}
