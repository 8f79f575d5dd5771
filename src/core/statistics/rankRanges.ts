import type { Steps } from '../steps';
import { mean, moments, type Moments } from './moments';
import { fitPrior } from './moderation';
import { fewestObservations, intervalFrom, yardstick, type Yardstick } from './pairedDifference';

/** Things measured on the same observations, larger being better. */
export interface Measured {
  /** What each is worth. */
  readonly centres: ArrayLike<number>;
  /** Each one's value on each observation, row-major things × observations. */
  readonly values: Float64Array;
  readonly observations: number;
}

/** The places that a thing may have, 1 being the best. */
export interface RankRange {
  readonly first: number;
  readonly last: number;
}

export interface Ranges {
  /** One for each thing. All of them hold together in at least 95 % of cases. */
  readonly ranges: readonly RankRange[];
  /** What the pairs were judged by; absent where they were too many. */
  readonly yardstick?: Yardstick;
}

/** Among more things than this, pairs are too many to be looked at one by one. */
export const mostPaired = 512;

/**
 * The range of ranks of each thing: it begins after those that are better beyond doubt and ends before those that are worse
 * beyond doubt, by intervals of all pairs that hold together (Mogstad, Romano, Shaikh and Wilhelm 2024, "Inference for ranks
 * with applications to mobility across neighbourhoods and academic achievement across countries"). Those whose range begins
 * at 1 are the ones that may be the best (multiple comparisons with the best, Hsu 1981). One row of pairs a step.
 * @returns undefined for fewer than 2 things, or on fewer than 5 observations
 */
export function* rankRanges(measured: Measured): Steps<Ranges | undefined> {
  const { centres, observations } = measured;
  const count = centres.length;
  if (count < 2 || observations < fewestObservations) return undefined;
  return count > mostPaired ? yield* byOwnIntervals(measured) : yield* byPairs(measured);
}

function* byPairs({ centres, values, observations }: Measured): Steps<Ranges> {
  const count = centres.length;
  const pairs = (count * (count - 1)) / 2;
  const variances = new Float64Array(pairs);
  const skewnesses = new Float64Array(pairs);
  const differences = new Float64Array(observations);
  let pair = 0;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      for (let i = 0; i < observations; i++)
        differences[i] = values[a * observations + i]! - values[b * observations + i]!;
      const { variance, skewness } = moments(differences);
      variances[pair] = variance;
      skewnesses[pair++] = skewness;
    }
    yield;
  }
  return yield* rangesOfPairs(centres, { variances, skewnesses }, observations);
}

/** Of the difference of each pair of things: first with second, first with third, …, second with third, …. */
export interface PairSpreads {
  readonly variances: Float64Array;
  readonly skewnesses: Float64Array;
}

/** The ranges of two things or more; one row of pairs a step. */
export function* rangesOfPairs(
  centres: ArrayLike<number>,
  { variances, skewnesses }: PairSpreads,
  observations: number,
): Steps<Ranges> {
  const count = centres.length;
  const pairs = variances.length;
  const prior = fitPrior(variances, observations - 1);
  const by = yardstick(observations, pairs, prior, (observations - 1) * (count - 1));
  const better = new Int32Array(count);
  const worse = new Int32Array(count);
  let pair = 0;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const spread = { variance: variances[pair]!, skewness: skewnesses[pair++]! };
      const { low, high } = intervalFrom(centres[a]! - centres[b]!, spread, by);
      if (low <= 0 && high >= 0) continue;
      const [winner, loser] = low > 0 ? [a, b] : [b, a];
      better[loser]!++;
      worse[winner]!++;
    }
    yield;
  }
  return { ranges: rangesOf(better, worse), yardstick: by };
}

/**
 * For very many things: two differ beyond doubt when their own intervals, at the level of all pairs, do not meet. The spread
 * of a difference is never more than both spreads together, so this is on the safe side. What moves all things alike on an
 * observation is taken out before.
 */
function* byOwnIntervals({ centres, values, observations }: Measured): Steps<Ranges> {
  const count = centres.length;
  const common = new Float64Array(observations);
  for (let at = 0; at < values.length; at++) common[at % observations]! += values[at]! / count;
  yield;
  const own = new Float64Array(observations);
  const spreads: Moments[] = [];
  for (let thing = 0; thing < count; thing++) {
    for (let i = 0; i < observations; i++) own[i] = values[thing * observations + i]! - common[i]!;
    spreads.push(moments(own));
    yield;
  }
  return yield* rangesOfOwn(centres, spreads, observations);
}

/**
 * The ranges of very many things.
 * @param spreads of each thing's distances from what moves all alike
 */
export function* rangesOfOwn(
  centres: ArrayLike<number>,
  spreads: readonly Moments[],
  observations: number,
): Steps<Ranges> {
  const count = centres.length;
  const by = yardstick(observations, (count * (count - 1)) / 2);
  const lows = new Float64Array(count);
  const highs = new Float64Array(count);
  for (const [thing, spread] of spreads.entries()) {
    const { low, high } = intervalFrom(centres[thing]!, spread, by);
    lows[thing] = low;
    highs[thing] = high;
  }
  yield;
  const sortedLows = lows.slice().sort();
  const sortedHighs = highs.slice().sort();
  yield;
  const better = Int32Array.from(highs, (high) => count - countUpTo(sortedLows, high));
  const worse = Int32Array.from(lows, (low) => countBelow(sortedHighs, low));
  return { ranges: rangesOf(better, worse) };
}

function rangesOf(better: Int32Array, worse: Int32Array): RankRange[] {
  return Array.from(better, (count, thing) => ({ first: count + 1, last: better.length - worse[thing]! }));
}

/** How many of the sorted values are at most `limit`. */
function countUpTo(sorted: Float64Array, limit: number): number {
  return firstWhere(sorted, (value) => value > limit);
}

function countBelow(sorted: Float64Array, limit: number): number {
  return firstWhere(sorted, (value) => value >= limit);
}

function firstWhere(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Things whose values are their own: each is worth its mean. */
export function measuredByMeans(values: Float64Array, observations: number): Measured {
  const centres = Float64Array.from(
    { length: observations === 0 ? 0 : values.length / observations },
    (_, thing) => mean(values.subarray(thing * observations, (thing + 1) * observations)),
  );
  return { centres, values, observations };
}
