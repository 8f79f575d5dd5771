import type { Comparison } from '../../../core/score/compare';
import { pairAt } from '../../../core/score/agreement';
import type { Side } from '../../../core/score/compare';
import type { JudgeMessage } from '../../../protocol/panel/judge';
import type { Say } from '../../wording';

/**
 * A comparison in plain words: what these pictures show, and nothing beyond it.
 * @returns the verdict, and where it needs one, a remark on how far to trust it
 */
export function verdictText(comparison: Comparison, say: Say): { verdict: string; remark?: string } {
  const { winsA, winsB, pictures } = comparison;
  const total = pictures.length;
  // Spells whose best texts are one may still differ in what choosing among the others was worth.
  if (pictures.every((difference) => difference === 0))
    return { verdict: say(comparison.cosine === 0 ? 'verdictSame' : 'verdictSameBest') };
  const counts = say('verdictTieCount', { winsA, winsB, total });
  switch (comparison.verdict) {
    case 'a-better':
      return { verdict: say('verdictBetter', { winner: 'A', wins: winsA, total }) };
    case 'b-better':
      return { verdict: say('verdictBetter', { winner: 'B', wins: winsB, total }) };
    case 'no-difference':
      return { verdict: say('verdictTie'), remark: counts };
    case 'too-few-pictures':
      return { verdict: counts, remark: say('verdictFew') };
  }
}

/** What a second checkpoint says of the two, each by itself; undefined where it says nothing of them, or of what was before. */
export function judgeText(
  judge: JudgeMessage | undefined,
  sides: readonly [Side, Side],
  say: Say,
): string | undefined {
  const table = judge?.table;
  if (!table?.orders || table.isStale || judge?.phase !== 'judged') return undefined;
  const [a, b] = sides.map((side) =>
    table.rows.findIndex(({ spell, row }) =>
      row === undefined ? 'spell' in side && side.spell === spell : 'row' in side && side.row === row,
    ),
  ) as [number, number];
  if (a < 0 || b < 0 || a === b) return undefined;
  const order = table.orders[pairAt(a, b, table.rows.length)]!;
  const key = order > 0 ? 'judgePairSame' : order < 0 ? 'judgePairOpposed' : 'judgePairUnsure';
  return say(key, { name: table.second.name });
}

/** How strongly CLIP itself prefers one of the two on average: `3.2 : 1`. */
export function oddsText(logOdds: number, say: Say): string {
  const odds = Math.exp(Math.abs(logOdds));
  if (odds < 1.05) return say('oddsEven');
  const text = odds > 1000 ? say('oddsHuge') : odds.toFixed(odds < 9.95 ? 1 : 0);
  return say('odds', { winner: logOdds > 0 ? 'A' : 'B', odds: text });
}
