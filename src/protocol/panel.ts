/**
 * Every message between the extension host and the panel.
 *
 * The host sends what is so, the panel sends what the user wants; nobody waits for an answer, because the answer to
 * "add this picture" is a changed file, and that arrives as any other change does. So plain messages are enough here,
 * where the engine needs calls. Each is checked on arrival: a restored panel may be older than its host.
 */
import type { Yardstick } from '../core/statistics/pairedDifference';
import { isRecord, type Guard } from './rpc';

// ---- Host → panel ----------------------------------------------------------------------------------------------

export type HostMessage =
  | WelcomeMessage
  | StatusMessage
  | PicturesMessage
  | ScoresMessage
  | ForgetMessage
  | CaretMessage
  | RevealMessage
  | HistoryMessage
  | LeanMessage
  | NoticeMessage;

/** The first message, and again when it changes. The panel keeps `uri` so that it can be restored after a reload. */
export interface WelcomeMessage {
  readonly kind: 'welcome';
  readonly uri: string;
  readonly language: 'en' | 'ja';
  /** Whether to say what the bundled checkpoint cannot judge; false once the user has dismissed it. */
  readonly firstRunNote: boolean;
  /** What to judge photographs with instead; absent while it is looked up, or when nothing can be offered. */
  readonly offer?: ModelOffer;
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

export type PanelPhase =
  'waiting' | 'loading' | 'scoring' | 'ready' | 'no-images' | 'no-spells' | 'failed' | 'stopped' | 'closed';

/** Where the scoring stands. Small, because it is sent often. */
export interface StatusMessage {
  readonly kind: 'status';
  readonly phase: PanelPhase;
  /** For `failed`: a sentence in the user's language. */
  readonly error?: string;
  /** For `failed`: the id of a known model that has not been downloaded. */
  readonly missingModel?: string;
  readonly progress?: { readonly done: number; readonly total: number };
}

/** The reference pictures, readable or not, in the order of the matrix columns, unreadable ones last. */
export interface PicturesMessage {
  readonly kind: 'pictures';
  readonly pictures: readonly PanelPicture[];
}

export interface PanelPicture {
  /** Path relative to the spell file, with `/`: what identifies a picture in every message. */
  readonly path: string;
  /** Address that the webview can load; absent before the picture has been scored, and where it cannot be. */
  readonly src?: string;
  /** Why it is not scored, in the user's language. */
  readonly failure?: string;
}

/** One whole result; see `FileScore`. The matrices are sent once, as typed arrays, row-major prompts (or spells) × columns. */
export interface ScoresMessage {
  readonly kind: 'scores';
  readonly checkpoint: {
    readonly id: string;
    readonly hash: string;
    readonly bundled: boolean;
    readonly logitScale: number;
  };
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
  /** Combinations that exist; Infinity when too many to count. More than `rows` when sampled. */
  readonly total: number;
  readonly sampled: boolean;
}

/** The scores that were sent hold no more: another checkpoint is in use, and its numbers are not there yet. */
export interface ForgetMessage {
  readonly kind: 'forget';
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

/** The last edits of the spell under the caret, oldest first. */
export interface HistoryMessage {
  readonly kind: 'history';
  readonly spell?: number;
  readonly entries: readonly PanelHistoryEntry[];
}

export interface PanelHistoryEntry {
  readonly id: number;
  /** First line of the spell's text as it was. */
  readonly label: string;
  /** What the spell was ranked by. */
  readonly meanCosine: number;
  /** What measured it. */
  readonly checkpoint: { readonly id: string; readonly hash: string };
  /** Entries of one basis were measured by the same checkpoint against the same pictures: only they may be compared. */
  readonly basis: number;
}

/** How far the loaded checkpoint leans for the person words of the file; no checkpoint where there is nothing to tell. */
export interface LeanMessage {
  readonly kind: 'lean';
  readonly checkpoint?: { readonly id: string; readonly hash: string };
  /** Some words are still being measured. */
  readonly measuring: boolean;
  /** In the order of the text. */
  readonly words: readonly PanelLean[];
}

export interface PanelLean {
  /** As it was written. */
  readonly word: string;
  /** What the checkpoint was asked with, where that is another language. */
  readonly asked?: string;
  /** Positive: towards women. See `Lean` of core. */
  readonly size: number;
  readonly low: number;
  readonly high: number;
  /** It is beyond chance, and beyond what things show. */
  readonly shown: boolean;
}

/** A sentence in the user's language, for eyes and screen readers. */
export interface NoticeMessage {
  readonly kind: 'notice';
  readonly severity: 'information' | 'error';
  readonly text: string;
}

// ---- Panel → host ----------------------------------------------------------------------------------------------

export type PanelMessage =
  /** The panel can be sent everything: it was just made, or restored. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'dismiss-note' }
  /** Take this model of the registry, or choose one from the list. */
  | { readonly kind: 'choose-model'; readonly model?: string }
  /** Jump to a spell in the editor. */
  | { readonly kind: 'jump'; readonly spell: number }
  /** Ask for pictures with the editor's file dialog. */
  | { readonly kind: 'pick-pictures' }
  /** Pictures that were pasted, or dropped from outside the editor. */
  | { readonly kind: 'add-files'; readonly files: readonly IncomingFile[] }
  /** Files dropped from the editor's own explorer. */
  | { readonly kind: 'add-uris'; readonly uris: readonly string[] }
  | { readonly kind: 'remove-picture'; readonly path: string }
  | { readonly kind: 'open-picture'; readonly path: string }
  /** Put the text of a history entry back. */
  | { readonly kind: 'restore'; readonly entry: number }
  | { readonly kind: 'export'; readonly format: ExportFormat; readonly to: 'file' | 'clipboard' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'cancel' };

export interface IncomingFile {
  /** Name only; empty when it was pasted without one. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type ExportFormat = 'csv' | 'json' | 'markdown';

/** A dropped file larger than this is refused in the panel, before it is copied between processes. */
export const maxIncomingBytes = 64 * 1024 * 1024;
/** Of all files of one drop together: they are held in memory while they are copied. */
export const maxIncomingTotalBytes = 512 * 1024 * 1024;
/** More in one drop is a mistake of the hand. */
export const maxIncomingFiles = 500;

// ---- Guards ----------------------------------------------------------------------------------------------------

const maxItems = 100_000;
const maxText = 1_000_000;

const isText: Guard<string> = (value): value is string =>
  typeof value === 'string' && value.length <= maxText;
const isNumber: Guard<number> = (value): value is number => typeof value === 'number';
const isBoolean: Guard<boolean> = (value): value is boolean => typeof value === 'boolean';
const isIndex: Guard<number> = (value): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

function optional<T>(guard: Guard<T>): Guard<T | undefined> {
  return (value): value is T | undefined => value === undefined || guard(value);
}

function list<T>(guard: Guard<T>, max = maxItems): Guard<readonly T[]> {
  return (value): value is readonly T[] =>
    Array.isArray(value) && value.length <= max && Array.from<unknown>(value).every(guard);
}

function oneOf<T extends string>(...values: readonly T[]): Guard<T> {
  return (value): value is T => values.includes(value as T);
}

/** A guard per field; a forgotten field is an error of compilation. */
function record<T extends object>(fields: { readonly [K in keyof Required<T>]: Guard<T[K]> }): Guard<T> {
  const entries = Object.entries(fields) as [string, Guard<unknown>][];
  return (value): value is T => isRecord(value) && entries.every(([key, guard]) => guard(value[key]));
}

const isKind = <K extends string>(kind: K): Guard<K> => oneOf(kind);

const isPicture = record<PanelPicture>({ path: isText, src: optional(isText), failure: optional(isText) });

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
  total: isNumber,
  sampled: isBoolean,
  ...standing,
});

const isHistoryEntry = record<PanelHistoryEntry>({
  id: isIndex,
  label: isText,
  meanCosine: isNumber,
  checkpoint: record<PanelHistoryEntry['checkpoint']>({ id: isText, hash: isText }),
  basis: isIndex,
});

const isLean = record<PanelLean>({
  word: isText,
  asked: optional(isText),
  size: isNumber,
  low: isNumber,
  high: isNumber,
  shown: isBoolean,
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

const hostMessages: { readonly [K in HostMessage['kind']]: Guard<Extract<HostMessage, { kind: K }>> } = {
  welcome: record<WelcomeMessage>({
    kind: isKind('welcome'),
    uri: isText,
    language: oneOf('en', 'ja'),
    firstRunNote: isBoolean,
    offer: optional(
      record<ModelOffer>({ id: isText, name: isText, size: isText, licence: isText, isHere: isBoolean }),
    ),
  }),
  status: record<StatusMessage>({
    kind: isKind('status'),
    phase: oneOf<PanelPhase>(
      'waiting',
      'loading',
      'scoring',
      'ready',
      'no-images',
      'no-spells',
      'failed',
      'stopped',
      'closed',
    ),
    error: optional(isText),
    missingModel: optional(isText),
    progress: optional(record<NonNullable<StatusMessage['progress']>>({ done: isNumber, total: isNumber })),
  }),
  pictures: record<PicturesMessage>({ kind: isKind('pictures'), pictures: list(isPicture) }),
  scores: isScores,
  forget: record<ForgetMessage>({ kind: isKind('forget') }),
  caret: record<CaretMessage>({ kind: isKind('caret'), spell: optional(isIndex) }),
  reveal: record<RevealMessage>({ kind: isKind('reveal'), spell: isIndex }),
  history: record<HistoryMessage>({
    kind: isKind('history'),
    spell: optional(isIndex),
    entries: list(isHistoryEntry),
  }),
  lean: record<LeanMessage>({
    kind: isKind('lean'),
    checkpoint: optional(record<NonNullable<LeanMessage['checkpoint']>>({ id: isText, hash: isText })),
    measuring: isBoolean,
    words: list(isLean),
  }),
  notice: record<NoticeMessage>({
    kind: isKind('notice'),
    severity: oneOf('information', 'error'),
    text: isText,
  }),
};

type Of<K extends PanelMessage['kind']> = Extract<PanelMessage, { kind: K }>;

const isIncomingFile = record<IncomingFile>({
  name: isText,
  bytes: (value): value is Uint8Array => value instanceof Uint8Array && value.byteLength <= maxIncomingBytes,
});

const panelMessages: { readonly [K in PanelMessage['kind']]: Guard<Of<K>> } = {
  ready: record<Of<'ready'>>({ kind: isKind('ready') }),
  'dismiss-note': record<Of<'dismiss-note'>>({ kind: isKind('dismiss-note') }),
  'choose-model': record<Of<'choose-model'>>({ kind: isKind('choose-model'), model: optional(isText) }),
  jump: record<Of<'jump'>>({ kind: isKind('jump'), spell: isIndex }),
  'pick-pictures': record<Of<'pick-pictures'>>({ kind: isKind('pick-pictures') }),
  'add-files': record<Of<'add-files'>>({
    kind: isKind('add-files'),
    files: list(isIncomingFile, maxIncomingFiles),
  }),
  'add-uris': record<Of<'add-uris'>>({ kind: isKind('add-uris'), uris: list(isText, maxIncomingFiles) }),
  'remove-picture': record<Of<'remove-picture'>>({ kind: isKind('remove-picture'), path: isText }),
  'open-picture': record<Of<'open-picture'>>({ kind: isKind('open-picture'), path: isText }),
  restore: record<Of<'restore'>>({ kind: isKind('restore'), entry: isIndex }),
  export: record<Of<'export'>>({
    kind: isKind('export'),
    format: oneOf<ExportFormat>('csv', 'json', 'markdown'),
    to: oneOf('file', 'clipboard'),
  }),
  retry: record<Of<'retry'>>({ kind: isKind('retry') }),
  cancel: record<Of<'cancel'>>({ kind: isKind('cancel') }),
};

/** Reads what the host sent; undefined when it is none of its messages. */
export function readHostMessage(value: unknown): HostMessage | undefined {
  return read<HostMessage>(hostMessages, value);
}

/** Reads what the panel sent; undefined when it is none of its messages. */
export function readPanelMessage(value: unknown): PanelMessage | undefined {
  return read<PanelMessage>(panelMessages, value);
}

function read<M>(guards: Readonly<Record<string, Guard<M>>>, value: unknown): M | undefined {
  if (!isRecord(value) || typeof value.kind !== 'string' || !Object.hasOwn(guards, value.kind))
    return undefined;
  return guards[value.kind]!(value) ? (value as M) : undefined;
}

/** The document that a kept panel state belongs to; undefined when the state is none of ours. */
export function uriOfPanelState(state: unknown): string | undefined {
  return isRecord(state) && isText(state.uri) && state.uri !== '' ? state.uri : undefined;
}
