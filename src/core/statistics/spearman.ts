import type { Interval } from './pairedDifference';
import { normalQuantile } from './wilson';

/** With fewer pairs nothing can be said of a correlation. */
export const fewestPairs = 6;

export interface RankCorrelation {
  /** Spearman's ρ, equals sharing their mean rank; 0 where one side does not vary. */
  readonly rho: number;
  /** At 95 %. */
  readonly interval: Interval;
  readonly pairs: number;
}

/**
 * How far two things go up and down together, by their ranks. The interval is Fisher's transform with the variance of Bonett
 * and Wright (2000), (1 + ρ²/2) / (n − 3), which holds for ranks where Fisher's own is too narrow.
 * @returns undefined for fewer than 6 pairs, or where one side does not vary: there is nothing to say
 */
export function spearman(a: ArrayLike<number>, b: ArrayLike<number>): RankCorrelation | undefined {
  const pairs = a.length;
  if (pairs < fewestPairs) return undefined;
  const rho = correlation(meanRanks(a), meanRanks(b));
  if (rho === undefined) return undefined;
  const half = normalQuantile * Math.sqrt((1 + (rho * rho) / 2) / (pairs - 3));
  // Of a perfect order the transform is infinite; one step of rank short of it stands for it.
  const centre = Math.atanh(Math.max(-1 + 1 / pairs ** 2, Math.min(1 - 1 / pairs ** 2, rho)));
  return {
    rho,
    interval: {
      low: rho === -1 ? -1 : Math.tanh(centre - half),
      high: rho === 1 ? 1 : Math.tanh(centre + half),
    },
    pairs,
  };
}

function meanRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let at = from; at < to; at++) ranks[order[at]!] = (from + to - 1) / 2;
    from = to;
  }
  return ranks;
}

function correlation(a: Float64Array, b: Float64Array): number | undefined {
  const centre = (a.length - 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - centre, b[i]! - centre];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? undefined : ab / Math.sqrt(aa * bb);
}
