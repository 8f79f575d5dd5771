import { isRecord } from '../rpc';
import {
  isBoolean,
  isIndex,
  isKind,
  isNumber,
  isText,
  list,
  oneOf,
  optional,
  record,
  type GuardsOf,
} from './guards';

/** The pictures that generators made of the file's spells, and which variant came out closer to the reference pictures. */
export interface GalleryMessage {
  readonly kind: 'gallery';
  /** `idle` until somebody looks at it: nothing is read or judged before. `waiting` for scores; `stopped` by somebody. */
  readonly phase: 'idle' | 'reading' | 'waiting' | 'judging' | 'ready' | 'stopped' | 'failed';
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  /** The user has named a generator. */
  readonly hasGenerator: boolean;
  /** In the order of the file; those that it does not have any more come last. */
  readonly variants: readonly PanelVariant[];
  /** The newest first. */
  readonly pictures: readonly PanelDrawn[];
  readonly verdict?: PanelVerdict;
  /** Text, reference pictures or checkpoint are others than those that the numbers are of. */
  readonly isStale: boolean;
  /** What to know besides, in the user's language. */
  readonly remarks: readonly string[];
}

export interface PanelVariant {
  /** Name of its spell; absent where it has none. */
  readonly spell?: string;
  /** What CLIP reads. */
  readonly text: string;
  /** The file holds this text no more. */
  readonly isGone: boolean;
  /** What is other than in the text of the file that it looks like, as part of a sentence in the user's language. */
  readonly change?: string;
}

export interface PanelDrawn {
  /** Path relative to the spell file, with `/`: what identifies a picture in every message. */
  readonly id: string;
  /** Position in `variants`. */
  readonly variant: number;
  /** Decimal digits; absent where nobody says it. */
  readonly seed?: string;
  /** `found` in a watched folder, not drawn from here. */
  readonly origin: 'drawn' | 'found';
  /** Address that the webview can load; absent before the checkpoint has read the picture. */
  readonly src?: string;
  /** Why it is not judged, in the user's language. */
  readonly failure?: string;
  /** p(its own prompt | picture) among the prompts that it was judged with. */
  readonly own?: number;
  /** Mean cosine with the reference pictures. */
  readonly closeness?: number;
  readonly nearest?: { readonly picture: string; readonly cosine: number };
  /** The file names it among its reference pictures. */
  readonly isReference: boolean;
  /** Something else ran than was asked for. */
  readonly differs: boolean;
}

/** Of the drawn pictures, one checkpoint's eye. */
export interface PanelVerdict {
  readonly checkpoint: { readonly id: string; readonly hash: string };
  /** Different reference pictures. */
  readonly references: number;
  /** Seeds of which every variant has a picture: what is compared. */
  readonly seeds: number;
  /** There are seeds enough for intervals. */
  readonly canTell: boolean;
  readonly standings: readonly PanelStandingOfVariant[];
  /** Whether the score of the words told which variant would come out closer. */
  readonly foretold?: {
    readonly rho: number;
    readonly low: number;
    readonly high: number;
    readonly pairs: number;
  };
  /** There were scores of the words to compare with. */
  readonly wasScored: boolean;
}

export interface PanelStandingOfVariant {
  /** Position in `variants`. */
  readonly variant: number;
  readonly rank?: number;
  readonly ranks?: { readonly first: number; readonly last: number };
  readonly closeness?: number;
  /** Behind the first, with its 95 % interval. */
  readonly behind?: { readonly difference: number; readonly low?: number; readonly high?: number };
  /** Mean over its pictures of p(own prompt | picture). */
  readonly own?: number;
  readonly pictures: number;
}

/** How the pictures were made that somebody looks at. */
export interface GalleryDetailsMessage {
  readonly kind: 'gallery-details';
  readonly pictures: readonly PanelMaking[];
}

export interface PanelMaking {
  readonly id: string;
  /** As they were sent then. */
  readonly prompt: string;
  readonly negative?: string;
  /** What people call the generator, and where it was. */
  readonly generator?: string;
  /** ISO 8601 in UTC. */
  readonly time?: string;
  readonly seconds?: number;
  readonly parameters: readonly PanelParameter[];
  /** What of the wish was not done, in the user's language. */
  readonly remarks: readonly string[];
  /** Its text stands in the file now. */
  readonly isThere: boolean;
  /** The text of the file that it looks like, and what is other: a sentence in the user's language. */
  readonly near?: string;
}

