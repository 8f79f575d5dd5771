import type { PanelPrompt, PanelSpell } from '../protocol/panel';
import type { AreTied } from './ties';

/** What the rows are made of: the scores without their matrices. */
export interface Ranked {
  readonly prompts: readonly PanelPrompt[];
  readonly spells: readonly PanelSpell[];
}

/** One line of the leaderboard and of the matrix: a spell, shown by its best prompt, or one of its expansions. */
export interface LeaderRow {
  /** The same across edits, so that folds and pins stay where the user put them. */
  readonly key: string;
  readonly level: 1 | 2;
  readonly spell: number;
  /** Matrix row of the prompt that it shows; undefined for a spell without any. */
  readonly row?: number;
  readonly rank: number;
  /** It shares its place with another row of its level. */
  readonly tied: boolean;
  readonly expandable: boolean;
  readonly expanded: boolean;
  /** Place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
}

/** Rows in order, best first; the expansions of the spells in `expanded` stand below them, best first. */
export function leaderRows(scores: Ranked, expanded: ReadonlySet<string>, areTied: AreTied): LeaderRow[] {
  const keys = spellKeys(scores.spells);
  const order = scores.spells
    .map((spell, index) => ({ spell, index }))
    .sort((a, b) => a.spell.rank - b.spell.rank || a.index - b.index);
  return order.flatMap(({ spell, index }, place) => {
    const key = keys[index]!;
    const expandable = spell.rows.length > 1;
    const open = expandable && expanded.has(key);
    const head: LeaderRow = {
      key,
      level: 1,
      spell: index,
      row: spell.best,
      rank: spell.rank,
      tied: spell.tied,
      expandable,
      expanded: open,
      position: place + 1,
      siblings: order.length,
    };
    if (!open) return [head];
    const rows = [...spell.rows].sort(
      (a, b) =>
        scores.prompts[a]!.rank - scores.prompts[b]!.rank ||
        scores.prompts[b]!.mean - scores.prompts[a]!.mean,
    );
    return [
      head,
      ...rows.map((row, position): LeaderRow => ({
        key: promptKey(key, scores.prompts[row]!),
        level: 2,
        spell: index,
        row,
        rank: scores.prompts[row]!.rank,
        tied: tiedWith(areTied, scores.prompts, [rows[position - 1], row, rows[position + 1]]),
        expandable: false,
        expanded: false,
        position: position + 1,
        siblings: rows.length,
      })),
    ];
  });
}

/** A spell is its name where that is unique, else its place in the file. */
export function spellKeys(spells: readonly PanelSpell[]): string[] {
  const names = tally(spells.map((spell) => spell.name));
  return spells.map((spell, index) =>
    spell.name !== undefined && names.get(spell.name) === 1 ? `=${spell.name}` : `#${index}`,
  );
}

/** The prompt that a kept key means today; undefined when it is gone. */
export function rowOfKey(scores: Ranked, key: string): number | undefined {
  const keys = spellKeys(scores.spells);
  for (const [index, spell] of scores.spells.entries()) {
    if (keys[index] === key) return spell.best;
    for (const row of spell.rows) if (promptKey(keys[index]!, scores.prompts[row]!) === key) return row;
  }
  return undefined;
}

function promptKey(spellKey: string, prompt: PanelPrompt): string {
  return `${spellKey}\n${prompt.id}`;
}

/** Whether the middle row is tied with the one shown above or below it. */
function tiedWith(
  areTied: AreTied,
  prompts: readonly PanelPrompt[],
  [above, row, below]: readonly (number | undefined)[],
): boolean {
  if (row === undefined || prompts[row]!.rank === 0) return false;
  return (above !== undefined && areTied(above, row)) || (below !== undefined && areTied(row, below));
}

function tally<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
