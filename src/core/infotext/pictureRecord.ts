import type { Dialect } from '../spell/spell';

/** The program that made a picture and wrote down how. */
export type Maker =
  | 'a1111'
  | 'forge'
  | 'sdnext'
  | 'comfyui'
  | 'swarmui'
  | 'invokeai'
  | 'fooocus'
  | 'ruinedfooocus'
  | 'novelai'
  | 'easydiffusion'
  | 'drawthings'
  | 'civitai'
  | 'tensorart'
  | 'unknown';

/** Why a record's prompt is not word for word what the checkpoint was given. */
export type Approximation =
  /** A language model rewrote it on the way: the prompt is what that model was given. */
  | 'rewritten'
  /** A node draws words (wildcards, random lines), and the picture does not say which. */
  | 'random'
  /** Joined of several conditionings: one text of several that act together, at places or times of their own. */
  | 'combined'
  /** Its text passes through a node of unknown kind. */
  | 'unknown-node'
  /** A switch whose setting is not written down. */
  | 'unknown-switch'
  /** Only the editor's form of the workflow is there, whose values have no names. */
  | 'workflow-only';

/** A node of a ComfyUI graph. */
export interface GraphNode {
  /** `6`, or `30:6` inside of a subgraph. */
  readonly id: string;
  /** `CLIPTextEncode`. */
  readonly type: string;
  readonly title?: string;
}

/** A text of a graph, and where it stands. */
export interface GraphText extends GraphNode {
  readonly input: string;
  readonly text: string;
}

/** Why a sampler's texts were taken. */
export type SamplerReason =
  | 'only-sampler'
  /** Several, and all are given the same texts: the one that begins. */
  | 'same-texts'
  /** Several with different texts: the one that begins with an empty latent. */
  | 'first-pass'
  /** Several with different texts, of which none or more than one begins: the one that most of the picture comes from. */
  | 'several'
  /** No sampler was found: texts by their titles or by being the only ones. */
  | 'no-sampler'
  /** What a site wrote beside the graph. */
  | 'beside-graph';

/** Which nodes a record came from. */
export interface GraphOrigin {
  readonly reason: SamplerReason;
  readonly sampler?: GraphNode;
  /** In the order in which they were joined. */
  readonly prompt: readonly GraphText[];
  readonly negative: readonly GraphText[];
}

/** Another reading of the same record: of another sampler, or of another text. */
export interface RecordChoice {
  readonly prompt: string;
  readonly negative?: string;
  /** Decimal digits. */
  readonly seed?: string;
  readonly origin: GraphOrigin;
}

/** A character of NovelAI V4, which has a prompt of its own. */
export interface CharacterPrompt {
  readonly prompt: string;
  readonly negative?: string;
}

/** What one source in a file says. */
export interface PictureRecord {
  /** The place in the file: `png:tEXt parameters`, `exif:UserComment`, `xmp:exif:UserComment`, `sidecar:txt`, `stealth:alpha`. */
  readonly source: string;
  readonly maker: Maker;
  /** The syntax in which the maker reads the prompt. */
  readonly dialect: Dialect;
  /** May be empty: an unconditioned picture, or an upscaled one. */
  readonly prompt: string;
  /** Absent where the record has none, or where it was zeroed. */
  readonly negative?: string;
  /** The negative prompt had no effect: CFG was 1. */
  readonly negativeUnused?: 'cfg-1';
  /** The text before wildcards, styles and macros were filled in, where the maker kept both. */
  readonly template?: { readonly prompt: string; readonly negative?: string };
  readonly characters?: readonly CharacterPrompt[];
  /** Decimal digits, as written; never through a number. Absent where it is unknown (`-1`, `None`). */
  readonly seed?: string;
  /** Names (A1111's where there is one: Steps, Sampler, Schedule type, CFG scale, Seed, Size, Model …) and values, in order. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** Most important first; empty where the prompt is exact. */
  readonly approximate?: readonly Approximation[];
  /** Only of graphs. */
  readonly origin?: GraphOrigin;
  /** Only where they differ from this record: the user is asked. */
  readonly choices?: readonly RecordChoice[];
}

export type PictureKind = 'png' | 'apng' | 'jpeg' | 'webp' | 'avif' | 'heic' | 'gif' | 'unknown' | 'empty';

/** Why something in a file was not read. Nothing here is an exception: what else could be read is there. */
export interface PictureProblem {
  readonly code:
    /** The file ends before it says it does, or its lengths cannot be true. */
    | 'picture-damaged'
    /** A text is larger than `limit` bytes, inflated. */
    | 'record-too-large'
    /** A text that looks like a maker's cannot be parsed. */
    | 'record-unreadable'
    /** More sources than are looked at. */
    | 'too-many-records';
  /** Of a record, as its `source`; of a file, its kind. */
  readonly source: string;
  readonly limit?: number;
}

/** All that a picture file says of how it was made. */
export interface PictureReading {
  readonly kind: PictureKind;
  /** In pixels, as stored: the header's, before EXIF orientation. */
  readonly width?: number;
  readonly height?: number;
  /** Best first. Empty where the picture says nothing. Same texts from two places are one record. */
  readonly records: readonly PictureRecord[];
  readonly problems: readonly PictureProblem[];
  /** The user is to be asked: the best record has choices, or records disagree and none is surely better. */
  readonly hasChoice: boolean;
}

/** Pixels of a picture, not premultiplied, eight bits a channel. */
export interface RgbaPixels {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, row by row. */
  readonly data: Uint8Array;
}

/** Bits that lie in the lowest bits of channels: of alpha alone, or of red, green and blue in turn. */
export type HiddenChannels = 'alpha' | 'rgb';

/** What lies in the lowest bits of pixels behind its signature and length. */
export interface HiddenRecord {
  readonly channels: HiddenChannels;
  /** With gzip. */
  readonly isPacked: boolean;
  /** At most `MAX_TEXT` bytes. */
  readonly payload: Uint8Array;
}

/** What reading asks of the outside. */
export interface PicturePorts {
  /**
   * Inflates a zlib or gzip stream; one that is cut off as far as it goes.
   * @param limit most bytes that come of it
   * @returns undefined where it is no such stream; 'too-large' where more would come of it
   */
  readonly inflate: (bytes: Uint8Array, limit: number) => Uint8Array | 'too-large' | undefined;
  /**
   * What is hidden in the pixels, where they cannot be decoded here: those of WebP, and of PNGs that are interlaced or large.
   * Asked for only where the file says nothing in any other place. undefined where nothing is hidden.
   */
  readonly hidden?: () => Promise<HiddenRecord | 'too-large' | 'unreadable' | undefined>;
}

/** What lies beside a picture under the same base name. */
export interface Sidecars {
  readonly txt?: string;
  readonly json?: string;
}