export interface PanelParameter {
  /** As A1111 writes it. */
  readonly name: string;
  readonly asked?: string;
  readonly ran?: string;
  /** Both are known, and are two. */
  readonly differs: boolean;
}

/** What is drawn just then, for this file. */
export interface GalleryDrawingMessage {
  readonly kind: 'gallery-drawing';
  /** Absent while nothing is drawn. */
  readonly run?: PanelDrawing;
}

export interface PanelDrawing {
  readonly phase: 'drawing' | 'stopping';
  /** Pictures of the run. */
  readonly done: number;
  readonly total: number;
  /** Of the picture that is drawn. */
  readonly text?: string;
  readonly seed?: string;
  /** 0 to 1. */
  readonly fraction?: number;
  /** It waits for others. */
  readonly isQueued?: boolean;
  /** The picture so far, as a file. */
  readonly preview?: Uint8Array;
  /** Seconds until all are there, about. */
  readonly left?: number;
}

/** The section is to be looked at: somebody asked for it by a command. */
export interface ShowGalleryMessage {
  readonly kind: 'show-gallery';
}

export type GalleryPanelMessage =
  /** Whether somebody looks at it: what nobody sees is not judged. */
  | { readonly kind: 'gallery-seen'; readonly isSeen: boolean }
  /** These pictures are looked at: how were they made? */
  | { readonly kind: 'gallery-look'; readonly ids: readonly string[] }
  | { readonly kind: 'gallery-open'; readonly id: string }
  | { readonly kind: 'gallery-reference'; readonly id: string }
  /** Write its seed, or all of its parameters, into its spell. */
  | { readonly kind: 'gallery-copy'; readonly id: string; readonly what: 'seed' | 'parameters' }
  /** Where its prompt stands in the file. */
  | { readonly kind: 'gallery-prompt'; readonly id: string }
  | { readonly kind: 'gallery-delete'; readonly id: string }
  /** Stop judging, or judge after all. */
  | { readonly kind: 'gallery-judge'; readonly goes: boolean }
  /** Stop drawing. */
  | { readonly kind: 'gallery-cancel' }
  | { readonly kind: 'gallery-connect' }
  | { readonly kind: 'gallery-generate' };

/** Of two that are compared, and the one that has the focus. */
const mostLookedAt = 3;
/** Bytes. Generators make previews of a few kilobytes. */
const largestPreview = 4 * 1024 * 1024;

const isRange = record<NonNullable<PanelStandingOfVariant['ranks']>>({ first: isIndex, last: isIndex });

const isVerdict = record<PanelVerdict>({
  checkpoint: record<PanelVerdict['checkpoint']>({ id: isText, hash: isText }),
  references: isIndex,
  seeds: isIndex,
  canTell: isBoolean,
  standings: list(
    record<PanelStandingOfVariant>({
      variant: isIndex,
      rank: optional(isIndex),
      ranks: optional(isRange),
      closeness: optional(isNumber),
      behind: optional(
        record<NonNullable<PanelStandingOfVariant['behind']>>({
          difference: isNumber,
          low: optional(isNumber),
          high: optional(isNumber),
        }),
      ),
      own: optional(isNumber),
      pictures: isIndex,
    }),
  ),
  foretold: optional(
    record<NonNullable<PanelVerdict['foretold']>>({
      rho: isNumber,
      low: isNumber,
      high: isNumber,
      pairs: isIndex,
    }),
  ),
  wasScored: isBoolean,
});

