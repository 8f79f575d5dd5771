import { seededRandom } from '../spell/seededRandom';
import type { Steps } from '../steps';
import { mean } from './moments';
import { fewestObservations } from './pairedDifference';

/** Up to so many observations, every part of a quarter is held out in its turn; there are 36 at most. */
const mostForEvery = 9;
/** More are shuffled so many times, and each time cut into quarters. */
const shuffles = 15;
/** Fixed: the same numbers give the same answer on every machine. */
const seed = 20210226;

export interface CrossFitted {
  /** What choosing the best brings on observations that did not choose: free of the winner's curse. */
  readonly centre: number;
  /** Its value on each observation, for paired differences: jackknife pseudo-values, which are the values themselves when there is nothing to choose. */
  readonly values: Float64Array;
}

/**
 * The worth of the best of several candidates, as of a choice made on three quarters of the observations and judged on the
 * rest, averaged over many quarters (repeated cross-fitting). The best mean of all is too good by what chance added to the
 * winner, the more so the more candidates there are; this is not. Held out is as little as lets the average be steady: the
 * fewer observations choose, the more often they choose wrongly.
 *
 * The values tell how sure it is: `n · centre − (n − 1) · centre without observation i` (Quenouille 1956, Tukey 1958), which
 * also holds what the choice itself varies by. One candidate, or one observation left out, a step.
 * @param candidates one row each, of one value per observation; at least one
 */
export function* crossFit(candidates: readonly Float64Array[]): Steps<CrossFitted> {
  const [only] = candidates;
  const observations = only!.length;
  if (candidates.length === 1) return { centre: mean(only!), values: only! };
  if (observations < 2) return { centre: Math.max(...candidates.map(mean)), values: only! };
  const parts = partsOf(observations);
  // Sums over everything, and over each part, of each candidate.
  const all = new Float64Array(candidates.length);
  const held = parts.map(() => new Float64Array(candidates.length));
  for (const [c, row] of candidates.entries()) {
    all[c] = row.reduce((total, value) => total + value, 0);
    for (const [p, { members }] of parts.entries()) {
      for (const i of members) held[p]![c]! += row[i]!;
    }
    yield;
  }
  /** The worth, with one observation left out; with all of them where `without` is −1. */
  const fitted = (without: number): number => {
    let [total, judged] = [0, 0];
    for (const [p, { members, holds }] of parts.entries()) {
      const isHeld = without >= 0 && holds[without] === 1;
      const sums = held[p]!;
      let [best, most] = [0, -Infinity];
      for (let c = 0; c < candidates.length; c++) {
        const choosing = all[c]! - sums[c]! - (without < 0 || isHeld ? 0 : candidates[c]![without]!);
        if (choosing > most) [best, most] = [c, choosing];
      }
      total += sums[best]! - (isHeld ? candidates[best]![without]! : 0);
      judged += members.length - (isHeld ? 1 : 0);
    }
    return total / judged;
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

/** Observations that are held out together. */
export interface Part {
  readonly members: readonly number[];
  /** 1 for each member, by observation. */
  readonly holds: Uint8Array;
}

const known = new Map<number, readonly Part[]>();

/** Every observation is held out equally often, so that all count the same, as they do in a mean. */
export function partsOf(observations: number): readonly Part[] {
  let parts = known.get(observations);
  if (parts === undefined) {
    const members = observations <= mostForEvery ? everyPart(observations) : quarters(observations);
    parts = members.map((own) => {
      const holds = new Uint8Array(observations);
      for (const i of own) holds[i] = 1;
      return { members: own, holds };
    });
    known.set(observations, parts);
  }
  return parts;
}

function everyPart(observations: number): number[][] {
  const size = Math.max(1, Math.round(observations / 4));
  const parts: number[][] = [];
  for (let pattern = 0; pattern < 1 << observations; pattern++) {
    const part = Array.from({ length: observations }, (_, i) => i).filter((i) => (pattern >> i) & 1);
    if (part.length === size) parts.push(part);
  }
  return parts;
}

function quarters(observations: number): number[][] {
  const random = seededRandom(seed);
  const order = Array.from({ length: observations }, (_, i) => i);
  return Array.from({ length: shuffles }, () => {
    for (let i = observations - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    const cut = (quarter: number): number => Math.round((quarter * observations) / 4);
    return [0, 1, 2, 3].map((quarter) => order.slice(cut(quarter), cut(quarter + 1)));
  }).flat();
}
