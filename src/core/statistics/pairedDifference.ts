import { moments, type Moments } from './moments';
import { moderated, type Prior } from './moderation';
import { quantileOfTail } from './student';

/** With fewer observations no interval is worth showing. */
export const fewestObservations = 5;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * How the differences among some things are judged that were all measured on the same observations: each interval is wide
 * enough that all of them hold together in 95 % of cases. So whoever looks at all pairs and picks the most striking one is
 * not misled.
 */
export interface Yardstick {
  /** Observations behind each difference; at least `fewestObservations`. */
  readonly observations: number;
  /** Pairs that could be picked. */
  readonly pairs: number;
  /** What the spread of all pairs tells of the spread of each; absent with two things, or when they have none. */
  readonly prior?: Prior;
  /** Standard errors from the middle of an interval to its ends. */
  readonly reach: number;
  /** How far an end moves to the side of the skew, in standard deviations, for a skewness of 1. */
  readonly stretch: number;
}

/**
 * @param pairs at least 1
 * @param mostDegrees the degrees of freedom that all observations hold together; a prior cannot know more
 */
export function yardstick(
  observations: number,
  pairs: number,
  prior?: Prior,
  mostDegrees = Infinity,
): Yardstick {
  const degrees = Math.min(observations - 1 + (prior?.degrees ?? 0), mostDegrees);
  // Bonferroni: the pairs share 5 %, half of it on either side.
  const t = quantileOfTail(0.025, observations - 1);
  return {
    observations,
    pairs,
    reach: quantileOfTail(0.025 / pairs, degrees),
    stretch: (1 + 2 * t * t) / (6 * observations),
    ...(prior && { prior }),
  };
}

/**
 * The interval of a difference of two means: Student's, of paired differences, with the variance drawn up towards its prior,
 * and stretched to the side to which the differences are skewed, by Johnson's (1978) correction of t. Neither end moves
 * inwards by that. What differs on no observation is the same, and there is nothing uncertain about it. How often it holds:
 * docs/statistics.md.
 * @param difference of the two means
 * @param values the difference on each observation
 */
export function intervalOf(difference: number, values: ArrayLike<number>, by: Yardstick): Interval {
  if (difference === 0 && Array.from(values).every((value) => value === 0)) return { low: 0, high: 0 };
  return intervalFrom(difference, moments(values), by);
}

export function intervalFrom(
  difference: number,
  { variance, skewness }: Pick<Moments, 'variance' | 'skewness'>,
  { observations, prior, reach, stretch }: Yardstick,
): Interval {
  const half = reach * Math.sqrt(moderated(variance, observations - 1, prior) / observations);
  const shift = stretch * skewness * Math.sqrt(variance);
  return {
    low: difference - half + Math.min(shift, 0),
    high: difference + half + Math.max(shift, 0),
  };
}