const isGallery = record<GalleryMessage>({
  kind: isKind('gallery'),
  phase: oneOf('idle', 'reading', 'waiting', 'judging', 'ready', 'stopped', 'failed'),
  progress: optional(record<NonNullable<GalleryMessage['progress']>>({ done: isIndex, total: isIndex })),
  error: optional(isText),
  hasGenerator: isBoolean,
  variants: list(
    record<PanelVariant>({
      spell: optional(isText),
      text: isText,
      isGone: isBoolean,
      change: optional(isText),
    }),
  ),
  pictures: list(
    record<PanelDrawn>({
      id: isText,
      variant: isIndex,
      seed: optional(isText),
      origin: oneOf('drawn', 'found'),
      src: optional(isText),
      failure: optional(isText),
      own: optional(isNumber),
      closeness: optional(isNumber),
      nearest: optional(record<NonNullable<PanelDrawn['nearest']>>({ picture: isText, cosine: isNumber })),
      isReference: isBoolean,
      differs: isBoolean,
    }),
  ),
  verdict: optional(isVerdict),
  isStale: isBoolean,
  remarks: list(isText),
});

/** Pictures and standings are of variants that there are. */
function fitsTogether({ variants, pictures, verdict }: GalleryMessage): boolean {
  return [...pictures, ...(verdict?.standings ?? [])].every(({ variant }) => variant < variants.length);
}

export const galleryHostMessages: GuardsOf<
  GalleryMessage | GalleryDetailsMessage | GalleryDrawingMessage | ShowGalleryMessage
> = {
  gallery: (value): value is GalleryMessage => isRecord(value) && isGallery(value) && fitsTogether(value),
  'gallery-details': record<GalleryDetailsMessage>({
    kind: isKind('gallery-details'),
    pictures: list(
      record<PanelMaking>({
        id: isText,
        prompt: isText,
        negative: optional(isText),
        generator: optional(isText),
        time: optional(isText),
        seconds: optional(isNumber),
        parameters: list(
          record<PanelParameter>({
            name: isText,
            asked: optional(isText),
            ran: optional(isText),
            differs: isBoolean,
          }),
        ),
        remarks: list(isText),
        isThere: isBoolean,
        near: optional(isText),
      }),
      mostLookedAt,
    ),
  }),
  'gallery-drawing': record<GalleryDrawingMessage>({
    kind: isKind('gallery-drawing'),
    run: optional(
      record<PanelDrawing>({
        phase: oneOf('drawing', 'stopping'),
        done: isIndex,
        total: isIndex,
        text: optional(isText),
        seed: optional(isText),
        fraction: optional(isNumber),
        isQueued: optional(isBoolean),
        preview: optional(
          (value): value is Uint8Array => value instanceof Uint8Array && value.byteLength <= largestPreview,
        ),
        left: optional(isNumber),
      }),
    ),
  }),
  'show-gallery': record<ShowGalleryMessage>({ kind: isKind('show-gallery') }),
};

type Of<K extends GalleryPanelMessage['kind']> = Extract<GalleryPanelMessage, { kind: K }>;

export const galleryPanelMessages: GuardsOf<GalleryPanelMessage> = {
  'gallery-seen': record<Of<'gallery-seen'>>({ kind: isKind('gallery-seen'), isSeen: isBoolean }),
  'gallery-look': record<Of<'gallery-look'>>({
    kind: isKind('gallery-look'),
    ids: list(isText, mostLookedAt),
  }),
  'gallery-open': record<Of<'gallery-open'>>({ kind: isKind('gallery-open'), id: isText }),
  'gallery-reference': record<Of<'gallery-reference'>>({ kind: isKind('gallery-reference'), id: isText }),
  'gallery-copy': record<Of<'gallery-copy'>>({
    kind: isKind('gallery-copy'),
    id: isText,
    what: oneOf('seed', 'parameters'),
  }),
  'gallery-prompt': record<Of<'gallery-prompt'>>({ kind: isKind('gallery-prompt'), id: isText }),
  'gallery-delete': record<Of<'gallery-delete'>>({ kind: isKind('gallery-delete'), id: isText }),
  'gallery-judge': record<Of<'gallery-judge'>>({ kind: isKind('gallery-judge'), goes: isBoolean }),
  'gallery-cancel': record<Of<'gallery-cancel'>>({ kind: isKind('gallery-cancel') }),
  'gallery-connect': record<Of<'gallery-connect'>>({ kind: isKind('gallery-connect') }),
  'gallery-generate': record<Of<'gallery-generate'>>({ kind: isKind('gallery-generate') }),
};
