import { seededRandom } from '../../src/core/spell/seededRandom';

/** Random numbers of the kinds that simulations need, the same for the same seed. */
export class Random {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = seededRandom(seed);
  }

  /** In [0, 1). */
  uniform(): number {
    return this.#next();
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#next())) * Math.cos(2 * Math.PI * this.#next());
  }

  /** Student's t with 3 degrees of freedom, at unit variance: heavy tails. */
  heavy(): number {
    const chi = this.normal() ** 2 + this.normal() ** 2 + this.normal() ** 2;
    return this.normal() / Math.sqrt(chi / 3) / Math.sqrt(3);
  }

  below(count: number): number {
    return Math.floor(this.#next() * count);
  }
}
