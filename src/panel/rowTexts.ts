import type { ScoresMessage } from '../protocol/panel/scores';
import { distinctParts, shortened } from './distinctText';
import { differentRows, type LeaderRow } from './leaderRows';
import type { ComparedPart } from './sections/comparison/wordDifference';

type PartsByRow = ReadonlyMap<number, ComparedPart[]>;

/** Made once for each result; of a spell's texts only when they are shown. */
const made = new WeakMap<ScoresMessage, Map<number | 'spells', PartsByRow>>();

/**
 * The text of a row with what tells it from its siblings in front: a spell's best text from those of the other spells, a
 * text from the others of its spell. Empty for a spell without a prompt.
 */
export function rowText(scores: ScoresMessage, row: LeaderRow): readonly ComparedPart[] {
  if (row.row === undefined) return [];
  const of = made.get(scores) ?? new Map<number | 'spells', PartsByRow>();
  made.set(scores, of);
  const which = row.level === 1 ? 'spells' : row.spell;
  let parts = of.get(which);
  if (!parts) {
    const rows =
      which === 'spells' ? scores.spells.flatMap(({ best }) => best ?? []) : differentRows(scores, which);
    const texts = distinctParts(rows.map((each) => scores.prompts[each]!.text));
    parts = new Map(rows.map((each, index) => [each, shortened(texts[index]!)]));
    of.set(which, parts);
  }
  return parts.get(row.row) ?? [];
}
