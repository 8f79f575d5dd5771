import { Bootstrap, drawSteps, fewestImages, spansZero } from './bootstrap';
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
 * @returns one standing per row
 */
export function* rankPrompts(probabilities: Float32Array, images: number): Steps<Standing[]> {
  const rows = Array.from({ length: probabilities.length / images }, (_, row) =>
    probabilities.subarray(row * images, (row + 1) * images),
  );
  const means = rows.map(mean);
  const order = rows.map((_, row) => row).sort((a, b) => means[b]! - means[a]! || a - b);
  const bootstrap = images >= fewestImages ? new Bootstrap(images, yield* drawSteps(images)) : undefined;
  const standings: Standing[] = new Array(rows.length);
  let previous: { mean: number; means?: Float64Array } | undefined;
  for (const [place, row] of order.entries()) {
    const current = { mean: means[row]!, means: bootstrap?.means(rows[row]!) };
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

type Resampled = { readonly mean: number; readonly means?: Float64Array };

function isTie(bootstrap: Bootstrap | undefined, a: Resampled, b: Resampled): boolean {
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
