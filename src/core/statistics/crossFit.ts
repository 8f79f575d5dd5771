import { seededRandom } from '../spell/seededRandom';
import type { Steps } from '../score/steps';
import { mean } from './moments';
import { fewestObservations } from './pairedDifference';

/** Ways to part the observations that are tried; all of them where there are no more. */
const mostHalvings = 40;
/** Fixed: the same numbers give the same answer on every machine. */
const seed = 20210226;

export interface CrossFitted {
  /** What choosing the best brings on observations that did not choose: free of the winner's curse. */
  readonly centre: number;
  /** Its value on each observation, for paired differences: jackknife pseudo-values, which are the values themselves when there is nothing to choose. */
  readonly values: Float64Array;
}

/**
 * The worth of the best of several candidates, as of a choice made on one half of the observations and judged on the other,
 * both ways, averaged over many halvings (repeated cross-fitting). The best mean of all is too good by what chance added
 * to the winner, the more so the more candidates there are; this is not.
 *
 * The values tell how sure it is: `n · centre − (n − 1) · centre without observation i` (Quenouille 1956, Tukey 1958), which
 * also holds what the choice itself varies by. One candidate's column of halvings a step.
 * @param candidates one row each, of one value per observation; at least one
 */
export function* crossFit(candidates: readonly Float64Array[]): Steps<CrossFitted> {
  const [only] = candidates;
  const observations = only!.length;
  if (candidates.length === 1) return { centre: mean(only!), values: only! };
  if (observations < 2) return { centre: Math.max(...candidates.map(mean)), values: only! };
  const halvings = halvingsOf(observations);
  // Sums over the first half, and over everything, of each candidate.
  const sums = halvings.map(() => new Float64Array(candidates.length));
  const all = new Float64Array(candidates.length);
  for (const [c, row] of candidates.entries()) {
    for (const [h, half] of halvings.entries()) {
      let sum = 0;
      for (let i = 0; i < observations; i++) if (half[i] === 1) sum += row[i]!;
      sums[h]![c] = sum;
    }
    all[c] = row.reduce((total, value) => total + value, 0);
    yield;
  }
  const fitted = (without: number): number => {
    let total = 0;
    for (const [h, half] of halvings.entries()) {
      const [first, second] = chosen(candidates, sums[h]!, all, half, without);
      for (let i = 0; i < observations; i++) {
        if (i !== without) total += candidates[half[i] === 1 ? second : first]![i]!;
      }
    }
    return total / halvings.length / (without < 0 ? observations : observations - 1);
  };
  const centre = fitted(-1);
  yield;
  const values = new Float64Array(observations);
  if (observations < fewestObservations) return { centre, values }; // nobody asks how sure it is
  for (let i = 0; i < observations; i++) {
    values[i] = observations * centre - (observations - 1) * fitted(i);
    yield;
  }
  return { centre, values };
}

/** The best candidate by the first half of the observations, and by the second, one observation left out. */
function chosen(
  candidates: readonly Float64Array[],
  sums: Float64Array,
  all: Float64Array,
  half: Uint8Array,
  without: number,
): readonly [first: number, second: number] {
  let [first, second] = [0, 0];
  let [bestFirst, bestSecond] = [-Infinity, -Infinity];
  for (let c = 0; c < candidates.length; c++) {
    let inFirst = sums[c]!;
    let inSecond = all[c]! - inFirst;
    if (without >= 0) {
      if (half[without] === 1) inFirst -= candidates[c]![without]!;
      else inSecond -= candidates[c]![without]!;
    }
    if (inFirst > bestFirst) [first, bestFirst] = [c, inFirst];
    if (inSecond > bestSecond) [second, bestSecond] = [c, inSecond];
  }
  return [first, second];
}

const known = new Map<number, readonly Uint8Array[]>();

/** Which observations are in the first half (1), for each halving. */
function halvingsOf(observations: number): readonly Uint8Array[] {
  let halvings = known.get(observations);
  if (halvings === undefined) {
    halvings = observations <= 7 ? everyHalving(observations) : someHalvings(observations);
    known.set(observations, halvings);
  }
  return halvings;
}

/** Up to 7 observations have no more than 35. */
function everyHalving(observations: number): Uint8Array[] {
  const size = observations >> 1;
  const halvings: Uint8Array[] = [];
  for (let pattern = 0; pattern < 1 << observations; pattern++) {
    const half = Uint8Array.from({ length: observations }, (_, i) => (pattern >> i) & 1);
    if (half.reduce((sum, each) => sum + each, 0) === size) halvings.push(half);
  }
  return halvings;
}

function someHalvings(observations: number): Uint8Array[] {
  const random = seededRandom(seed);
  const order = Array.from({ length: observations }, (_, i) => i);
  return Array.from({ length: mostHalvings }, () => {
    for (let i = observations - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const half = new Uint8Array(observations);
    for (let i = 0; i < observations >> 1; i++) half[order[i]!] = 1;
    return half;
  });
}
