import { spellKeys, type Ranked } from '../../leaderRows';

/** What a screen reader should hear after a new result: a new leader before a move of the spell being edited. */
export type RankChange =
  | { readonly kind: 'leader'; readonly spell: number }
  | { readonly kind: 'moved'; readonly spell: number; readonly rank: number };

/** Undefined when nothing worth saying changed, or when there is nothing to compare with. */
export function rankChange(
  before: Ranked | undefined,
  after: Ranked,
  caretSpell: number | undefined,
): RankChange | undefined {
  if (!before || before.spells.length === 0 || after.spells.length < 2) return undefined;
  const ranksBefore = new Map(
    spellKeys(before.spells).map((key, index) => [key, before.spells[index]!.rank]),
  );
  const keys = spellKeys(after.spells);
  const leader = leading(after);
  if (leader !== undefined && (ranksBefore.get(keys[leader]!) ?? Infinity) > 1) {
    return { kind: 'leader', spell: leader };
  }
  const edited = caretSpell === undefined ? undefined : after.spells[caretSpell];
  if (caretSpell === undefined || edited?.best === undefined) return undefined;
  const rankBefore = ranksBefore.get(keys[caretSpell]!);
  if (rankBefore === undefined || rankBefore === edited.rank) return undefined;
  return { kind: 'moved', spell: caretSpell, rank: edited.rank };
}

/** The one spell at rank 1; undefined when several share it. */
function leading(scores: Ranked): number | undefined {
  const first = scores.spells.flatMap((spell, index) =>
    spell.rank === 1 && spell.best !== undefined ? [index] : [],
  );
  return first.length === 1 ? first[0] : undefined;
}
