import { mean, moments } from '../../src/core/statistics/moments';
import { intervalOf, yardstick, type Interval } from '../../src/core/statistics/pairedDifference';
import { studentQuantile } from '../../src/core/statistics/student';
import { kinds, nearDuplicates, type Kind } from './differences';
import { markdownTable, percentText } from './figure';
import { Random } from './random';

export const pictureCounts = [5, 8, 12, 20, 50] as const;

const resamples = 400;

/** Share of trials in which an interval holds the true mean. */
export function coverage(
  kind: Kind,
  pictures: number,
  trials: number,
  method: (pictures: number) => (values: Float64Array, random: Random) => Interval,
): number {
  const random = new Random(pictures);
  const intervalFor = method(pictures);
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { low, high } = intervalFor(kind.draw(random, pictures), random);
    if (low <= kind.mean && kind.mean <= high) held++;
  }
  return held / trials;
}

/** The interval that Spellwright shows. */
export function shown(pictures: number): (values: Float64Array) => Interval {
  const by = yardstick(pictures, 1);
  return (values) => intervalOf(mean(values), values, by);
}

function student(pictures: number): (values: Float64Array) => Interval {
  const t = studentQuantile(0.975, pictures - 1);
  return (values) => {
    const { mean: centre, variance } = moments(values);
    const half = t * Math.sqrt(variance / pictures);
    return { low: centre - half, high: centre + half };
  };
}

/** The studentised bootstrap (Efron and Tibshirani 1993, chapter 12). */
function bootstrapT(): (values: Float64Array, random: Random) => Interval {
  return bootstrapInterval;
}

function bootstrapInterval(values: Float64Array, random: Random): Interval {
  const { mean: centre, variance } = moments(values);
  const error = Math.sqrt(variance / values.length);
  const resample = new Float64Array(values.length);
  const quotients = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < values.length; i++) resample[i] = values[random.below(values.length)]!;
    const drawn = moments(resample);
    quotients[r] = (drawn.mean - centre) / Math.max(Math.sqrt(drawn.variance / values.length), 1e-12);
  }
  quotients.sort();
  return {
    low: centre - quotients[Math.floor(0.975 * (resamples - 1))]! * error,
    high: centre - quotients[Math.floor(0.025 * (resamples - 1))]! * error,
  };
}

/** How often intervals of one comparison hold the true difference. */
export function coverageTable(trials: number): string {
  const rows = kinds.flatMap((kind) => [
    [kind.name, 'shown', ...pictureCounts.map((n) => percentText(coverage(kind, n, trials, shown)))],
    ['', 'Student’s t', ...pictureCounts.map((n) => percentText(coverage(kind, n, trials, student)))],
    ['', 'bootstrap t', ...pictureCounts.map((n) => percentText(coverage(kind, n, trials / 10, bootstrapT)))],
  ]);
  return markdownTable(['differences', 'interval', ...pictureCounts.map((n) => `${n} pictures`)], rows);
}

/** Sets in which every picture stands several times, nearly the same. */
export function nearDuplicateTable(trials: number): string {
  const copies = 4;
  const rows = [5, 8, 12].map((different) => {
    const random = new Random(different);
    const [bySingle, byGroup] = [shown(different * copies), shown(different)];
    let [singly, grouped] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const values = nearDuplicates(random, different * copies, copies);
      const means = Float64Array.from({ length: different }, (_, group) =>
        mean(values.subarray(group * copies, (group + 1) * copies)),
      );
      if (holdsZero(bySingle(values))) singly++;
      if (holdsZero(byGroup(means))) grouped++;
    }
    return [
      `${different * copies}, ${different} of them different`,
      percentText(singly / trials),
      percentText(grouped / trials),
    ];
  });
  return markdownTable(['pictures', 'each counted', 'near-duplicates counted as one (shown)'], rows);
}

function holdsZero({ low, high }: Interval): boolean {
  return low <= 0 && high >= 0;
}
