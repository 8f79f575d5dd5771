import { spansZero, type Bootstrap } from './bootstrap';
import type { Interval } from './fileScore';
import type { Steps } from './steps';

export interface Standing {
  /** 1 is best. */
  readonly rank: number;
  readonly tiedWithPrevious: boolean;
  readonly meanProbability: number;
  readonly interval?: Interval;
}

/**
 * Ranks prompts, one a step, by their mean over images of p(prompt | image); equal means stay in file order.
 * @param probabilities p(prompt | image), row-major prompts × images
 * @param images at least 1
 * @param bootstrap of as many pictures, when they are enough for one; see `bootstrapOf`
 * @returns one standing per row
 */
export function* rankPrompts(
  probabilities: Float32Array,
  images: number,
  bootstrap: Bootstrap | undefined,
): Steps<Standing[]> {
  const rows = Array.from({ length: probabilities.length / images }, (_, row) =>
    probabilities.subarray(row * images, (row + 1) * images),
  );
  const means = rows.map(mean);
  const order = rows.map((_, row) => row).sort((a, b) => means[b]! - means[a]! || a - b);
  const standings: Standing[] = new Array(rows.length);
  let previous: Resampled | undefined;
  for (const [place, row] of order.entries()) {
    const current = resampled(bootstrap, rows[row]!);
    standings[row] = {
      rank: place + 1,
      tiedWithPrevious: previous !== undefined && isTie(bootstrap, previous, current),
      meanProbability: current.mean,
      ...(bootstrap && { interval: withinUnit(bootstrap.interval(current.mean, current.means!)) }),
    };
    previous = current;
    yield;
  }
  return standings;
}

/** A prompt's mean p(prompt | image), and its mean in every resample. */
export interface Resampled {
  readonly mean: number;
  readonly means?: Float64Array;
}

/** @param values p(prompt | image), one per picture */
export function resampled(bootstrap: Bootstrap | undefined, values: Float32Array): Resampled {
  return { mean: mean(values), means: bootstrap?.means(values) };
}

/** True when two prompts cannot be told apart: their difference's interval spans 0 or, without a bootstrap, they are equal. */
export function isTie(bootstrap: Bootstrap | undefined, a: Resampled, b: Resampled): boolean {
  if (bootstrap === undefined) return a.mean === b.mean;
  const differences = a.means!.map((value, resample) => value - b.means![resample]!);
  return spansZero(bootstrap.interval(a.mean - b.mean, differences));
}

/** A mean of probabilities lies in 0 … 1, and so does what is known of it. */
function withinUnit({ low, high }: Interval): Interval {
  return { low: Math.max(low, 0), high: Math.min(high, 1) };
}

export function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
