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

/** What a second checkpoint says of the same text and pictures, beside the first. Their numbers are never put together. */
export interface JudgeMessage {
  readonly kind: 'judge';
  /**
   * `none`: no second checkpoint is chosen. `waiting`: nothing is under way. `judging`: what is there is of before. `same`: it is
   * the checkpoint that scores. `library`: there are more pictures than a second one scores. `stopped` by the user.
   */
  readonly phase: 'none' | 'waiting' | 'judging' | 'judged' | 'same' | 'library' | 'stopped' | 'failed';
  /** As the file or the setting names it. */
  readonly name?: string;
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  /** For `failed`: the id of a known checkpoint that has not been downloaded. */
  readonly missingModel?: string;
  readonly table?: PanelJudgement;
}

export interface PanelJudgement {
  /** It is of another text, picture or first checkpoint than there is now. */
  readonly isStale: boolean;
  readonly first: JudgingCheckpoint;
  readonly second: JudgingCheckpoint;
  readonly differentPictures: number;
  /** Where the two agree, the verdict first: in the user's language. */
  readonly sentences: readonly string[];
  /** Best first by the first checkpoint. */
  readonly rows: readonly PanelJudgedRow[];
  /** Rows that are left out, as nobody reads so many. */
  readonly more: number;
  /**
   * Of the pairs of rows, see `Agreement.orders`; absent where nothing is compared, where rows are left out, or where they are
   * too many.
   */
  readonly orders?: readonly number[];
}

export interface JudgingCheckpoint {
  readonly id: string;
  readonly hash: string;
  /** Told apart from the other. */
  readonly name: string;
  /** Trained on what people like, as the registry says. */
  readonly isOfTaste: boolean;
}

/** A spell, or a text of one. */
export interface PanelJudgedRow {
  /** Its place in the file. */
  readonly spell: number;
  /** Of a text: its row. */
  readonly row?: number;
  readonly name: string;
  readonly first: PanelPlace;
  readonly second: PanelPlace;
  /** Others that both put on the same side of it beyond doubt, and on opposite sides; absent where nothing is compared. */
  readonly same?: number;
  readonly opposed?: number;
  /** The texts of a spell that has several, best first by the first checkpoint; ranked among themselves. */
  readonly texts?: readonly PanelJudgedRow[];
}

export interface PanelPlace {
  readonly rank: number;
  readonly ranks?: { readonly first: number; readonly last: number };
  readonly cosine: number;
}

/** The section is to be looked at: somebody has chosen a second checkpoint. */
export interface ShowJudgeMessage {
  readonly kind: 'show-judge';
}

export type JudgePanelMessage =
  /** The section is on show, or is so no more: nothing is computed for one that nobody sees. */
  | { readonly kind: 'judge-watch'; readonly isOn: boolean }
  | { readonly kind: 'judge-cancel' }
  /** After it was stopped, or failed. */
  | { readonly kind: 'judge-again' }
  /** Choose a second checkpoint; the one with this id without asking which. */
  | { readonly kind: 'judge-choose'; readonly model?: string };

const isPlace = record<PanelPlace>({
  rank: isIndex,
  ranks: optional(record<NonNullable<PanelPlace['ranks']>>({ first: isIndex, last: isIndex })),
  cosine: isNumber,
});

function rowGuard(texts: Guard<PanelJudgedRow['texts']>): Guard<PanelJudgedRow> {
  return record<PanelJudgedRow>({
    spell: isIndex,
    row: optional(isIndex),
    name: isText,
    first: isPlace,
    second: isPlace,
    same: optional(isIndex),
    opposed: optional(isIndex),
    texts,
  });
}

const isTextRow = rowGuard((value): value is undefined => value === undefined);

const isCheckpoint = record<JudgingCheckpoint>({
  id: isText,
  hash: isText,
  name: isText,
  isOfTaste: isBoolean,
});

const hasTableFields = record<PanelJudgement>({
  isStale: isBoolean,
  first: isCheckpoint,
  second: isCheckpoint,
  differentPictures: isIndex,
  sentences: list(isText),
  rows: list(rowGuard(optional(list(isTextRow)))),
  more: isIndex,
  orders: optional(list(isNumber)),
});

/** Besides the fields: there is an order for each pair. */
const isTable: Guard<PanelJudgement> = (value): value is PanelJudgement =>
  hasTableFields(value) &&
  (value.orders === undefined || value.orders.length === (value.rows.length * (value.rows.length - 1)) / 2);

export const judgeHostMessages: GuardsOf<JudgeMessage | ShowJudgeMessage> = {
  judge: record<JudgeMessage>({
    kind: isKind('judge'),
    phase: oneOf('none', 'waiting', 'judging', 'judged', 'same', 'library', 'stopped', 'failed'),
    name: optional(isText),
    progress: optional(record<NonNullable<JudgeMessage['progress']>>({ done: isIndex, total: isIndex })),
    error: optional(isText),
    missingModel: optional(isText),
    table: optional(isTable),
  }),
  'show-judge': record<ShowJudgeMessage>({ kind: isKind('show-judge') }),
};

type Of<K extends JudgePanelMessage['kind']> = Extract<JudgePanelMessage, { kind: K }>;

export const judgePanelMessages: GuardsOf<JudgePanelMessage> = {
  'judge-watch': record<Of<'judge-watch'>>({ kind: isKind('judge-watch'), isOn: isBoolean }),
  'judge-cancel': record<Of<'judge-cancel'>>({ kind: isKind('judge-cancel') }),
  'judge-again': record<Of<'judge-again'>>({ kind: isKind('judge-again') }),
  'judge-choose': record<Of<'judge-choose'>>({ kind: isKind('judge-choose'), model: optional(isText) }),
};
