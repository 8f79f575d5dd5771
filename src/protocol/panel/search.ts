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

/** A search with the user's generator, while it goes on and after it. */
export interface SearchMessage {
  readonly kind: 'search';
  readonly phase: 'idle' | 'preparing' | 'searching' | 'stopping' | 'done' | 'stopped' | 'failed';
  /** There is something to search: a prompt with scores, and reference pictures. */
  readonly canStart: boolean;
  /** Pictures of the next search. */
  readonly budget: number;
  /** Where the generator is; absent where none is connected yet. */
  readonly generator?: string;
  /** A sentence in the user's language: why it failed, or what ended it before its time. */
  readonly error?: string;
  readonly run?: PanelSearch;
}

export interface PanelSearch {
  /** The spell's name. */
  readonly name: string;
  readonly looked: number;
  readonly budget: number;
  /** Of the start and the winner each, at the end. */
  readonly freshSeeds: number;
  /** Different reference pictures. */
  readonly searched: number;
  readonly heldOut: number;
  readonly checkpoint: string;
  readonly from: string;
  readonly best?: string;
  readonly rounds: readonly PanelSearchRound[];
  /** The picture that came closest. */
  readonly picture?: { readonly src: string; readonly closeness: number; readonly text: string };
  /** What the winner is worth: sentences in the user's language. Empty while it goes on. */
  readonly worth: readonly string[];
  readonly known?: number;
  readonly canTake: boolean;
  readonly isTaken: boolean;
}

/** Expected closeness. */
export interface PanelSearchRound {
  readonly best: number;
  readonly median: number;
  readonly start: number;
  readonly pictures: number;
}

/** The section is to be looked at: somebody asked for it by a command. */
export interface ShowSearchMessage {
  readonly kind: 'show-search';
}

export type SearchPanelMessage =
  /** Search from the spell under the caret. */
  | { readonly kind: 'search-start' }
  | { readonly kind: 'search-stop' }
  /** The winner in place of the prompt, or as a spell below it. */
  | { readonly kind: 'search-take'; readonly how: 'replace' | 'insert' }
  | { readonly kind: 'search-settings' };

const mostRounds = 10_000;

const isRun = record<PanelSearch>({
  name: isText,
  looked: isIndex,
  budget: isIndex,
  freshSeeds: isIndex,
  searched: isIndex,
  heldOut: isIndex,
  checkpoint: isText,
  from: isText,
  best: optional(isText),
  rounds: list(
    record<PanelSearchRound>({ best: isNumber, median: isNumber, start: isNumber, pictures: isIndex }),
    mostRounds,
  ),
  picture: optional(
    record<NonNullable<PanelSearch['picture']>>({ src: isText, closeness: isNumber, text: isText }),
  ),
  worth: list(isText),
  known: optional(isIndex),
  canTake: isBoolean,
  isTaken: isBoolean,
});

export const searchHostMessages: GuardsOf<SearchMessage | ShowSearchMessage> = {
  search: record<SearchMessage>({
    kind: isKind('search'),
    phase: oneOf('idle', 'preparing', 'searching', 'stopping', 'done', 'stopped', 'failed'),
    canStart: isBoolean,
    budget: isIndex,
    generator: optional(isText),
    error: optional(isText),
    run: optional(isRun),
  }),
  'show-search': record<ShowSearchMessage>({ kind: isKind('show-search') }),
};

type Of<K extends SearchPanelMessage['kind']> = Extract<SearchPanelMessage, { kind: K }>;

export const searchPanelMessages: GuardsOf<SearchPanelMessage> = {
  'search-start': record<Of<'search-start'>>({ kind: isKind('search-start') }),
  'search-stop': record<Of<'search-stop'>>({ kind: isKind('search-stop') }),
  'search-take': record<Of<'search-take'>>({
    kind: isKind('search-take'),
    how: oneOf('replace', 'insert'),
  }),
  'search-settings': record<Of<'search-settings'>>({ kind: isKind('search-settings') }),
};
