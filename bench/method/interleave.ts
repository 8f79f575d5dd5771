import { collectGarbage } from './collectGarbage';
import { watchStolenTime } from './stolenTime';

/** One of those that are compared. */
export interface Contestant {
  readonly name: string;
  /** What must have happened before a round's sample, untimed. */
  prepare?(round: number): Promise<unknown>;
  /** The sample. Whoever measures for itself, as another process does, returns milliseconds. */
  run(round: number): Promise<unknown>;
}

export interface Sample {
  readonly round: number;
  readonly ms: number;
  /** The hypervisor left the machine to us meanwhile. */
  readonly clean: boolean;
}

export type Samples = ReadonlyMap<string, readonly Sample[]>;

export interface InterleaveOptions {
  readonly warmUps: number;
  /** Rounds taken, more while some contestant has fewer clean samples than `leastClean`, but `mostRounds` at most. */
  readonly rounds: number;
  readonly mostRounds: number;
}

/** Share of the machine's time that may be stolen during a clean sample. */
const mostStolen = 0.015;
/** Clean samples below which a figure is doubtful. */
export const leastClean = 7;

/**
 * Runs all contestants in turn, again and again, in reversed order every other round: what slows the machine down for
 * a while then slows all of them, and the ratio of two samples of one round tells more than either.
 */
export async function interleave(
  contestants: readonly Contestant[],
  { warmUps, rounds, mostRounds }: InterleaveOptions,
): Promise<Samples> {
  const samples = new Map<string, Sample[]>(contestants.map(({ name }) => [name, []]));
  const clean = (): number =>
    Math.min(...[...samples.values()].map((own) => own.filter((sample) => sample.clean).length));
  const needed = Math.min(leastClean, rounds);
  for (let round = -warmUps; round < rounds || (clean() < needed && round < mostRounds); round++) {
    for (const contestant of round % 2 === 0 ? contestants : contestants.toReversed()) {
      collectGarbage();
      await contestant.prepare?.(round);
      const sample = await timed(contestant, round);
      if (round >= 0) samples.get(contestant.name)!.push(sample);
    }
  }
  return samples;
}

async function timed(contestant: Contestant, round: number): Promise<Sample> {
  const stolen = watchStolenTime();
  const start = performance.now();
  const own = await contestant.run(round);
  const wall = performance.now() - start;
  return { round, ms: typeof own === 'number' ? own : wall, clean: stolen(wall) <= mostStolen };
}
