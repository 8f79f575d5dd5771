import { Bootstrap, fewestImages, spansZero } from './bootstrap';
import type { Interval } from './fileScore';
import { mean } from './rankPrompts';

export type Verdict = 'a-better' | 'b-better' | 'no-difference' | 'too-few-pictures';

/** Two prompts on the same pictures; every difference is A minus B. */
export interface Comparison {
  /** Per picture, in the order of `FileScore.images`. */
  readonly pictures: readonly { readonly probability: number; readonly cosine: number }[];
  /** Mean over pictures of the difference in p(prompt | image), which the leaderboard ranks by. */
  readonly probability: number;
  /** Mean over pictures of the difference in cosine. */
  readonly cosine: number;
  /** 95 % interval of `probability`, with 5 pictures or more. */
  readonly interval?: Interval;
  /** Pictures on which A (B) has the larger cosine. */
  readonly winsA: number;
  readonly winsB: number;
  /** `too-few-pictures`: with fewer than 5 nobody can say. */
  readonly verdict: Verdict;
}

/** What a comparison reads of a `FileScore`. */
export interface ComparedScore {
  readonly images: { readonly length: number };
  readonly cosine: Float32Array;
  readonly promptGivenImage: Float32Array;
}

/** Compares two rows of a score. */
export function compare(score: ComparedScore, rowA: number, rowB: number): Comparison {
  const probabilities = differences(score.promptGivenImage, score.images.length, rowA, rowB);
  const cosines = differences(score.cosine, score.images.length, rowA, rowB);
  const probability = probabilities.length === 0 ? 0 : mean(probabilities);
  const interval = intervalOf(probabilities, probability);
  return {
    pictures: Array.from(probabilities, (difference, i) => ({
      probability: difference,
      cosine: cosines[i]!,
    })),
    probability,
    cosine: cosines.length === 0 ? 0 : mean(cosines),
    ...(interval && { interval }),
    winsA: cosines.filter((difference) => difference > 0).length,
    winsB: cosines.filter((difference) => difference < 0).length,
    verdict: verdictOf(interval),
  };
}

function differences(matrix: Float32Array, images: number, rowA: number, rowB: number): Float32Array {
  const b = matrix.subarray(rowB * images, (rowB + 1) * images);
  return matrix.slice(rowA * images, (rowA + 1) * images).map((value, i) => value - b[i]!);
}

function intervalOf(values: Float32Array, meanValue: number): Interval | undefined {
  if (values.length < fewestImages) return undefined;
  const bootstrap = new Bootstrap(values.length);
  return bootstrap.interval(meanValue, bootstrap.means(values));
}

function verdictOf(interval: Interval | undefined): Verdict {
  if (interval === undefined) return 'too-few-pictures';
  if (spansZero(interval)) return 'no-difference';
  return interval.low > 0 ? 'a-better' : 'b-better';
}
