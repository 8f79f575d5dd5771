import type { Guard } from '../rpc';
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

/** What the towers read of the spell under the caret, and of one picture. */
export interface AttentionMessage {
  readonly kind: 'attention';
  /** `reading`: what is there is of before, if anything is. */
  readonly phase: 'off' | 'waiting' | 'reading' | 'ready' | 'failed';
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  readonly checkpoint?: { readonly id: string; readonly hash: string };
  /** Paths as the file writes them, of the pictures that can be chosen. */
  readonly pictures: readonly string[];
  readonly text?: PanelReadText;
  readonly picture?: PanelReadPicture;
}

/** Shares of what is read, in one layer alone and rolled out up to it. */
export interface PanelLayer {
  readonly own: readonly number[];
  readonly rollout: readonly number[];
}

export interface PanelReadText {
  /** Its place in the file. */
  readonly spell: number;
  readonly words: readonly { readonly text: string; readonly tokens: number }[];
  /** Shares of the begin token, of each word, and of the end token itself. */
  readonly layers: readonly PanelLayer[];
  /** Templates of the file: of several the first is looked at. */
  readonly templates: number;
  /** What comes after the last word was not read. */
  readonly isCut: boolean;
}

export interface PanelReadPicture {
  /** As the file writes it. */
  readonly path: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** What the grid covers, in pixels. */
  readonly seen: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  readonly rows: number;
  readonly columns: number;
  /** False where a learnt query reads it, in a layer of its own after all others. */
  readonly hasOwnToken: boolean;
  /** Shares of the cells, row by row. */
  readonly layers: readonly PanelLayer[];
}

/** The section is to be looked at: somebody asked for it by a command. */
export interface ShowAttentionMessage {
  readonly kind: 'show-attention';
}

export type AttentionPanelMessage =
  /** Somebody looks at it, or does so no more: nothing is read for what nobody sees. */
  | { readonly kind: 'attention-watch'; readonly isOn: boolean }
  | { readonly kind: 'attention-picture'; readonly path: string };

const isLayer = record<PanelLayer>({ own: list(isNumber), rollout: list(isNumber) });

const isReadText = record<PanelReadText>({
  spell: isIndex,
  words: list(record<PanelReadText['words'][0]>({ text: isText, tokens: isIndex })),
  layers: list(isLayer),
  templates: isIndex,
  isCut: isBoolean,
});

const isReadPicture = record<PanelReadPicture>({
  path: isText,
  width: isIndex,
  height: isIndex,
  seen: record<PanelReadPicture['seen']>({
    left: isNumber,
    top: isNumber,
    right: isNumber,
    bottom: isNumber,
  }),
  rows: isIndex,
  columns: isIndex,
  hasOwnToken: isBoolean,
  layers: list(isLayer),
});

/** At least one layer, each with a share for each place. */
function haveShares(layers: readonly PanelLayer[], places: number): boolean {
  return (
    layers.length > 0 &&
    layers.every(({ own, rollout }) => own.length === places && rollout.length === places)
  );
}

function fitting<T>(guard: Guard<T>, fits: (value: T) => boolean): Guard<T> {
  return (value): value is T => guard(value) && fits(value);
}

export const attentionHostMessages: GuardsOf<AttentionMessage | ShowAttentionMessage> = {
  attention: record<AttentionMessage>({
    kind: isKind('attention'),
    phase: oneOf('off', 'waiting', 'reading', 'ready', 'failed'),
    error: optional(isText),
    checkpoint: optional(record<NonNullable<AttentionMessage['checkpoint']>>({ id: isText, hash: isText })),
    pictures: list(isText),
    text: optional(fitting(isReadText, ({ words, layers }) => haveShares(layers, words.length + 2))),
    picture: optional(
      fitting(isReadPicture, ({ rows, columns, layers }) => haveShares(layers, rows * columns)),
    ),
  }),
  'show-attention': record<ShowAttentionMessage>({ kind: isKind('show-attention') }),
};

type Of<K extends AttentionPanelMessage['kind']> = Extract<AttentionPanelMessage, { kind: K }>;

export const attentionPanelMessages: GuardsOf<AttentionPanelMessage> = {
  'attention-watch': record<Of<'attention-watch'>>({ kind: isKind('attention-watch'), isOn: isBoolean }),
  'attention-picture': record<Of<'attention-picture'>>({ kind: isKind('attention-picture'), path: isText }),
};
