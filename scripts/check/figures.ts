import { Random } from '../statistics/random';
import { changed, drawCosines, plantedBaseline, plantedResults, type Cosines } from './planted';

export const pictureCounts = [5, 8, 12, 20, 50] as const;
const spells = 10;

/** How a change that is worth nothing on average moves a picture, at a spread of 1. */
const noises = {
  normal: (random: Random) => random.normal(),
  heavy: (random: Random) => random.heavy(),
};
export type Noise = keyof typeof noises;

export interface Alarms {
  /** Runs in which any spell failed. */
  readonly runs: number;
  /** Changes that failed. */
  readonly changes: number;
}

/** How often wordings that are worth the same fail against their baseline. */
export async function falseAlarms(
  seed: number,
  {
    pictures,
    count,
    noise = 'normal',
    texts = 1,
    trials,
  }: {
    pictures: number;
    count: number;
    noise?: Noise;
    texts?: number;
    trials: number;
  },
): Promise<Alarms> {
  const random = new Random(seed);
  const draw = (): number => noises[noise](random);
  let [runs, changes] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const before = drawCosines(random, spells * texts, pictures);
    const baseline = await plantedBaseline(before, texts);
    const now: Cosines = before.map((row, i) => (i < count * texts ? changed(row, 0, draw) : row));
    const failed = (await plantedResults(now, baseline, { texts })).filter(
      ({ outcome }) => outcome === 'failed',
    );
    changes += failed.length;
    if (failed.length > 0) runs++;
  }
  return { runs: runs / trials, changes: changes / (trials * count) };
}

/** How often one spell of ten that got worse by `effect` spreads of a change fails. */
export async function power(seed: number, pictures: number, effect: number, trials: number): Promise<number> {
  const random = new Random(seed);
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const before = drawCosines(random, spells, pictures);
    const baseline = await plantedBaseline(before);
    const now = before.map((row, i) => (i === 0 ? changed(row, -effect, () => random.normal()) : row));
    if ((await plantedResults(now, baseline))[0]!.outcome === 'failed') found++;
  }
  return found / trials;
}

/** Elements of an embedding in which two engines disagree: those for the browser and for Node differ by less than this. */
export const engineDifference = 1e-5;

export interface Stability {
  readonly verdicts: number;
  readonly others: number;
}

const expectations = [
  '- keeps: baseline',
  '  - { spell: s0, beats: s1 }',
  '  - { spell: s2, beats: s3, by: 0.002 }',
  '  - { spell: s0, first-for: 0.png }',
].join('\n');

/** How many verdicts are others when every embedding is off by as much as engines differ. */
export async function stability(
  seed: number,
  trials: number,
  difference = engineDifference,
): Promise<Stability> {
  const random = new Random(seed);
  let [verdicts, others] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const pictures = pictureCounts[trial % pictureCounts.length]!;
    const before = drawCosines(random, spells, pictures);
    const baseline = await plantedBaseline(before);
    const effect = (trial % 7) / 4 - 0.75;
    const now = before.map((row, i) => (i < 5 ? changed(row, effect, () => random.normal()) : row));
    const noise = (): number => (2 * random.uniform() - 1) * difference;
    const exact = await plantedResults(now, baseline, { expect: expectations });
    const moved = await plantedResults(now, baseline, { expect: expectations, noise });
    for (const [i, { outcome }] of exact.entries()) {
      verdicts++;
      if (outcome !== moved[i]!.outcome) others++;
    }
  }
  return { verdicts, others };
}
