import { momentsOf, type Moments } from './moments';
import type { PairSpreads } from './rankRanges';
import type { Steps } from '../steps';

/** What is added up of the values of some things on the same observations, each value less its thing's `shift`. */
export interface PairSums {
  /** Σ a·b, row-major things × things. */
  readonly second: Float64Array;
  /** Σ a²·b, row-major: a is the row's thing. */
  readonly third: Float64Array;
}

/** Adds up what the spreads of all pairs of some things are made of, however many observations there are. */
export class PairMoments {
  readonly #sums: Float64Array;
  readonly #second: Float64Array;
  readonly #third: Float64Array;
  #observations = 0;

  /** @param shifts about the mean of each thing's values: the nearer, the less is lost by rounding */
  constructor(readonly shifts: Float64Array) {
    const things = shifts.length;
    this.#sums = new Float64Array(things);
    this.#second = new Float64Array(things * things);
    this.#third = new Float64Array(things * things);
  }

  /** @param values less the shifts, row-major observations × things; `pairs` is of the same */
  add(values: Float64Array, { second, third }: PairSums): void {
    const things = this.shifts.length;
    for (let at = 0; at < values.length; at += things) {
      for (let thing = 0; thing < things; thing++) this.#sums[thing]! += values[at + thing]!;
    }
    this.#observations += values.length / things;
    for (let at = 0; at < second.length; at++) {
      this.#second[at]! += second[at]!;
      this.#third[at]! += third[at]!;
    }
  }

  /** Of the differences of two things, a minus b. */
  of(a: number, b: number): Moments {
    const things = this.shifts.length;
    const at = (sums: Float64Array, row: number, column: number): number => sums[row * things + column]!;
    const n = this.#observations;
    const sum = this.#sums[a]! - this.#sums[b]!;
    const square = at(this.#second, a, a) + at(this.#second, b, b) - 2 * at(this.#second, a, b);
    const cube =
      at(this.#third, a, a) - 3 * at(this.#third, a, b) + 3 * at(this.#third, b, a) - at(this.#third, b, b);
    const off = sum / n;
    return momentsOf(
      n,
      this.shifts[a]! - this.shifts[b]! + off,
      Math.max(0, square - n * off * off),
      cube - 3 * off * square + 2 * n * off ** 3,
    );
  }

  /** Of all pairs; one row of pairs a step. */
  *spreads(): Steps<PairSpreads> {
    const things = this.shifts.length;
    const variances = new Float64Array((things * (things - 1)) / 2);
    const skewnesses = new Float64Array(variances.length);
    let pair = 0;
    for (let a = 0; a < things; a++) {
      for (let b = a + 1; b < things; b++) {
        const { variance, skewness } = this.of(a, b);
        variances[pair] = variance;
        skewnesses[pair++] = skewness;
      }
      yield;
    }
    return { variances, skewnesses };
  }
}

/** Adds up what the spread of each of very many things is made of, less what moves all alike on an observation. */
export class OwnMoments {
  readonly #sums: Float64Array;
  #observations = 0;

  /** @param shifts as in `PairMoments` */
  constructor(readonly shifts: Float64Array) {
    this.#sums = new Float64Array(3 * shifts.length);
  }

  /** @param values less the shifts, row-major observations × things */
  add(values: Float64Array): void {
    const things = this.shifts.length;
    this.#observations += values.length / things;
    for (let at = 0; at < values.length; at += things) {
      let common = 0;
      for (let thing = 0; thing < things; thing++) common += values[at + thing]!;
      common /= things;
      for (let thing = 0; thing < things; thing++) {
        const off = values[at + thing]! - common;
        this.#sums[3 * thing]! += off;
        this.#sums[3 * thing + 1]! += off * off;
        this.#sums[3 * thing + 2]! += off * off * off;
      }
    }
  }

  spreads(): Moments[] {
    const n = this.#observations;
    const common = this.shifts.reduce((sum, shift) => sum + shift, 0) / this.shifts.length;
    return Array.from(this.shifts, (shift, thing) => {
      const [sum, square, cube] = this.#sums.subarray(3 * thing, 3 * thing + 3) as unknown as [
        number,
        number,
        number,
      ];
      const off = sum / n;
      return momentsOf(
        n,
        shift - common + off,
        Math.max(0, square - n * off * off),
        cube - 3 * off * square + 2 * n * off ** 3,
      );
    });
  }
}

/** The sums of one block, by plain loops: for whoever has no faster product. */
export function pairSums(values: Float64Array, things: number): PairSums {
  const second = new Float64Array(things * things);
  const third = new Float64Array(things * things);
  for (let at = 0; at < values.length; at += things) {
    for (let a = 0; a < things; a++) {
      const value = values[at + a]!;
      const square = value * value;
      for (let b = 0; b < things; b++) {
        const other = values[at + b]!;
        second[a * things + b]! += value * other;
        third[a * things + b]! += square * other;
      }
    }
  }
  return { second, third };
}
