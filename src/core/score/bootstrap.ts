import { seededRandom } from '../spell/seededRandom';
import type { Interval } from './fileScore';
import { finish, type Steps } from './steps';

/** With fewer pictures no interval is worth showing. */
export const fewestImages = 5;

const resamples = 1000;
/** Fixed: the same numbers give the same interval on every machine. */
const seed = 20210226;
/** 97.5 % quantile of the normal distribution: both tails of a 95 % interval. */
const z = 1.959964;

/**
 * The bootstrap over pictures: which pictures each resample holds, drawn once for a number of pictures, so that all
 * prompts see the same resamples and differences are paired. All resamples together hold every picture equally often
 * (the balanced bootstrap of Davison, Hinkley and Schechtman 1986), which takes chance out of their centre.
 *
 * The interval is the 95 % percentile interval, stretched about the mean by `t(n−1) / z · √(n / (n−1))`. The plain
 * percentile interval is too narrow for few pictures: it leaves out that the spread itself is estimated (t for z) and that
 * a resample's spread is short by √((n−1)/n) (Hesterberg 2015, "What Teachers Should Know About the Bootstrap").
 * Hesterberg's own remedy, more extreme percentiles, cannot leave the range of the data: five differences with one sign
 * exclude zero whatever the level, which happens by chance in 6 % of cases. Stretching can.
 *
 * Two prompts that are equally good, called different (4000 trials each; normal differences / softmax over 2 / over 10 / over
 * 100 prompts), where 5 % is wanted:
 *
 * | pictures | percentile        | more extreme percentiles | stretched (this one) |
 * |---------:|-------------------|--------------------------|----------------------|
 * |        5 | 17 / 12 / 21 / 21 | 8 / 7 / 9 / 9            | 5 / 7 / 1 / 1        |
 * |        6 | 14 /  9 / 18 / 20 | 7 / 5 / 9 / 9            | 6 / 6 / 3 / 1        |
 * |        8 | 12 /  9 / 15 / 16 | 6 / 4 / 8 / 8            | 5 / 5 / 4 / 1        |
 * |       12 |  9 /  7 / 11 / 14 | 5 / 4 / 7 / 9            | 5 / 5 / 6 / 2        |
 * |       20 |  8 /  7 /  9 / 13 | 6 / 5 / 7 / 10           | 5 / 5 / 7 / 4        |
 */
export class Bootstrap {
  /** How often each resample holds each picture, `resamples × count`. */
  readonly #times: Uint16Array;
  readonly #stretch: number;

  /**
   * @param count pictures, at least `fewestImages`.
   * @param times what `drawSteps` gave for as many
   */
  constructor(
    readonly count: number,
    times = finish(drawSteps(count)),
  ) {
    this.#times = times;
    this.#stretch = (studentQuantile(count - 1) / z) * Math.sqrt(count / (count - 1));
  }

  /** The mean of `values` (one per picture) in every resample. Means of differences are differences of these. */
  means(values: Float32Array | Float64Array): Float64Array {
    const means = new Float64Array(resamples);
    let at = 0;
    for (let resample = 0; resample < resamples; resample++) {
      let sum = 0;
      for (let i = 0; i < this.count; i++) sum += this.#times[at++]! * values[i]!;
      means[resample] = sum / this.count;
    }
    return means;
  }

  /** 95 % interval of a mean. @param means what `means` gave, or the difference of two such. */
  interval(mean: number, means: Float64Array): Interval {
    const sorted = means.slice().sort();
    return {
      low: mean - (mean - quantile(sorted, 0.025)) * this.#stretch,
      high: mean + (quantile(sorted, 0.975) - mean) * this.#stretch,
    };
  }
}

/** The bootstrap of so many pictures; undefined when they are too few for one. */
export function* bootstrapOf(pictures: number): Steps<Bootstrap | undefined> {
  return pictures < fewestImages ? undefined : new Bootstrap(pictures, yield* drawSteps(pictures));
}

/** True when a difference with this interval cannot be told from none. */
export function spansZero({ low, high }: Interval): boolean {
  return low <= 0 && high >= 0;
}

/** Pictures drawn between two steps: well under 1 ms of work. */
const drawnAStep = 10_000;

/** How often each resample holds each of `count` pictures, `resamples × count`; a few thousand a step. */
export function* drawSteps(count: number): Steps<Uint16Array> {
  const length = resamples * count;
  const drawn = new Uint16Array(length);
  for (let i = 0; i < length; i++) drawn[i] = i % count;
  yield;
  yield* shuffle(drawn, seededRandom(seed));
  const times = new Uint16Array(length);
  for (let resample = 0, at = 0; resample < resamples; resample++) {
    const start = at;
    for (; at < start + count; at++) times[start + drawn[at]!]!++;
    if (at % drawnAStep < count) yield;
  }
  return times;
}

/** Fisher and Yates, in place. */
function* shuffle(values: Uint16Array, random: () => number): Steps<void> {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const value = values[i]!;
    values[i] = values[j]!;
    values[j] = value;
    if (i % drawnAStep === 0) yield;
  }
}

/** Linear between the two nearest elements. */
function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}

/**
 * 97.5 % quantile of Student's t (Abramowitz & Stegun 26.7.5), for 4 degrees of freedom or more: 2.776 there, off by less
 * than 0.001, and nearer with more.
 */
function studentQuantile(degrees: number): number {
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, power) => sum + term / degrees ** power, 0);
}
