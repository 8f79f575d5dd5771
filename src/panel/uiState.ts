import { isRecord } from '../protocol/rpc';

/** The panel's tabs, in their order. */
export const tabs = ['scores', 'why', 'improve', 'pictures'] as const;
export type TabName = (typeof tabs)[number];

/** Under which the leaderboard keeps which rows it lists. */
export const leaderboardName = 'leaderboard';

/** What the user did with one file. */
export interface FileUiState {
  /** Keys of the spells whose expansions are shown. */
  readonly expanded: readonly string[];
  /** Keys of the spells whose expansions are hidden, where they would be shown by themselves. */
  readonly folded: readonly string[];
  /** Keys of the rows pinned for comparison, A first; two at most. */
  readonly pins: readonly string[];
  /** How far down the page is scrolled, in pixels. */
  readonly scroll: number;
}

/** What the panel keeps through a reload. Scores and pictures are not kept: they are asked for again. */
export interface UiState extends FileUiState {
  /** The spell file; the serializer opens it again. */
  readonly uri: string;
  /** It stays with this file while others are edited. */
  readonly locked: boolean;
  /** What was done with the files that were shown before, by their addresses, the last one last. */
  readonly others: Readonly<Record<string, FileUiState>>;
  readonly tab: TabName;
  readonly closedSections: readonly string[];
  /** What each section keeps for itself, by its name. It checks what it reads: it may come from another version. */
  readonly sections: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** More folds than this are not worth keeping. */
const maxKept = 1000;
const maxSections = 50;
const maxOthers = 30;

/** Reads a kept state; whatever is missing or malformed, as in a state of another version, becomes its default. */
export function readUiState(value: unknown): UiState {
  const state = isRecord(value) ? value : {};
  return {
    uri: typeof state.uri === 'string' ? state.uri : '',
    tab: tabs.find((tab) => tab === state.tab) ?? 'scores',
    closedSections: texts(state.closedSections),
    locked: state.locked === true,
    others: Object.fromEntries(
      Object.entries(isRecord(state.others) ? state.others : {})
        .slice(-maxOthers)
        .map(([uri, other]) => [uri, readFileState(other)]),
    ),
    ...readFileState(state),
    sections: Object.fromEntries(
      Object.entries(isRecord(state.sections) ? state.sections : {})
        .filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1]))
        .slice(0, maxSections),
    ),
  };
}

function readFileState(value: unknown): FileUiState {
  const state = isRecord(value) ? value : {};
  return {
    expanded: texts(state.expanded),
    folded: texts(state.folded),
    pins: texts(state.pins).slice(0, 2),
    scroll: pixels(state.scroll),
  };
}

/** The state with another file in it: what was done with that one before, and no filter of the last one's rows. */
export function turnTo(state: UiState, uri: string): UiState {
  if (uri === state.uri) return state;
  const { expanded, folded, pins, scroll } = state;
  const others = Object.entries(state.others).filter(([other]) => other !== uri && other !== state.uri);
  if (state.uri !== '') others.push([state.uri, { expanded, folded, pins, scroll }]);
  const { filter: _, top: __, ...leaderboard } = state.sections[leaderboardName] ?? {};
  return {
    ...state,
    ...readFileState(state.others[uri]),
    uri,
    others: Object.fromEntries(others.slice(-maxOthers)),
    sections: { ...state.sections, [leaderboardName]: leaderboard },
  };
}

/** Pins a row: a third one replaces the older second, a pinned one is unpinned. */
export function togglePin(pins: readonly string[], key: string): string[] {
  if (pins.includes(key)) return pins.filter((pin) => pin !== key);
  return pins.length < 2 ? [...pins, key] : [pins[0]!, key];
}

/** Keys of the spells whose expansions are shown: those that were unfolded, and that of a file with one spell only. */
export function openSpells(
  { expanded, folded }: Pick<UiState, 'expanded' | 'folded'>,
  keys: readonly string[],
): ReadonlySet<string> {
  const open = new Set(expanded);
  if (keys.length === 1 && !folded.includes(keys[0]!)) open.add(keys[0]!);
  return open;
}

/** Shows the expansions of a spell, or hides them. */
export function fold(state: UiState, key: string, isOpen: boolean): Pick<UiState, 'expanded' | 'folded'> {
  const expanded = state.expanded.filter((each) => each !== key);
  const folded = state.folded.filter((each) => each !== key);
  return isOpen ? { expanded, folded: [...folded, key] } : { expanded: [...expanded, key], folded };
}

export function toggle(list: readonly string[], key: string): string[] {
  return list.includes(key) ? list.filter((each) => each !== key) : [...list, key];
}

/** A length in pixels that was kept; 0 for anything else. */
export function pixels(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((each): each is string => typeof each === 'string').slice(0, maxKept)
    : [];
}
