import type { PictureFormat } from '../core/clip/pictureFormat';

/**
 * The port to whatever draws pictures. A client for each family stands behind it (`connect.ts`); nobody outside of this
 * folder knows their routes.
 */

/** Generators that share their routes and their traps. */
export type GeneratorFamily = 'a1111' | 'forge' | 'sdnext' | 'drawthings' | 'comfyui' | 'swarmui';

/** What answers at an address. */
export interface GeneratorIdentity {
  readonly family: GeneratorFamily;
  /** As it says itself; undefined where it does not. */
  readonly version?: string;
  /** Without a password; ends without a slash. */
  readonly url: string;
}

/** How a request can be stopped: `own`, it alone; `any`, whatever the generator draws just then; `none`, not at all. */
export type Cancelling = 'own' | 'any' | 'none';

/** What a generator can do. A list is undefined where the generator does not say: nothing is checked against it then. */
export interface Capabilities {
  /** As requests name them. */
  readonly models?: readonly string[];
  readonly samplers?: readonly string[];
  readonly schedulers?: readonly string[];
  readonly loras?: readonly string[];
  /** Width and height in pixels. */
  readonly sizes?: { readonly multipleOf: number; readonly least?: number; readonly most?: number };
  readonly progress: boolean;
  readonly preview: boolean;
  readonly cancel: Cancelling;
}

/** One picture. What is left out is the generator's own default. */
export interface GenerationRequest {
  /** In the generator's own dialect, as it is sent: weights, LoRA tags and schedules are in it. */
  readonly prompt: string;
  readonly negative?: string;
  /** Decimal digits, from 0; up to 2^64 − 1, so never a number. */
  readonly seed: string;
  readonly steps?: number;
  readonly cfgScale?: number;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly sampler?: string;
  readonly scheduler?: string;
  readonly model?: string;
  /** Layers of the text encoder that are left out, from 1: none. */
  readonly clipSkip?: number;
}

export interface GenerationProgress {
  /** Waits for others; nothing is drawn yet. */
  readonly queued?: boolean;
  /** From 0 to 1; undefined where it is not known. */
  readonly fraction?: number;
  readonly step?: number;
  readonly steps?: number;
  /** The picture so far: a file of its own, small. */
  readonly preview?: Uint8Array;
}

export interface GenerationOptions {
  /**
   * Ends it: the generator is told to stop, and the call rejects with the signal's reason. Whatever half picture it gives
   * then is dropped.
   */
  readonly signal?: AbortSignal;
  /** Called until the pictures are there, never after. */
  readonly onProgress?: (progress: GenerationProgress) => void;
  /** Whether previews are worth their cost. False by default. */
  readonly preview?: boolean;
}

/** What really ran, as the generator says it afterwards; a field is undefined where it does not. */
export interface RanParameters {
  readonly prompt?: string;
  readonly negative?: string;
  readonly steps?: number;
  readonly cfgScale?: number;
  readonly width?: number;
  readonly height?: number;
  readonly sampler?: string;
  readonly scheduler?: string;
  readonly model?: string;
  readonly modelHash?: string;
}

export interface GeneratedPicture {
  /** The file as the generator wrote it, metadata and all. */
  readonly bytes: Uint8Array;
  /** By its first bytes, whatever the generator calls it. */
  readonly format: PictureFormat;
  /** Decimal digits. */
  readonly seed: string;
  readonly ran: RanParameters;
  /** The parameters in the generator's own words, such as an infotext. */
  readonly infotext?: string;
}

/** Something that the user should know of a picture which came. Worded in `words/generators.ts`. */
export type GenerationRemarkCode =
  /** It drew with another model than was asked for: `asked`, `ran`. */
  | 'generation-other-model'
  /** `asked`, `ran`. */
  | 'generation-other-sampler'
  /** `asked`, `ran`. */
  | 'generation-other-seed'
  /** `asked`, `ran`: widths and heights such as `512x768`. */
  | 'generation-other-size'
  /** The generator does not say what ran, so nothing could be compared. */
  | 'generation-unverified'
  /** Parameters that this generator has no place for: `names`. */
  | 'generation-unused'
  /** LoRA tags that name what the generator does not have: `names`. */
  | 'generation-loras-unknown'
  /** LoRA tags that the user's workflow does not read: `names`. */
  | 'generation-loras-unused'
  /** The negative prompt does nothing in the user's workflow; `reason`: `zeroed`, `cfg-1`, `none`, `shared`, `several`. */
  | 'generation-negative-unused'
  /** The server refused a part of the graph and ran the rest: `node`, `type`, `detail`. */
  | 'generation-outputs-dropped';

export interface GenerationRemark {
  readonly code: GenerationRemarkCode;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface Generation {
  /** At least one; the first is the one of the asked seed. Several where the user's own graph makes several. */
  readonly pictures: readonly [GeneratedPicture, ...GeneratedPicture[]];
  readonly remarks: readonly GenerationRemark[];
}

/** A generator that answers. */
export interface Generator {
  readonly identity: GeneratorIdentity;
  /**
   * Asked for anew each time: models come and go.
   * @throws GeneratorError; the signal's reason
   */
  capabilities(signal?: AbortSignal): Promise<Capabilities>;
  /**
   * Makes one request and waits for it, minutes if need be.
   * @throws GeneratorError; the signal's reason
   */
  generate(request: GenerationRequest, options?: GenerationOptions): Promise<Generation>;
}
