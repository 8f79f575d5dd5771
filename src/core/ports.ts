/** What core asks of the outside. Implemented by the engine's client; faked in tests. */
import type { Framing } from './clip/preprocessing';
import type { HiddenRecord } from './infotext/pictureRecord';
import type { ProgressPhase } from './phases';

/** What a loaded checkpoint says of itself. */
export interface Checkpoint {
  /** Registry id or folder name, for people. */
  readonly id: string;
  /** SHA-256 (hex) over its weights and configuration: scores of different hashes are never compared. */
  readonly hash: string;
  readonly family: 'clip' | 'siglip';
  /** Elements of an embedding. */
  readonly embeddingWidth: number;
  /** Tokens a text may have, begin and end tokens included (77 for CLIP). */
  readonly contextLength: number;
  /** exp(t): similarities are cos · logitScale (+ logitBias for SigLIP). */
  readonly logitScale: number;
  readonly logitBias: number;
  /** Edge of the square picture that the image tower sees, in pixels. */
  readonly imageSize: number;
  /** How a picture becomes that square; absent where nobody said. */
  readonly framing?: Framing;
  /** BCP-47 codes that the checkpoint reads well; empty when unknown. */
  readonly languages: readonly string[];
  /** Absent where this machine computes. */
  readonly server?: ScoringServer;
  /** What computes on this machine where it is no native code, which is several times faster; absent where it is. */
  readonly runtime?: 'wasm';
}

/** A server that runs a checkpoint's towers, and how well it agrees with the same checkpoint on this machine. */
export interface ScoringServer {
  /** Host and port. */
  readonly host: string;
  /** The model's name there. */
  readonly model: string;
  /** `Checkpoint.id` of the same checkpoint on this machine. */
  readonly checkpoint: string;
  /** `Checkpoint.hash` of it. */
  readonly checkpointHash: string;
  /** Cosines of one text and one picture as both embed them: 1 for the same numbers. */
  readonly agreement: { readonly text: number; readonly picture: number };
}

/** How a text becomes tokens. Counts include begin and end tokens. */
export interface Tokenization {
  readonly ids: readonly number[];
  /** Tokens the whole text has, before any truncation. */
  readonly count: number;
  /** UTF-16 offset in the text of the first word that did not fit the context; undefined when all fitted. */
  readonly lostFrom?: number;
}

export interface TextEmbedding {
  /** Unit length, `embeddingWidth` elements. */
  readonly embedding: Float32Array;
  /** Tokens the whole text has, before any truncation. */
  readonly tokenCount: number;
  readonly lostFrom?: number;
}

export type ImageErrorCode =
  | 'image-missing'
  | 'image-unreadable'
  | 'image-empty'
  | 'image-pointer'
  | 'image-not-a-picture'
  /** A picture of a kind that is not read; `detail` is what people call it. */
  | 'image-kind-unread'
  | 'image-too-large'
  | 'image-too-narrow'
  | 'image-too-slow'
  | 'image-no-memory'
  | 'image-crashed'
  | 'image-truncated';

