import type { Yardstick } from '../../core/statistics/pairedDifference';
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

export type ScoresHostMessage = ScoresMessage | ForgetMessage;

/** One whole result; see `FileScore`. The matrices are sent once, as typed arrays, row-major prompts (or spells) × columns. */
export interface ScoresMessage {
  readonly kind: 'scores';
  readonly checkpoint: {
    readonly id: string;
    readonly hash: string;
    readonly bundled: boolean;
    readonly logitScale: number;
  };
  /** Of a library: its readable pictures, of which no numbers are sent one by one. Then there are no columns. */
  readonly library?: number;
  /** Picture paths. */
  readonly columns: readonly string[];
  /** Of each picture; near-duplicates share a number, numbers run from 0. */
  readonly groups: readonly number[];
  /** In row order. */
  readonly prompts: readonly PanelPrompt[];
  /** In file order. */
  readonly spells: readonly PanelSpell[];
  /** How differences between spells are judged; absent when they can't be. */
  readonly yardstick?: Yardstick;
  readonly cosine: Float32Array;
  /** Within each spell. */
  readonly promptGivenImage: Float32Array;
  /** Among the spells: row-major spells × columns. */
  readonly spellGivenImage: Float32Array;
  readonly imageGivenPrompt: Float32Array;
}

/** How a spell stands among the spells, or a prompt among the texts of its spell. */
export interface PanelStanding {
  /** 1 is best; equals share it. 0 when nothing is ranked. */
  readonly rank: number;
  /** The ranks that it may truly have; absent with fewer than 5 different pictures, or when it is alone. */
  readonly ranks?: { readonly first: number; readonly last: number };
  /** Mean of its probability among its like. */
  readonly mean: number;
  /** Pictures that it fits best among its like. */
  readonly fitsBest: number;
}

export interface PanelPrompt extends PanelStanding {
  readonly spell: number;
  /** `Expansion.id`. */
  readonly id: string;
  /** What CLIP sees. */
  readonly text: string;
  readonly tokens: number;
  /** Offset in `text` of the first word beyond the context. */
  readonly lostFrom?: number;
  /** Row of the first prompt of its spell that reads the same to the checkpoint; its own where there is none before. */
  readonly sameAs: number;
  readonly meanCosine: number;
}

export interface PanelSpell extends PanelStanding {
  /** Absent for an unnamed spell. */
  readonly name?: string;
  /** Row of its best prompt; absent for a spell with none. */
  readonly best?: number;
  /** What it is ranked by: its best text, judged on pictures that did not choose it. */
  readonly meanCosine: number;
  /** The mean cosine of its best text on all pictures. */
  readonly chosenCosine: number;
  /** How far it is behind the first, with the interval's ends where there is one; absent for the first. */
  readonly behind?: { readonly difference: number; readonly low?: number; readonly high?: number };
  /** How differences between its texts are judged; absent when they can't be. */
  readonly yardstick?: Yardstick;
  readonly rows: readonly number[];
  /** Different texts among `rows`. */
  readonly texts: number;
  /** Combinations that exist; absent when too many to count. More than `rows` when sampled. */
  readonly total?: number;
  readonly sampled: boolean;
}

/** The scores that were sent hold no more: another checkpoint is in use, and its numbers are not there yet. */
export interface ForgetMessage {
  readonly kind: 'forget';
}

/** How many pictures scores rest on. */
export function picturesIn({ library, columns }: Pick<ScoresMessage, 'library' | 'columns'>): number {
  return library ?? columns.length;
}

export interface ExportMessage {
  readonly kind: 'export';
  readonly format: ExportFormat;
  readonly to: 'file' | 'clipboard';
}

/** One prompt of the scores that were sent. */
export interface PromptChoice {
  readonly spell: number;
  /** `Expansion.id`. */
  readonly id: string;
}

/** Copy a prompt as an image generator takes it. */
export interface CopyPromptMessage extends PromptChoice {
  readonly kind: 'copy-prompt';
}

