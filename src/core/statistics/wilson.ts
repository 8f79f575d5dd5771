import type { Interval } from './pairedDifference';

/** The quantile of the normal distribution that leaves 2.5 % on either side. */
export const normalQuantile = 1.959963984540054;

/**
 * Wilson's (1927) interval of a share, at 95 %. It stays within 0 and 1, and says something of 0 of 3 and of 3 of 3 too.
 * @param hits of `trials`; not whole where one trial counts for several in parts
 * @param trials 1 or more
 */
export function wilson(hits: number, trials: number): Interval {
  const share = hits / trials;
  const square = (normalQuantile * normalQuantile) / trials;
  const centre = (share + square / 2) / (1 + square);
  const reach =
    (normalQuantile * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials))) / (1 + square);
  return { low: Math.max(0, centre - reach), high: Math.min(1, centre + reach) };
}