export type ImageOutcome =
  | {
      readonly path: string;
      readonly ok: true;
      /** Unit length, `embeddingWidth` elements. */
      readonly embedding: Float32Array;
      /** SHA-256 (hex) of the file's bytes. */
      readonly hash: string;
      /** Size in pixels after EXIF orientation. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly path: string; readonly ok: false; readonly code: ImageErrorCode; readonly detail: string };

/** Lower runs first: what the caret is in, what is visible, what is not. */
export type Priority = 'caret' | 'visible' | 'background';

/**
 * A unit of the engine's work, none of which takes long on a machine that is fast enough: `loading` a checkpoint, which
 * consists of many steps; `opening` a graph; `tokens` of one text; a `turn` of texts or pictures, one native run; reading
 * one `picture`.
 */
export type EngineWork = 'loading' | 'opening' | 'tokens' | 'turn' | 'picture';

export interface Progress {
  readonly phase: ProgressPhase;
  readonly done: number;
  readonly total: number;
}

/**
 * In which numbers texts are encoded. `int8` is faster and changes the order of close prompts: it may screen many
 * candidates, and never makes what is shown. ONNX exports answer in fp32 all the same.
 */
export type Precision = 'fp32' | 'int8';

/**
 * What becomes of transparency. `over-white` is what a viewer of the picture sees, and what is scored. `dropped` shows
 * the colour that a file keeps under it, which nobody sees but Pillow's `convert('RGB')`, and with it CLIP's own code:
 * only where numbers are compared that such code has made.
 */
export type Alpha = 'over-white' | 'dropped';

export interface EmbedOptions {
  /** Aborting rejects with the signal's reason and stops queued work. */
  readonly signal?: AbortSignal;
  readonly priority?: Priority;
  readonly onProgress?: (progress: Progress) => void;
}

export interface EmbedTextsOptions extends EmbedOptions {
  /** fp32 by default. */
  readonly precision?: Precision;
}

export interface EmbedImagesOptions extends EmbedOptions {
  /** `over-white` by default. */
  readonly alpha?: Alpha;
}

/** A part of a picture, in its own pixels (upright): half-open, fractions allowed, and beyond its edge where the tower's crop is. */
export interface PictureArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a checkpoint makes of the places of one picture: the cells of a grid, row by row from the top left. */
export interface PicturePlaces {
  /** SHA-256 (hex) of the file's bytes. */
  readonly hash: string;
  /** Size in pixels after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** What the checkpoint sees of it, which the grid covers. */
  readonly seen: PictureArea;
  readonly rows: number;
  readonly columns: number;
  /** The embedding of each place, of unit length: `[cells, embeddingWidth]`, row-major. */
  readonly features: Float32Array;
  /** What each place brought towards each text, `[texts, cells]`, row-major: its part in the slope of the cosine. */
  readonly evidence: Float32Array;
  /** How much of each place the picture's own token has read after each layer, `[layers, cells]`, row-major. */
  readonly attention: Float32Array;
}

export type PlacesOutcome =
  | ({ readonly path: string; readonly ok: true } & PicturePlaces)
  | { readonly path: string; readonly ok: false; readonly code: ImageErrorCode; readonly detail: string };

export interface ReadPlacesOptions extends EmbedOptions {
  /** Looks at this part of the picture as if it were all of it: in shares of its edges, from 0 to 1. All of it by default. */
  readonly part?: PictureArea;
}

/** A picture as it is shown: upright, over white, made smaller where it is large. */
export interface Thumbnail {
  /** Size of the picture itself in pixels. */
  readonly width: number;
  readonly height: number;
  /** Interleaved 8-bit RGB, row by row. */
  readonly shown: { readonly width: number; readonly height: number; readonly data: Uint8Array };
}

export type ThumbnailOutcome =
  | ({ readonly path: string; readonly ok: true } & Thumbnail)
  | { readonly path: string; readonly ok: false; readonly code: ImageErrorCode; readonly detail: string };

/** Looks into pictures place by place. Beside `Embedder`, as not every checkpoint can. */
export interface PatchReader {
  /**
   * @param path absolute; a bad picture is an `ok: false` outcome
   * @param texts embeddings of the texts that evidence is asked for, of unit length
   * Rejects with an `EngineError` as `Embedder` does, and with `places-unsupported` where the checkpoint's form has no places.
   */
  readPlaces(
    path: string,
    texts: readonly Float32Array[],
    options?: ReadPlacesOptions,
  ): Promise<PlacesOutcome>;
}

/** What lies in the lowest bits of a picture's pixels; `record` is absent where nothing does. */
export type HiddenRecordOutcome =
  | { readonly path: string; readonly ok: true; readonly record?: HiddenRecord | 'too-large' }
  | { readonly path: string; readonly ok: false; readonly code: ImageErrorCode; readonly detail: string };

/** Decodes pictures for those who draw on them: the decoders run behind the same door as CLIP. */
export interface PictureReader {
  /**
   * @param path absolute; a bad picture is an `ok: false` outcome
   * @param edge longer edge at most, in pixels
   */
  thumbnail(path: string, edge: number, options?: EmbedOptions): Promise<ThumbnailOutcome>;
  /** @param path absolute; a bad picture is an `ok: false` outcome */
  hiddenRecord(path: string, options?: EmbedOptions): Promise<HiddenRecordOutcome>;
}

/**
 * What the token that becomes an embedding reads, layer by layer: `[layers, places]` each, row-major. It tells where numbers
 * flow from, not what they do to the embedding.
 */
export interface AttentionByLayer {
  readonly layers: number;
  /** What it reads of each place in that layer itself, the mean over heads. */
  readonly own: Float32Array;
  /** What it has read of each place after that layer: rolled out over the layers before, residuals included. */
  readonly rollout: Float32Array;
}

/**
 * Of one picture: places are the cells of a grid, row by row from the top left. What a row lacks to 1 is what the picture's own
 * token reads of itself.
 */
export interface PictureAttention extends AttentionByLayer {
  /** SHA-256 (hex) of the file's bytes. */
  readonly hash: string;
  /** Size in pixels after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** What the checkpoint sees of it, which the grid covers. */
  readonly seen: PictureArea;
  readonly rows: number;
  readonly columns: number;
  /** False of SigLIP: what reads the places there is a learnt query, in a layer of its own after all others. */
  readonly hasOwnToken: boolean;
}

export type PictureAttentionOutcome =
  | ({ readonly path: string; readonly ok: true } & PictureAttention)
  | { readonly path: string; readonly ok: false; readonly code: ImageErrorCode; readonly detail: string };

/** Words of a text that are whole tokens together: half-open, in UTF-16 code units. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
  /** How many. */
  readonly tokens: number;
}

