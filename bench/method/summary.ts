import { leastClean, type Sample, type Samples } from './interleave';
import { median, quantile } from './statistics';

/** Milliseconds of one contestant. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly p90: number;
  /** Samples that count, of those taken. */
  readonly clean: number;
  readonly taken: number;
}

export function summary(samples: readonly Sample[]): Summary {
  const counted = countedOf(samples).map(({ ms }) => ms);
  return {
    median: median(counted),
    least: Math.min(...counted),
    p90: quantile(counted, 0.9),
    clean: samples.filter(({ clean }) => clean).length,
    taken: samples.length,
  };
}

export interface Ratio {
  readonly median: number;
  /** Middle half of the rounds' ratios. */
  readonly low: number;
  readonly high: number;
  readonly rounds: number;
}

/** How many times as long `slower` takes as `faster`, round by round. */
export function pairedRatio(samples: Samples, slower: string, faster: string): Ratio {
  const of = (name: string): readonly Sample[] => {
    const own = samples.get(name);
    if (!own) throw new Error(`${name} was not measured`);
    return own;
  };
  const byRound = new Map(of(faster).map((sample) => [sample.round, sample]));
  const pairs = of(slower).flatMap((sample) => {
    const other = byRound.get(sample.round);
    return other ? [{ clean: sample.clean && other.clean, ratio: sample.ms / other.ms }] : [];
  });
  const counted = countedOf(pairs).map(({ ratio }) => ratio);
  return {
    median: median(counted),
    low: quantile(counted, 0.25),
    high: quantile(counted, 0.75),
    rounds: counted.length,
  };
}

/** The clean ones, unless there are too few to say anything: then all. */
function countedOf<T extends { readonly clean: boolean }>(all: readonly T[]): readonly T[] {
  const clean = all.filter((each) => each.clean);
  return clean.length >= Math.min(leastClean, all.length) ? clean : all;
}
