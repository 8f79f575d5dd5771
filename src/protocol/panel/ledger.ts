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

/** Which words carry the score of the spell under the caret. */
export interface LedgerMessage {
  readonly kind: 'ledger';
  /** Its place in the file; absent while nothing is known. */
  readonly spell?: number;
  /** `measuring`: what is there is of before, if anything is. */
  readonly phase: 'waiting' | 'measuring' | 'measured' | 'stopped' | 'failed';
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  readonly table?: PanelLedger;
}

export interface PanelLedger {
  readonly checkpoint: { readonly id: string; readonly hash: string };
  readonly differentPictures: number;
  /** Mean cosine of the whole text, and with none of the units. */
  readonly all: number;
  readonly none: number;
  /** What only three units or more make together. */
  readonly unexplained: number;
  /** Units beyond those that are weighed. */
  readonly unweighed: number;
  /** The first word that the checkpoint does not read. */
  readonly lostWord?: string;
  /** The strongest first. */
  readonly units: readonly PanelUnit[];
  readonly pairs?: readonly PanelPair[];
  /** There are too many units for pairs. */
  readonly mostPaired?: number;
  /** Shapley's values stand beside the effects; the number of orders where they are sampled. */
  readonly shapley?: { readonly orders?: number };
}

export interface PanelUnit {
  /** Its place among the units of the text. */
  readonly unit: number;
  readonly text: string;
  readonly effect: number;
  /** Of the 95 % interval. */
  readonly low?: number;
  readonly high?: number;
  readonly alone: number;
  readonly leftOut: number;
  readonly probability?: number;
  readonly idle: boolean;
  readonly hurts: boolean;
  readonly depends: boolean;
  readonly isSure: boolean;
  readonly shapley?: PanelShapley;
  /** Words that it has, where they can be weighed one by one: 2 or more. */
  readonly parts?: number;
  /** Those words, strongest first, where they are asked for. */
  readonly words?: readonly PanelUnit[];
}

interface PanelShapley {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly standardError: number;
}

export interface PanelPair {
  readonly first: number;
  readonly second: number;
  readonly together: number;
  readonly low?: number;
  readonly high?: number;
}

/** The section is to be looked at: somebody asked for it by a command. */
export interface ShowLedgerMessage {
  readonly kind: 'show-ledger';
}

export type LedgerPanelMessage =
  /** The section is on show, or is so no more: nothing is measured for one that nobody sees. */
  | { readonly kind: 'ledger-watch'; readonly isOn: boolean }
  /** Weigh the words of this unit, or do so no more. */
  | { readonly kind: 'ledger-unfold'; readonly unit: number; readonly isOpen: boolean }
  /** Measure what is too much for every key. */
  | { readonly kind: 'ledger-measure'; readonly what: 'pairs' | 'shapley' }
  | { readonly kind: 'ledger-cancel' }
  /** Select units in the editor, or the word of one. */
  | { readonly kind: 'ledger-select'; readonly units: readonly number[]; readonly word?: number };

function unitFields(words: PanelUnitGuards['words']): PanelUnitGuards {
  return {
    unit: isIndex,
    text: isText,
    effect: isNumber,
    low: optional(isNumber),
    high: optional(isNumber),
    alone: isNumber,
    leftOut: isNumber,
    probability: optional(isNumber),
    idle: isBoolean,
    hurts: isBoolean,
    depends: isBoolean,
    isSure: isBoolean,
    shapley: optional(
      record<PanelShapley>({
        value: isNumber,
        low: optional(isNumber),
        high: optional(isNumber),
        standardError: isNumber,
      }),
    ),
    parts: optional(isIndex),
    words,
  };
}
type PanelUnitGuards = Parameters<typeof record<PanelUnit>>[0];

const isWord = record<PanelUnit>(unitFields((value): value is undefined => value === undefined));
const isUnit = record<PanelUnit>(unitFields(optional(list(isWord))));

const isTable = record<PanelLedger>({
  checkpoint: record<PanelLedger['checkpoint']>({ id: isText, hash: isText }),
  differentPictures: isIndex,
  all: isNumber,
  none: isNumber,
  unexplained: isNumber,
  unweighed: isIndex,
  lostWord: optional(isText),
  units: list(isUnit),
  pairs: optional(
    list(
      record<PanelPair>({
        first: isIndex,
        second: isIndex,
        together: isNumber,
        low: optional(isNumber),
        high: optional(isNumber),
      }),
    ),
  ),
  mostPaired: optional(isIndex),
  shapley: optional(record<NonNullable<PanelLedger['shapley']>>({ orders: optional(isIndex) })),
});

export const ledgerHostMessages: GuardsOf<LedgerMessage | ShowLedgerMessage> = {
  ledger: record<LedgerMessage>({
    kind: isKind('ledger'),
    spell: optional(isIndex),
    phase: oneOf('waiting', 'measuring', 'measured', 'stopped', 'failed'),
    progress: optional(record<NonNullable<LedgerMessage['progress']>>({ done: isIndex, total: isIndex })),
    error: optional(isText),
    table: optional(isTable),
  }),
  'show-ledger': record<ShowLedgerMessage>({ kind: isKind('show-ledger') }),
};

type Of<K extends LedgerPanelMessage['kind']> = Extract<LedgerPanelMessage, { kind: K }>;

export const ledgerPanelMessages: GuardsOf<LedgerPanelMessage> = {
  'ledger-watch': record<Of<'ledger-watch'>>({ kind: isKind('ledger-watch'), isOn: isBoolean }),
  'ledger-unfold': record<Of<'ledger-unfold'>>({
    kind: isKind('ledger-unfold'),
    unit: isIndex,
    isOpen: isBoolean,
  }),
  'ledger-measure': record<Of<'ledger-measure'>>({
    kind: isKind('ledger-measure'),
    what: oneOf('pairs', 'shapley'),
  }),
  'ledger-cancel': record<Of<'ledger-cancel'>>({ kind: isKind('ledger-cancel') }),
  'ledger-select': record<Of<'ledger-select'>>({
    kind: isKind('ledger-select'),
    units: list(isIndex),
    word: optional(isIndex),
  }),
};