/** Of one text: places are its tokens, from the begin token to the end token, and each row adds up to 1. */
export interface TextAttention extends AttentionByLayer {
  readonly tokens: number;
  /** The words that the tokens between the first and the last are, in order. */
  readonly spans: readonly TokenSpan[];
  /** UTF-16 offset in the text of the first word that did not fit the context; undefined when all fitted. */
  readonly lostFrom?: number;
}

/** Tells what the two towers read. Beside `Embedder`, as not every checkpoint can. */
export interface AttentionReader {
  /**
   * @param path absolute; a bad picture is an `ok: false` outcome
   * Rejects with an `EngineError` as `Embedder` does, and with `attention-unsupported` where the checkpoint's form hides it.
   */
  attendPicture(path: string, options?: EmbedOptions): Promise<PictureAttentionOutcome>;
  /** One result per text, in order. Rejects as `attendPicture` does. */
  attendTexts(texts: readonly string[], options?: EmbedOptions): Promise<TextAttention[]>;
}

/** What looks like a line of writing in a picture, and what the picture is without it. */
export interface WrittenLine {
  readonly area: PictureArea;
  /** Shapes that stand in a line like letters. */
  readonly letters: number;
  /** Where its ink is: 1, or 0, row-major, in a size of its own. */
  readonly ink: Uint8Array;
  readonly inkWidth: number;
  readonly inkHeight: number;
  /** The embedding of the picture whose ink in this line was painted over, of unit length. */
  readonly without: Float32Array;
}

/** A picture as it was examined for writing, in the part that the checkpoint sees. */
export interface ExaminedPicture {
  /** SHA-256 (hex) of the file's bytes. */
  readonly hash: string;
  /** Size in pixels after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** Of the picture as it is, of unit length. */
  readonly embedding: Float32Array;
  /** Part of what is seen that lies in lines of writing, 0…1. */
  readonly writtenShare: number;
  /** Lines of writing, as many as were found; the first few are in `lines`. */
  readonly lineCount: number;
  /** Those with the most letters first. */
  readonly lines: readonly WrittenLine[];
}

export type ExaminationOutcome =
  | ({ readonly path: string; readonly ok: true } & ExaminedPicture)
  | { readonly path: string; readonly ok: false; readonly code: ImageErrorCode; readonly detail: string };

/** Looks for writing in pictures. Beside `Embedder`, as not everything that embeds decodes pictures by itself. */
export interface PictureExaminer {
  /**
   * @param path absolute; a bad picture is an `ok: false` outcome
   * Rejects with an `EngineError` as `Embedder` does.
   */
  examinePicture(path: string, options?: EmbedOptions): Promise<ExaminationOutcome>;
}

/** CLIP's two towers behind one door, bound to one checkpoint. */
export interface Embedder {
  /** Loads on first call. Rejects with an `EngineError` when the checkpoint is missing, broken or of an unknown kind. */
  checkpoint(options?: EmbedOptions): Promise<Checkpoint>;
  /** One result per text, in order. A text's embedding does not depend on the other texts. */
  embedTexts(texts: readonly string[], options?: EmbedTextsOptions): Promise<TextEmbedding[]>;
  /** One result per path, in order; a bad picture is an `ok: false` entry, never a rejection. Paths are absolute. */
  embedImages(paths: readonly string[], options?: EmbedImagesOptions): Promise<ImageOutcome[]>;
  tokenize(texts: readonly string[], options?: EmbedOptions): Promise<Tokenization[]>;
}

/**
 * What a phrase says of a picture. `concept` is what the bundled checkpoint was trained on; `character`, `series` and
 * `artist` come from lists of tags that tell them apart; `list` is any other phrase of a user's list.
 */
export type PhraseClass =
  | 'subject'
  | 'concept'
  | 'medium'
  | 'style'
  | 'composition'
  | 'camera'
  | 'light'
  | 'colour'
  | 'material'
  | 'mood'
  | 'time'
  | 'weather'
  | 'place'
  | 'character'
  | 'series'
  | 'artist'
  | 'list'
  | 'quality'
  | 'negative';

/** A few words that a prompt may have between two commas. */
export interface Phrase {
  readonly text: string;
  readonly class: PhraseClass;
  /** Absent where it is in no language, or nobody knows. */
  readonly language?: 'en' | 'ja';
  /** How often it is used, beside the others of its vocabulary: a count, or 0 where nobody has counted. */
  readonly frequency: number;
}

/** Phrases to choose from: those that come with Spellwright, or a user's list. */
export interface Vocabulary {
  /** For people: a file's name. */
  readonly name: string;
  readonly phrases: readonly Phrase[];
}
