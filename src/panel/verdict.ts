import type { Comparison } from '../core/score/compare';
import type { Say } from './wording';

/**
 * A comparison in plain words: what these pictures show, and nothing beyond it.
 * @returns the verdict, and where it needs one, a remark on how far to trust it
 */
export function verdictText(comparison: Comparison, say: Say): { verdict: string; remark?: string } {
  const { winsA, winsB, pictures } = comparison;
  const total = pictures.length;
  if (pictures.every(({ cosine }) => cosine === 0)) return { verdict: say('verdictSame') };
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
