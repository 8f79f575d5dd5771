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

/** `help`: what would help the spell under the caret. `prompt`: a prompt from the pictures alone. */
export type SuggestWhat = 'help' | 'prompt';

/** What to try next: measured when somebody asks. */
export interface SuggestMessage {
  readonly kind: 'suggest';
  /** What can be asked for: each needs scores of the text as it stands, on a picture that can be read. */
  readonly can: readonly SuggestWhat[];
  readonly running?: {
    readonly what: SuggestWhat;
    /** The phrases to choose from are embedded first, once for a checkpoint. */
    readonly stage: 'phrases' | 'measuring';
    readonly done: number;
    readonly total: number;
    /** Phrases of the prompt so far. */
    readonly steps: readonly string[];
  };
  /** What was asked for last was stopped, or failed. */
  readonly wasStopped?: boolean;
  /** A sentence in the user's language. */
  readonly error?: string;
  readonly help?: PanelHelp;
  readonly prompt?: PanelPrompt;
}

/** What every suggestion says of itself. */
interface PanelSuggested {
  /** Grows with each answer: wishes name what they are about. */
  readonly run: number;
  /** It is of another text, picture or checkpoint than there is now, or of another spell than the caret's. */
  readonly isStale: boolean;
  readonly checkpoint: { readonly id: string; readonly hash: string };
  readonly differentPictures: number;
  /** Phrases to choose from. */
  readonly phrases: number;
  /** What is wrong with what the file names for it, in the user's language. */
  readonly problems: readonly string[];
}

export interface PanelHelp extends PanelSuggested {
  /** Its place in the file. */
  readonly spell: number;
  readonly text: string;
  /** Its end is not read, so nothing can be added there. */
  readonly isFull: boolean;
  /** Phrases that were compared, and what words add at most that say nothing. */
  readonly measured: number;
  readonly floor: number;
  /** The most first; only what adds more than `floor`. */
  readonly gains: readonly PanelGain[];
  /** The worst first. */
  readonly hurts: readonly PanelHurt[];
  /** Absent where the file names no pictures to avoid, or none of them can be read. */
  readonly negative?: { readonly pictures: number; readonly phrases: readonly PanelNegative[] };
}

export interface PanelGain {
  readonly text: string;
  /** In the user's language. */
  readonly class: string;
  readonly gain: number;
  /** Of the 95 % interval. */
  readonly low?: number;
  readonly high?: number;
}

export interface PanelHurt {
  readonly text: string;
  readonly effect: number;
  readonly low?: number;
  readonly high?: number;
}

export interface PanelNegative {
  readonly text: string;
  readonly difference: number;
  readonly low?: number;
  readonly high?: number;
}

export interface PanelPrompt extends PanelSuggested {
  /** As it would be written. */
  readonly text: string;
  readonly steps: readonly PanelStep[];
  /** What would have been next, and helps no more than chance. */
  readonly refused?: { readonly text: string; readonly gain: number };
}

export interface PanelStep extends PanelGain {
  /** Those that the pictures together do not tell from it. */
  readonly ties: readonly string[];
  readonly cosine: number;
}

/** The section is to be looked at, and asked: by a command. */
export interface ShowSuggestMessage {
  readonly kind: 'show-suggest';
  readonly what: SuggestWhat;
}

export type SuggestPanelMessage =
  | { readonly kind: 'suggest-ask'; readonly what: SuggestWhat }
  | { readonly kind: 'suggest-cancel' }
  /** Puts one of `gains` at the end of the prompt, takes one of `hurts` out, or adds one of `negative`. */
  | {
      readonly kind: 'suggest-edit';
      readonly run: number;
      readonly list: 'gains' | 'hurts' | 'negative';
      readonly index: number;
    }
  /** Writes the prompt from the pictures. */
  | { readonly kind: 'suggest-write'; readonly run: number; readonly where: 'below' | 'caret' };

const isWhat = oneOf<SuggestWhat>('help', 'prompt');
const bounds = { low: optional(isNumber), high: optional(isNumber) };
const gain = { text: isText, class: isText, gain: isNumber, ...bounds };
const suggested = {
  run: isIndex,
  isStale: isBoolean,
  checkpoint: record<PanelSuggested['checkpoint']>({ id: isText, hash: isText }),
  differentPictures: isIndex,
  phrases: isIndex,
  problems: list(isText),
};

const isHelp = record<PanelHelp>({
  ...suggested,
  spell: isIndex,
  text: isText,
  isFull: isBoolean,
  measured: isIndex,
  floor: isNumber,
  gains: list(record<PanelGain>(gain)),
  hurts: list(record<PanelHurt>({ text: isText, effect: isNumber, ...bounds })),
  negative: optional(
    record<NonNullable<PanelHelp['negative']>>({
      pictures: isIndex,
      phrases: list(record<PanelNegative>({ text: isText, difference: isNumber, ...bounds })),
    }),
  ),
});

const isPrompt = record<PanelPrompt>({
  ...suggested,
  text: isText,
  steps: list(record<PanelStep>({ ...gain, ties: list(isText), cosine: isNumber })),
  refused: optional(record<NonNullable<PanelPrompt['refused']>>({ text: isText, gain: isNumber })),
});

export const suggestHostMessages: GuardsOf<SuggestMessage | ShowSuggestMessage> = {
  suggest: record<SuggestMessage>({
    kind: isKind('suggest'),
    can: list(isWhat),
    running: optional(
      record<NonNullable<SuggestMessage['running']>>({
        what: isWhat,
        stage: oneOf('phrases', 'measuring'),
        done: isIndex,
        total: isIndex,
        steps: list(isText),
      }),
    ),
    wasStopped: optional(isBoolean),
    error: optional(isText),
    help: optional(isHelp),
    prompt: optional(isPrompt),
  }),
  'show-suggest': record<ShowSuggestMessage>({ kind: isKind('show-suggest'), what: isWhat }),
};

type Of<K extends SuggestPanelMessage['kind']> = Extract<SuggestPanelMessage, { kind: K }>;

export const suggestPanelMessages: GuardsOf<SuggestPanelMessage> = {
  'suggest-ask': record<Of<'suggest-ask'>>({ kind: isKind('suggest-ask'), what: isWhat }),
  'suggest-cancel': record<Of<'suggest-cancel'>>({ kind: isKind('suggest-cancel') }),
  'suggest-edit': record<Of<'suggest-edit'>>({
    kind: isKind('suggest-edit'),
    run: isIndex,
    list: oneOf('gains', 'hurts', 'negative'),
    index: isIndex,
  }),
  'suggest-write': record<Of<'suggest-write'>>({
    kind: isKind('suggest-write'),
    run: isIndex,
    where: oneOf('below', 'caret'),
  }),
};
