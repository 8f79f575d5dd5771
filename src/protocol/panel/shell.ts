import { scorePhases } from '../../core/phases';
import {
  isBoolean,
  isIndex,
  isKind,
  isNumber,
  isText,
  oneOf,
  optional,
  record,
  type GuardsOf,
} from './guards';

/** What the panel itself is told and asks for, whatever its sections show. */

export type ShellHostMessage = WelcomeMessage | StatusMessage | CaretMessage | RevealMessage | NoticeMessage;

/** The first message, and again when it changes. The panel keeps `uri` so that it can be restored after a reload. */
export interface WelcomeMessage {
  readonly kind: 'welcome';
  readonly uri: string;
  /** It stays with this file while others are edited. */
  readonly locked: boolean;
  readonly language: 'en' | 'ja';
  /** Whether to say what the bundled checkpoint cannot judge; false once the user has dismissed it. */
  readonly firstRunNote: boolean;
  /** What to judge photographs with instead; absent while it is looked up, or when nothing can be offered. */
  readonly offer?: ModelOffer;
  /** None can be chosen or downloaded here, as where extensions run in a browser: it is what files and settings name. */
  readonly fixedCheckpoint?: boolean;
}

export interface ModelOffer {
  /** Of the registry. */
  readonly id: string;
  readonly name: string;
  /** As people read it: `607 MB`. */
  readonly size: string;
  readonly licence: string;
  /** It has been downloaded. */
  readonly isHere: boolean;
}

/**
 * Beside the phases of scoring: a file that has no spells, one that names pictures but lies nowhere yet, and one that is
 * not open any more.
 */
const panelPhases = [...scorePhases, 'no-spells', 'never-saved', 'closed'] as const;
export type PanelPhase = (typeof panelPhases)[number];

/** Where the scoring stands. Small, because it is sent often. */
export interface StatusMessage {
  readonly kind: 'status';
  readonly phase: PanelPhase;
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  /** For `failed`: the id of a known model that has not been downloaded. */
  readonly missingModel?: string;
  /** While it waits for an engine that is stuck: what is wrong, a sentence in the user's language. */
  readonly stuck?: string;
  /** Of many pictures also how many a second, and how many seconds the rest will take. */
  readonly progress?: {
    readonly done: number;
    readonly total: number;
    readonly perSecond?: number;
    readonly secondsLeft?: number;
  };
}

/** The spell under the caret; absent when the caret is in none. */
export interface CaretMessage {
  readonly kind: 'caret';
  readonly spell?: number;
}

/** Show this spell: the user clicked its CodeLens. */
export interface RevealMessage {
  readonly kind: 'reveal';
  readonly spell: number;
}

/** A sentence in the user's language, for eyes and screen readers. */
export interface NoticeMessage {
  readonly kind: 'notice';
  readonly severity: 'information' | 'error';
  readonly text: string;
}

export type ShellPanelMessage =
  /** The panel can be sent everything: it was just made, or restored. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'dismiss-note' }
  /** Take this model of the registry, or choose one from the list. */
  | { readonly kind: 'choose-model'; readonly model?: string }
  /** Jump to a spell in the editor. */
  | { readonly kind: 'jump'; readonly spell: number }
  /** Undo, or redo, the last edit of the document. */
  | { readonly kind: 'undo'; readonly redo: boolean }
  /** Save a file that was never saved. */
  | { readonly kind: 'save' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'cancel' };

export const shellHostMessages: GuardsOf<ShellHostMessage> = {
  welcome: record<WelcomeMessage>({
    kind: isKind('welcome'),
    uri: isText,
    locked: isBoolean,
    language: oneOf('en', 'ja'),
    firstRunNote: isBoolean,
    offer: optional(
      record<ModelOffer>({ id: isText, name: isText, size: isText, licence: isText, isHere: isBoolean }),
    ),
    fixedCheckpoint: optional(isBoolean),
  }),
  status: record<StatusMessage>({
    kind: isKind('status'),
    phase: oneOf<PanelPhase>(...panelPhases),
    error: optional(isText),
    missingModel: optional(isText),
    stuck: optional(isText),
    progress: optional(
      record<NonNullable<StatusMessage['progress']>>({
        done: isNumber,
        total: isNumber,
        perSecond: optional(isNumber),
        secondsLeft: optional(isNumber),
      }),
    ),
  }),
  caret: record<CaretMessage>({ kind: isKind('caret'), spell: optional(isIndex) }),
  reveal: record<RevealMessage>({ kind: isKind('reveal'), spell: isIndex }),
  notice: record<NoticeMessage>({
    kind: isKind('notice'),
    severity: oneOf('information', 'error'),
    text: isText,
  }),
};

type Of<K extends ShellPanelMessage['kind']> = Extract<ShellPanelMessage, { kind: K }>;

export const shellPanelMessages: GuardsOf<ShellPanelMessage> = {
  ready: record<Of<'ready'>>({ kind: isKind('ready') }),
  'dismiss-note': record<Of<'dismiss-note'>>({ kind: isKind('dismiss-note') }),
  'choose-model': record<Of<'choose-model'>>({ kind: isKind('choose-model'), model: optional(isText) }),
  jump: record<Of<'jump'>>({ kind: isKind('jump'), spell: isIndex }),
  undo: record<Of<'undo'>>({ kind: isKind('undo'), redo: isBoolean }),
  save: record<Of<'save'>>({ kind: isKind('save') }),
  retry: record<Of<'retry'>>({ kind: isKind('retry') }),
  cancel: record<Of<'cancel'>>({ kind: isKind('cancel') }),
};
