import { wordKinds, type WordKind } from '../../core/why/wordKinds';
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

/** Which kinds of words the checkpoint sees in the pictures: tested when somebody asks. */
export interface BlindSpotsMessage {
  readonly kind: 'blind-spots';
  readonly phase: 'idle' | 'testing' | 'tested' | 'failed';
  /** There is something to test: scores of the text as it stands. */
  readonly canTest: boolean;
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  readonly table?: PanelBlindSpots;
}

export interface PanelBlindSpots {
  /** Its place in the file. */
  readonly spell: number;
  readonly text: string;
  /** It is of another text, picture or checkpoint than there is now, or of another spell than the caret's. */
  readonly isStale: boolean;
  readonly checkpoint: { readonly id: string; readonly hash: string };
  readonly differentPictures: number;
  readonly kinds: readonly PanelSight[];
}

/** See `KindOfSight` of core. */
export interface PanelSight {
  readonly kind: WordKind;
  readonly sight: 'sees' | 'prefers-wrong' | 'cannot-tell' | 'too-few';
  readonly share: number;
  readonly low: number;
  readonly high: number;
  readonly words: readonly PanelTestedWord[];
}

export interface PanelTestedWord {
  readonly word: string;
  readonly share: number;
  readonly wrong: readonly { readonly text: string; readonly share: number }[];
}

/** The section is to be looked at, and to be tested: somebody asked for it by a command. */
export interface ShowBlindSpotsMessage {
  readonly kind: 'show-blind-spots';
}

export type BlindSpotsPanelMessage =
  { readonly kind: 'blind-spots-test' } | { readonly kind: 'blind-spots-cancel' };

const isSight = record<PanelSight>({
  kind: oneOf<WordKind>(...wordKinds),
  sight: oneOf('sees', 'prefers-wrong', 'cannot-tell', 'too-few'),
  share: isNumber,
  low: isNumber,
  high: isNumber,
  words: list(
    record<PanelTestedWord>({
      word: isText,
      share: isNumber,
      wrong: list(record<PanelTestedWord['wrong'][number]>({ text: isText, share: isNumber })),
    }),
  ),
});

export const blindSpotsHostMessages: GuardsOf<BlindSpotsMessage | ShowBlindSpotsMessage> = {
  'blind-spots': record<BlindSpotsMessage>({
    kind: isKind('blind-spots'),
    phase: oneOf('idle', 'testing', 'tested', 'failed'),
    canTest: isBoolean,
    progress: optional(record<NonNullable<BlindSpotsMessage['progress']>>({ done: isIndex, total: isIndex })),
    error: optional(isText),
    table: optional(
      record<PanelBlindSpots>({
        spell: isIndex,
        text: isText,
        isStale: isBoolean,
        checkpoint: record<PanelBlindSpots['checkpoint']>({ id: isText, hash: isText }),
        differentPictures: isIndex,
        kinds: list(isSight),
      }),
    ),
  }),
  'show-blind-spots': record<ShowBlindSpotsMessage>({ kind: isKind('show-blind-spots') }),
};

type Of<K extends BlindSpotsPanelMessage['kind']> = Extract<BlindSpotsPanelMessage, { kind: K }>;

export const blindSpotsPanelMessages: GuardsOf<BlindSpotsPanelMessage> = {
  'blind-spots-test': record<Of<'blind-spots-test'>>({ kind: isKind('blind-spots-test') }),
  'blind-spots-cancel': record<Of<'blind-spots-cancel'>>({ kind: isKind('blind-spots-cancel') }),
};
