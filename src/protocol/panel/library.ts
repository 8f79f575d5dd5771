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

/** How the spells stand to the pictures of a library: none of them is sent but the best and worst of each spell. */
export interface LibraryMessage {
  readonly kind: 'library';
  readonly checkpoint: string;
  readonly pictures: number;
  /** Equal files count as one. */
  readonly different: number;
  readonly failed: number;
  /** Best first. */
  readonly spells: readonly PanelLibrarySpell[];
}

export interface PanelLibrarySpell {
  /** Place in the file. */
  readonly spell: number;
  readonly name: string;
  /** Its best text. */
  readonly text: string;
  readonly mean: number;
  /** How many different pictures have which cosine: equal steps from `low` to `high`. */
  readonly distribution: { readonly low: number; readonly high: number; readonly counts: readonly number[] };
  readonly nearest: readonly PanelFoundPicture[];
  readonly farthest: readonly PanelFoundPicture[];
}

export interface PanelFoundPicture {
  /** Relative to the spell file: what identifies it in messages. */
  readonly path: string;
  readonly src: string;
  readonly cosine: number;
  /** The file names it already. */
  readonly isReference: boolean;
}

/** A search for pictures, while it goes on and after it. */
export interface FindMessage {
  readonly kind: 'find';
  readonly phase: 'idle' | 'searching' | 'done' | 'stopped' | 'failed';
  /** Where the next search looks, as people read it; absent for the pictures that the file names. */
  readonly folder?: string;
  /** How many the file names. */
  readonly own: number;
  readonly by?: FindBy;
  readonly visited?: number;
  readonly progress?: {
    readonly done: number;
    readonly total: number;
    readonly perSecond?: number;
    readonly secondsLeft?: number;
  };
  readonly error?: string;
  readonly found?: PanelFound;
}

export type FindBy = 'spell' | 'text' | 'name';

export interface PanelFound {
  readonly text: string;
  readonly checkpoint: string;
  /** That was searched; absent for the pictures that the file names. */
  readonly folder?: string;
  readonly pictures: number;
  readonly different: number;
  readonly failed: number;
  readonly nearest: readonly PanelFoundPicture[];
  /** What is wrong with the comparison: sentences in the user's language. */
  readonly remarks: readonly string[];
}

/** The section is to be looked at: somebody asked for it by a command. */
export interface ShowFindMessage {
  readonly kind: 'show-find';
}

export type LibraryPanelMessage =
  /** Search for the spell under the caret, a text, or a part of a name. */
  | { readonly kind: 'find-start'; readonly by: FindBy; readonly text?: string }
  | { readonly kind: 'find-stop' }
  /** Asks for another folder, or takes the pictures that the file names. */
  | { readonly kind: 'find-where'; readonly own: boolean }
  /** Add pictures that were found to the references. */
  | { readonly kind: 'find-take'; readonly paths: readonly string[] }
  | { readonly kind: 'open-found'; readonly path: string };

/** Of one list. */
const mostFound = 1000;
const mostSpells = 2000;
const mostSteps = 1000;
const mostRemarks = 10;

const isPicture = record<PanelFoundPicture>({
  path: isText,
  src: isText,
  cosine: isNumber,
  isReference: isBoolean,
});

const isSpell = record<PanelLibrarySpell>({
  spell: isIndex,
  name: isText,
  text: isText,
  mean: isNumber,
  distribution: record<PanelLibrarySpell['distribution']>({
    low: isNumber,
    high: isNumber,
    counts: list(isIndex, mostSteps),
  }),
  nearest: list(isPicture, mostFound),
  farthest: list(isPicture, mostFound),
});

const bys = ['spell', 'text', 'name'] as const;

export const libraryHostMessages: GuardsOf<LibraryMessage | FindMessage | ShowFindMessage> = {
  library: record<LibraryMessage>({
    kind: isKind('library'),
    checkpoint: isText,
    pictures: isIndex,
    different: isIndex,
    failed: isIndex,
    spells: list(isSpell, mostSpells),
  }),
  find: record<FindMessage>({
    kind: isKind('find'),
    phase: oneOf('idle', 'searching', 'done', 'stopped', 'failed'),
    folder: optional(isText),
    own: isIndex,
    by: optional(oneOf<FindBy>(...bys)),
    visited: optional(isIndex),
    progress: optional(
      record<NonNullable<FindMessage['progress']>>({
        done: isIndex,
        total: isIndex,
        perSecond: optional(isNumber),
        secondsLeft: optional(isNumber),
      }),
    ),
    error: optional(isText),
    found: optional(
      record<PanelFound>({
        text: isText,
        checkpoint: isText,
        folder: optional(isText),
        pictures: isIndex,
        different: isIndex,
        failed: isIndex,
        nearest: list(isPicture, mostFound),
        remarks: list(isText, mostRemarks),
      }),
    ),
  }),
  'show-find': record<ShowFindMessage>({ kind: isKind('show-find') }),
};

type Of<K extends LibraryPanelMessage['kind']> = Extract<LibraryPanelMessage, { kind: K }>;

export const libraryPanelMessages: GuardsOf<LibraryPanelMessage> = {
  'find-start': record<Of<'find-start'>>({
    kind: isKind('find-start'),
    by: oneOf<FindBy>(...bys),
    text: optional(isText),
  }),
  'find-stop': record<Of<'find-stop'>>({ kind: isKind('find-stop') }),
  'find-where': record<Of<'find-where'>>({ kind: isKind('find-where'), own: isBoolean }),
  'find-take': record<Of<'find-take'>>({ kind: isKind('find-take'), paths: list(isText, mostFound) }),
  'open-found': record<Of<'open-found'>>({ kind: isKind('open-found'), path: isText }),
};
