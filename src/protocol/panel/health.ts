import type { HealthCode } from '../../core/why/referenceHealth';
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

/** How the reference pictures are, as the checkpoint sees them; no checkpoint where there is nothing to tell. */
export interface HealthMessage {
  readonly kind: 'health';
  readonly checkpoint?: { readonly id: string; readonly hash: string };
  /** In the order of the scores' columns. */
  readonly pictures: readonly PanelHealth[];
  readonly different: number;
  readonly uncompared?: 'too-few' | 'too-many';
  readonly writing: WritingSearch;
}

/** How far the search for written words has come: it is made when it is asked for. */
export interface WritingSearch {
  readonly state: 'unasked' | 'running' | 'done' | 'stopped' | 'failed';
  readonly done: number;
  readonly total: number;
  /** Words of the file, and those of them that could be read; of a search that has ended. */
  readonly words?: number;
  readonly readable?: number;
  /** Why it failed, in the user's language. */
  readonly error?: string;
  /** It is of an older text of the file. */
  readonly isStale: boolean;
}

export interface PanelHealth {
  /** As `PanelPicture.path`. */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** What the checkpoint sees, in parts of the picture's edges; absent where all of it, or unknown. */
  readonly seen?: PanelArea;
  /** Part that is not seen. */
  readonly dropped: number;
  readonly marks: readonly PanelMark[];
}

/** In parts of the picture's edges. */
export interface PanelArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PanelMark {
  readonly code: HealthCode;
  /** What is the matter and what to do, in the user's language. */
  readonly sentence: string;
  /** Where, for what is written. */
  readonly area?: PanelArea;
}

export type HealthPanelMessage =
  /** Look for written words in all pictures. */
  { readonly kind: 'examine-pictures' } | { readonly kind: 'stop-examining' };

const codes: Record<HealthCode, true> = {
  'near-duplicate': true,
  confusable: true,
  'too-small': true,
  cropped: true,
  outlier: true,
  'mostly-text': true,
  'word-written': true,
  'word-takes-over': true,
};

const isArea = record<PanelArea>({ left: isNumber, top: isNumber, right: isNumber, bottom: isNumber });

const isMark = record<PanelMark>({
  code: oneOf(...(Object.keys(codes) as HealthCode[])),
  sentence: isText,
  area: optional(isArea),
});

const isHealth = record<PanelHealth>({
  path: isText,
  width: isIndex,
  height: isIndex,
  seen: optional(isArea),
  dropped: isNumber,
  marks: list(isMark),
});

const isSearch = record<WritingSearch>({
  state: oneOf('unasked', 'running', 'done', 'stopped', 'failed'),
  done: isIndex,
  total: isIndex,
  words: optional(isIndex),
  readable: optional(isIndex),
  error: optional(isText),
  isStale: isBoolean,
});

export const healthHostMessages: GuardsOf<HealthMessage> = {
  health: record<HealthMessage>({
    kind: isKind('health'),
    checkpoint: optional(record<NonNullable<HealthMessage['checkpoint']>>({ id: isText, hash: isText })),
    pictures: list(isHealth),
    different: isIndex,
    uncompared: optional(oneOf('too-few', 'too-many')),
    writing: isSearch,
  }),
};

type Of<K extends HealthPanelMessage['kind']> = Extract<HealthPanelMessage, { kind: K }>;

export const healthPanelMessages: GuardsOf<HealthPanelMessage> = {
  'examine-pictures': record<Of<'examine-pictures'>>({ kind: isKind('examine-pictures') }),
  'stop-examining': record<Of<'stop-examining'>>({ kind: isKind('stop-examining') }),
};
