import type { Side } from '../core/score/compare';
import { spellKeys as keysOfNames } from '../core/spell/spellKeys';
import type { PanelPrompt, PanelSpell, PanelStanding } from '../protocol/panel/scores';

/** What the rows are made of: the scores without their matrices. */
export interface Ranked {
  readonly prompts: readonly PanelPrompt[];
  readonly spells: readonly PanelSpell[];
}

/** One line of the leaderboard and of the matrix: a spell, shown by its best text, or one of its different texts. */
export interface LeaderRow extends Pick<PanelStanding, 'rank' | 'ranks' | 'mean' | 'fitsBest'> {
  /** The same across edits, so that folds and pins stay where the user put them. */
  readonly key: string;
  readonly level: 1 | 2;
  readonly spell: number;
  /** Matrix row of the prompt that it shows; undefined for a spell without any. */
  readonly row?: number;
  /** What it is ranked by. */
  readonly meanCosine: number;
  /** Prompts that read as this text; 1 for a spell of several texts. */
  readonly variants: number;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
}

/** In which order spells are listed, and the texts below them. */
export const rowOrders = ['rank', 'file', 'name'] as const;
export type RowOrder = (typeof rowOrders)[number];

export interface RowOptions {
  readonly order?: RowOrder;
  /** Words that a row's name or text must hold. */
  readonly filter?: string;
  /** What a spell is called. */
  readonly nameOf?: (spell: number) => string;
}

/**
 * Rows in order, best first if nothing else is wished; the texts of the spells in `expanded` stand below them. With a filter,
 * those that hold its words: a spell with one such text is unfolded down to it.
 */
export function leaderRows(
  scores: Ranked,
  expanded: ReadonlySet<string>,
  {
    order: wished = 'rank',
    filter = '',
    nameOf = (spell) => scores.spells[spell]!.name ?? '',
  }: RowOptions = {},
): LeaderRow[] {
  const keys = spellKeys(scores.spells);
  const holds = textFilter(filter);
  const isFound = (index: number, row: number): boolean =>
    holds(`${nameOf(index)} ${scores.prompts[row]!.text}`);
  const isSpellFound = ({ best }: PanelSpell, index: number): boolean =>
    best === undefined ? holds(nameOf(index)) : isFound(index, best);
  const compare = (a: Placed, b: Placed): number =>
    wished === 'name'
      ? nameOf(a.index).localeCompare(nameOf(b.index), undefined, { numeric: true }) || a.index - b.index
      : (wished === 'rank' ? a.spell.rank - b.spell.rank : 0) || a.index - b.index;
  const order = scores.spells
    .map((spell, index) => ({ spell, index }))
    .filter(
      ({ spell, index }) =>
        isSpellFound(spell, index) || differentRows(scores, index).some((row) => isFound(index, row)),
    )
    .sort(compare);
  return order.flatMap(({ spell, index }, place) => {
    const key = keys[index]!;
    const expandable = spell.texts > 1;
    const open = expandable && (expanded.has(key) || !isSpellFound(spell, index));
    const head: LeaderRow = {
      ...standing(spell),
      key,
      level: 1,
      spell: index,
      row: spell.best,
      variants: spell.texts === 1 ? spell.rows.length : 1,
      expandable,
      expanded: open,
      position: place + 1,
      siblings: order.length,
    };
    if (!open) return [head];
    const variants = tally(spell.rows.map((row) => scores.prompts[row]!.sameAs));
    const rows = differentRows(scores, index)
      .filter((row) => isFound(index, row))
      .sort((a, b) => (wished === 'file' ? 0 : scores.prompts[a]!.rank - scores.prompts[b]!.rank) || a - b);
    return [
      head,
      ...rows.map((row, position): LeaderRow => ({
        ...standing(scores.prompts[row]!),
        key: promptKey(key, scores.prompts[row]!),
        level: 2,
        spell: index,
        row,
        variants: variants.get(row)!,
        expandable: false,
        expanded: false,
        position: position + 1,
        siblings: rows.length,
      })),
    ];
  });
}

interface Placed {
  readonly spell: PanelSpell;
  readonly index: number;
}

/** Whether a text holds all words of a filter, whatever their case and width. */
function textFilter(filter: string): (text: string) => boolean {
  const plain = (text: string): string => text.normalize('NFKC').toLowerCase();
  const words = plain(filter)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return () => true;
  return (text) => {
    const own = plain(text);
    return words.every((word) => own.includes(word));
  };
}

/** The prompts of a spell, one for each text that the checkpoint tells from the others, in file order. */
export function differentRows({ prompts, spells }: Ranked, spell: number): number[] {
  return spells[spell]!.rows.filter((row) => prompts[row]!.sameAs === row);
}

/** As in `core/spell/spellKeys.ts`. */
export function spellKeys(spells: readonly PanelSpell[]): string[] {
  return keysOfNames(spells.map(({ name }) => name));
}

/** What a kept key means today: a spell that has a prompt, or the first prompt that reads so; undefined when it is gone. */
export function sideOfKey(scores: Ranked, key: string): Side | undefined {
  const keys = spellKeys(scores.spells);
  for (const [index, spell] of scores.spells.entries()) {
    if (keys[index] === key) return spell.best === undefined ? undefined : { spell: index };
    for (const row of spell.rows) {
      const prompt = scores.prompts[row]!;
      if (promptKey(keys[index]!, prompt) === key) return { row: prompt.sameAs };
    }
  }
  return undefined;
}

/** The key under which the leaderboard lists what a kept key means: a prompt that reads as another is not listed. */
export function listedKey(scores: Ranked, key: string): string {
  const side = sideOfKey(scores, key);
  if (side === undefined || 'spell' in side) return key;
  const prompt = scores.prompts[side.row]!;
  return promptKey(spellKeys(scores.spells)[prompt.spell]!, prompt);
}

type Standing = Pick<LeaderRow, 'rank' | 'ranks' | 'mean' | 'fitsBest' | 'meanCosine'>;

function standing({ rank, ranks, mean, fitsBest, meanCosine }: Standing): Standing {
  return { rank, ranks, mean, fitsBest, meanCosine };
}

function promptKey(spellKey: string, prompt: PanelPrompt): string {
  return `${spellKey}\n${prompt.id}`;
}

function tally<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
