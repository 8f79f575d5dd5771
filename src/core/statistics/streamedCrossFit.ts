import { partsOf, type Part } from './crossFit';
import { fewestObservations } from './pairedDifference';

/**
 * What `crossFit` tells of several candidates, in two passes over the observations and without keeping them: the first
 * adds up, the second gives each observation's value.
 */
export class StreamedCrossFit {
  readonly #candidates: number;
  readonly #observations: number;
  readonly #parts: readonly Part[];
  /** Sums over everything, and over each part, of each candidate. */
  readonly #all: Float64Array;
  readonly #held: readonly Float64Array[];
  /** Of each part the candidates, in their order, that one observation less could make the best. */
  #near: readonly (readonly number[])[] = [];
  #centre: number | undefined;

  /**
   * @param candidates two or more
   * @param observations two or more
   */
  constructor(candidates: number, observations: number) {
    this.#candidates = candidates;
    this.#observations = observations;
    this.#parts = partsOf(observations);
    this.#all = new Float64Array(candidates);
    this.#held = this.#parts.map(() => new Float64Array(candidates));
  }

  /**
   * Of the first pass, in order.
   * @param row holds the candidates' values on this observation
   * @param columns where they stand in it
   */
  add(observation: number, row: ArrayLike<number>, start: number, columns: readonly number[]): void {
    for (let c = 0; c < this.#candidates; c++) this.#all[c]! += row[start + columns[c]!]!;
    for (const [p, { holds }] of this.#parts.entries()) {
      if (holds[observation] !== 1) continue;
      const sums = this.#held[p]!;
      for (let c = 0; c < this.#candidates; c++) sums[c]! += row[start + columns[c]!]!;
    }
  }

  /** What choosing the best brings on observations that did not choose; between the passes. */
  get centre(): number {
    if (this.#centre !== undefined) return this.#centre;
    this.#near = this.#held.map((sums) => {
      const choosing = this.#all.map((total, c) => total - sums[c]!);
      const most = choosing.reduce((a, b) => Math.max(a, b));
      // One cosine moves a sum by 1 at most, and two sums towards each other by 2.
      return [...choosing.keys()].filter((c) => choosing[c]! >= most - 2.001);
    });
    return (this.#centre = this.#fitted(undefined));
  }

  /** The jackknife pseudo-value of one observation; of the second pass. */
  value(observation: number, row: ArrayLike<number>, start: number, columns: readonly number[]): number {
    const n = this.#observations;
    if (n < fewestObservations) return 0;
    return n * this.centre - (n - 1) * this.#fitted({ observation, row, start, columns });
  }

  /** The worth, without one observation where one is given. */
  #fitted(
    without:
      | {
          readonly observation: number;
          readonly row: ArrayLike<number>;
          readonly start: number;
          readonly columns: readonly number[];
        }
      | undefined,
  ): number {
    const valueOf = (c: number): number =>
      without === undefined ? 0 : without.row[without.start + without.columns[c]!]!;
    let [total, judged] = [0, 0];
    for (let p = 0; p < this.#parts.length; p++) {
      const { members, holds } = this.#parts[p]!;
      const isHeld = without !== undefined && holds[without.observation] === 1;
      const sums = this.#held[p]!;
      const near = this.#near[p]!;
      let best = near[0]!;
      if (near.length > 1) {
        let most = -Infinity;
        for (const c of near) {
          const choosing = this.#all[c]! - sums[c]! - (isHeld ? 0 : valueOf(c));
          if (choosing > most) [best, most] = [c, choosing];
        }
      }
      total += sums[best]! - (isHeld ? valueOf(best) : 0);
      judged += members.length - (isHeld ? 1 : 0);
    }
    return total / judged;
  }
}