/** Put the options that a prompt chose in place of its spell's slots. */
export interface KeepOptionsMessage extends PromptChoice {
  readonly kind: 'keep-options';
}

export type ScoresPanelMessage = ExportMessage | CopyPromptMessage | KeepOptionsMessage;

export type ExportFormat = 'csv' | 'json' | 'markdown';

const standing = {
  rank: isIndex,
  ranks: optional(record<NonNullable<PanelStanding['ranks']>>({ first: isIndex, last: isIndex })),
  mean: isNumber,
  fitsBest: isIndex,
};

const isYardstick = record<Yardstick>({
  observations: isNumber,
  pairs: isNumber,
  reach: isNumber,
  stretch: isNumber,
  prior: optional(record<NonNullable<Yardstick['prior']>>({ variance: isNumber, degrees: isNumber })),
});

const isPrompt = record<PanelPrompt>({
  spell: isIndex,
  id: isText,
  text: isText,
  tokens: isIndex,
  lostFrom: optional(isIndex),
  sameAs: isIndex,
  meanCosine: isNumber,
  ...standing,
});

const isSpell = record<PanelSpell>({
  name: optional(isText),
  best: optional(isIndex),
  meanCosine: isNumber,
  chosenCosine: isNumber,
  behind: optional(
    record<NonNullable<PanelSpell['behind']>>({
      difference: isNumber,
      low: optional(isNumber),
      high: optional(isNumber),
    }),
  ),
  yardstick: optional(isYardstick),
  rows: list(isIndex),
  texts: isIndex,
  total: optional(isNumber),
  sampled: isBoolean,
  ...standing,
});

const isMatrix: Guard<Float32Array> = (value): value is Float32Array => value instanceof Float32Array;

const hasScoresFields = record<ScoresMessage>({
  kind: isKind('scores'),
  checkpoint: record<ScoresMessage['checkpoint']>({
    id: isText,
    hash: isText,
    bundled: isBoolean,
    logitScale: isNumber,
  }),
  library: optional(isIndex),
  columns: list(isText),
  groups: list(isIndex),
  prompts: list(isPrompt),
  spells: list(isSpell),
  yardstick: optional(isYardstick),
  cosine: isMatrix,
  promptGivenImage: isMatrix,
  spellGivenImage: isMatrix,
  imageGivenPrompt: isMatrix,
});

/** Besides the fields: every index must lead somewhere, every matrix must have its size. */
const isScores: Guard<ScoresMessage> = (value): value is ScoresMessage => {
  if (!hasScoresFields(value)) return false;
  const { prompts, spells, columns } = value;
  const size = prompts.length * columns.length;
  return (
    [value.cosine, value.promptGivenImage, value.imageGivenPrompt].every((each) => each.length === size) &&
    value.spellGivenImage.length === spells.length * columns.length &&
    value.groups.length === columns.length &&
    value.groups.every((group) => group < columns.length) &&
    prompts.every((prompt) => prompt.spell < spells.length && prompt.sameAs < prompts.length) &&
    spells.every(
      (spell) =>
        spell.rows.every((row) => row < prompts.length) &&
        (spell.best === undefined || spell.best < prompts.length),
    )
  );
};

export const scoresHostMessages: GuardsOf<ScoresHostMessage> = {
  scores: isScores,
  forget: record<ForgetMessage>({ kind: isKind('forget') }),
};

export const scoresPanelMessages: GuardsOf<ScoresPanelMessage> = {
  export: record<ExportMessage>({
    kind: isKind('export'),
    format: oneOf<ExportFormat>('csv', 'json', 'markdown'),
    to: oneOf('file', 'clipboard'),
  }),
  'copy-prompt': record<CopyPromptMessage>({ kind: isKind('copy-prompt'), spell: isIndex, id: isText }),
  'keep-options': record<KeepOptionsMessage>({ kind: isKind('keep-options'), spell: isIndex, id: isText }),
};
