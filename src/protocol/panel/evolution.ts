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

/** The search for a better prompt of one spell, while it goes on and after it. */
export interface EvolutionMessage {
  readonly kind: 'evolution';
  readonly phase: 'idle' | 'waiting' | 'preparing' | 'searching' | 'stopping' | 'done' | 'stopped' | 'failed';
  /** There is something to search: a prompt, and scores of the text as it stands or soon. */
  readonly canStart: boolean;
  /** For the next search. */
  readonly seed: number;
  readonly population: number;
  readonly rounds: number;
  readonly mostPhrases: number;
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  readonly run?: PanelEvolution;
}

export interface PanelEvolution {
  /** The spell's name. */
  readonly name: string;
  readonly seed: number;
  /** Rounds that it has at most. */
  readonly rounds: number;
  readonly from: string;
  /** The best so far; absent before the first round. */
  readonly best?: string;
  readonly told: readonly PanelRound[];
  /** Different pictures. */
  readonly searched: number;
  readonly heldOut: number;
  readonly checkpoint: { readonly id: string; readonly hash: string };
  readonly result?: PanelEvolutionResult;
  /** The best is another text than it began with, and may be written into the file. */
  readonly canInsert: boolean;
  /** It stands in the file. */
  readonly isInserted: boolean;
  /** It was found with other pictures, or another checkpoint, than the file has now. */
  readonly isStale: boolean;
}

/** Mean cosines. */
export interface PanelRound {
  readonly startSeen: number;
  readonly bestSeen: number;
  readonly medianSeen: number;
  readonly startUnseen?: number;
  readonly bestUnseen?: number;
}

export interface PanelEvolutionResult {
  readonly gainSeen: number;
  readonly gainUnseen?: number;
  /** 95 %, of `gainUnseen`. */
  readonly low?: number;
  readonly high?: number;
  /** Different texts. */
  readonly measured: number;
  readonly kept: readonly string[];
  readonly notFound: readonly string[];
  readonly slots: number;
}

/** The section is to be looked at: somebody asked for it by a command. */
export interface ShowEvolutionMessage {
  readonly kind: 'show-evolution';
}

export type EvolutionPanelMessage =
  /** Search the spell under the caret; what is selected there stays. */
  | { readonly kind: 'evolution-start'; readonly seed: number }
  | { readonly kind: 'evolution-stop' }
  | { readonly kind: 'evolution-insert' }
  | { readonly kind: 'evolution-settings' };

/** Rounds that the settings allow, and one more for safety's sake. */
const mostRounds = 1001;

const isRound = record<PanelRound>({
  startSeen: isNumber,
  bestSeen: isNumber,
  medianSeen: isNumber,
  startUnseen: optional(isNumber),
  bestUnseen: optional(isNumber),
});

const isRun = record<PanelEvolution>({
  name: isText,
  seed: isIndex,
  rounds: isIndex,
  from: isText,
  best: optional(isText),
  told: list(isRound, mostRounds),
  searched: isIndex,
  heldOut: isIndex,
  checkpoint: record<PanelEvolution['checkpoint']>({ id: isText, hash: isText }),
  result: optional(
    record<PanelEvolutionResult>({
      gainSeen: isNumber,
      gainUnseen: optional(isNumber),
      low: optional(isNumber),
      high: optional(isNumber),
      measured: isIndex,
      kept: list(isText),
      notFound: list(isText),
      slots: isIndex,
    }),
  ),
  canInsert: isBoolean,
  isInserted: isBoolean,
  isStale: isBoolean,
});

export const evolutionHostMessages: GuardsOf<EvolutionMessage | ShowEvolutionMessage> = {
  evolution: record<EvolutionMessage>({
    kind: isKind('evolution'),
    phase: oneOf('idle', 'waiting', 'preparing', 'searching', 'stopping', 'done', 'stopped', 'failed'),
    canStart: isBoolean,
    seed: isIndex,
    population: isIndex,
    rounds: isIndex,
    mostPhrases: isIndex,
    progress: optional(record<NonNullable<EvolutionMessage['progress']>>({ done: isIndex, total: isIndex })),
    error: optional(isText),
    run: optional(isRun),
  }),
  'show-evolution': record<ShowEvolutionMessage>({ kind: isKind('show-evolution') }),
};

type Of<K extends EvolutionPanelMessage['kind']> = Extract<EvolutionPanelMessage, { kind: K }>;

export const evolutionPanelMessages: GuardsOf<EvolutionPanelMessage> = {
  'evolution-start': record<Of<'evolution-start'>>({ kind: isKind('evolution-start'), seed: isIndex }),
  'evolution-stop': record<Of<'evolution-stop'>>({ kind: isKind('evolution-stop') }),
  'evolution-insert': record<Of<'evolution-insert'>>({ kind: isKind('evolution-insert') }),
  'evolution-settings': record<Of<'evolution-settings'>>({ kind: isKind('evolution-settings') }),
};
