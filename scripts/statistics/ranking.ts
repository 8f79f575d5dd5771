import { finish } from '../../src/core/steps';
import { moments } from '../../src/core/statistics/moments';
import { measuredByMeans, rankRanges } from '../../src/core/statistics/rankRanges';
import { studentQuantile } from '../../src/core/statistics/student';
import { markdownTable, percentText } from './figure';
import { Random } from './random';
import { drawTable, layouts, noises, type Table } from './tables';

/** How a way to tell prompts apart did on many tables. */
interface Outcome {
  /** Share of tables in which nothing that it claims is wrong: every true rank lies in its range. */
  readonly right: number;
  /** Of the pairs that truly differ, the share that it tells apart. */
  readonly power: number;
}

/** Who is better beyond doubt: `a * prompts + b` for a over b. */
type Claims = (table: Table, pictures: number) => Set<number>;

/** The ranges of ranks that are shown. */
export function shownRanges(table: Table, pictures: number): readonly { first: number; last: number }[] {
  return finish(rankRanges(measuredByMeans(table.values, pictures)))!.ranges;
}

/** Whether every prompt's true rank lies in its range; equals may have any of their ranks. */
export function rangesHold(
  ranges: readonly { readonly first: number; readonly last: number }[],
  merits: Float64Array,
): boolean {
  return ranges.every(({ first, last }, own) => {
    const better = merits.filter((merit) => merit > merits[own]! + 1e-9).length;
    const worse = merits.filter((merit) => merit < merits[own]! - 1e-9).length;
    return first <= better + 1 && last >= merits.length - worse;
  });
}

const quantiles = new Map<number, number>();

function quantile(pictures: number): number {
  const t = quantiles.get(pictures) ?? studentQuantile(0.975, pictures - 1);
  quantiles.set(pictures, t);
  return t;
}

/** Every pair by its own 95 % interval, as if no other had been looked at. */
const eachPairAlone: Claims = ({ values, merits }, pictures) => {
  const t = quantile(pictures);
  const claims = new Set<number>();
  const differences = new Float64Array(pictures);
  for (let a = 0; a < merits.length; a++) {
    for (let b = 0; b < merits.length; b++) {
      if (a === b) continue;
      for (let i = 0; i < pictures; i++)
        differences[i] = values[a * pictures + i]! - values[b * pictures + i]!;
      const { mean, variance } = moments(differences);
      if (mean > t * Math.sqrt(variance / pictures)) claims.add(a * merits.length + b);
    }
  }
  return claims;
};

function claimsHold(claims: Set<number>, merits: Float64Array): boolean {
  for (const claim of claims) {
    const [a, b] = [Math.floor(claim / merits.length), claim % merits.length];
    if (merits[a]! <= merits[b]! + 1e-9) return false;
  }
  return true;
}

/** Pairs that truly differ, and how many of them the ranges put apart by counting: their sum of places lost. */
function powerOfRanges(ranges: readonly { first: number; last: number }[], merits: Float64Array): number {
  let [found, all] = [0, 0];
  for (const [own, { first }] of ranges.entries()) {
    found += first - 1;
    all += merits.filter((merit) => merit > merits[own]! + 1e-9).length;
  }
  return all === 0 ? NaN : found / all;
}

export function rankOutcomes(
  noise: string,
  prompts: number,
  pictures: number,
  tables: number,
): { readonly shown: Outcome & { readonly rightAtLeast: number }; readonly alone: Outcome } {
  const random = new Random(prompts * 1000 + pictures);
  const names = Object.keys(layouts);
  const wrong = names.map(() => 0);
  let [rightShown, rightAlone, powerShown, powerAlone, differing] = [0, 0, 0, 0, 0];
  for (let t = 0; t < tables; t++) {
    const merits = layouts[names[t % names.length]!]!(prompts);
    const table = drawTable(random, merits, noises[noise]!(random, prompts), pictures);
    const ranges = shownRanges(table, pictures);
    if (rangesHold(ranges, merits)) rightShown++;
    else wrong[t % names.length]!++;
    const claims = eachPairAlone(table, pictures);
    if (claimsHold(claims, merits)) rightAlone++;
    const power = powerOfRanges(ranges, merits);
    if (Number.isNaN(power)) continue;
    differing++;
    powerShown += power;
    let all = 0;
    for (const own of merits.keys()) all += merits.filter((merit) => merit > merits[own]! + 1e-9).length;
    let told = 0;
    for (const claim of claims) {
      if (merits[Math.floor(claim / prompts)]! > merits[claim % prompts]! + 1e-9) told++;
    }
    powerAlone += told / all;
  }
  return {
    shown: {
      right: rightShown / tables,
      rightAtLeast: 1 - Math.max(...wrong) / (tables / names.length),
      power: powerShown / differing,
    },
    alone: { right: rightAlone / tables, power: powerAlone / differing },
  };
}

/** Every layout by itself for what is right, and all of them for the power; so many tables a cell. */
export function rankTable(tables: number): string {
  const rows: string[][] = [];
  for (const noise of Object.keys(noises)) {
    for (const prompts of [2, 3, 5, 10, 30, 100]) {
      const of = (pictures: number): ReturnType<typeof rankOutcomes> =>
        rankOutcomes(noise, prompts, pictures, tables);
      const outcomes = [5, 8, 20, 50].map(of);
      const lowest = Math.min(...outcomes.map(({ shown }) => shown.right));
      const lowestAlone = Math.min(...outcomes.map(({ alone }) => alone.right));
      rows.push([
        noise,
        String(prompts),
        percentText(lowest),
        percentText(Math.min(...outcomes.map(({ shown }) => shown.rightAtLeast))),
        percentText(lowestAlone),
        ...outcomes
          .slice(1)
          .map(({ shown, alone }) => `${(100 * shown.power).toFixed(0)} / ${(100 * alone.power).toFixed(0)}`),
      ]);
    }
  }
  return markdownTable(
    [
      'cosines',
      'prompts',
      'right, ranges (least of 5, 8, 20, 50 pictures)',
      'least of any layout',
      'right, each pair alone',
      'power, 8 pictures',
      '20 pictures',
      '50 pictures',
    ],
    rows,
  );
}

/** Of ten equal prompts, how often the first is told from the last. */
export function firstAgainstLast(pictures: number, tables: number): { shown: number; alone: number } {
  const random = new Random(pictures);
  let [shown, alone] = [0, 0];
  for (let t = 0; t < tables; t++) {
    const merits = new Float64Array(10);
    const table = drawTable(random, merits, noises.normal!(random, 10), pictures);
    const { centres } = measuredByMeans(table.values, pictures);
    const order = [...merits.keys()].sort((a, b) => centres[b]! - centres[a]!);
    const [first, last] = [order[0]!, order.at(-1)!];
    const ranges = shownRanges(table, pictures);
    if (ranges[first]!.last < 10 && ranges[last]!.first > 1) shown++;
    if (eachPairAlone(table, pictures).has(first * 10 + last)) alone++;
  }
  return { shown: shown / tables, alone: alone / tables };
}
