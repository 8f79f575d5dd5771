import { isRecord } from '../protocol/rpc';
import { matrixKinds, type MatrixKind } from './heat';

/** What the panel keeps through a reload. Scores and pictures are not kept: they are asked for again. */
export interface UiState {
  /** The spell file; the serializer opens it again. */
  readonly uri: string;
  readonly closedSections: readonly string[];
  /** Keys of the spells whose expansions are shown. */
  readonly expanded: readonly string[];
  /** Keys of the spells whose expansions are hidden, where they would be shown by themselves. */
  readonly folded: readonly string[];
  readonly matrix: MatrixKind;
  /** Keys of the rows pinned for comparison, A first; two at most. */
  readonly pins: readonly string[];
  readonly scroll: ScrollState;
}

export interface ScrollState {
  readonly page: number;
  readonly leaderboard: number;
  readonly matrixTop: number;
  readonly matrixLeft: number;
}

/** More folds than this are not worth keeping. */
const maxKept = 1000;

/** Reads a kept state; whatever is missing or malformed, as in a state of another version, becomes its default. */
export function readUiState(value: unknown): UiState {
  const state = isRecord(value) ? value : {};
  const scroll = isRecord(state.scroll) ? state.scroll : {};
  const matrix = state.matrix as MatrixKind;
  return {
    uri: typeof state.uri === 'string' ? state.uri : '',
    closedSections: texts(state.closedSections),
    expanded: texts(state.expanded),
    folded: texts(state.folded),
    matrix: matrixKinds.includes(matrix) ? matrix : 'promptGivenImage',
    pins: texts(state.pins).slice(0, 2),
    scroll: {
      page: pixels(scroll.page),
      leaderboard: pixels(scroll.leaderboard),
      matrixTop: pixels(scroll.matrixTop),
      matrixLeft: pixels(scroll.matrixLeft),
    },
  };
}

/** Pins a row: a third one replaces the older second, a pinned one is unpinned. */
export function togglePin(pins: readonly string[], key: string): string[] {
  if (pins.includes(key)) return pins.filter((pin) => pin !== key);
  return pins.length < 2 ? [...pins, key] : [pins[0]!, key];
}

/** Keys of the spells whose expansions are shown: those that were unfolded, and that of a file with one spell only. */
export function openSpells({ expanded, folded }: UiState, keys: readonly string[]): ReadonlySet<string> {
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

function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((each): each is string => typeof each === 'string').slice(0, maxKept)
    : [];
}

function pixels(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
