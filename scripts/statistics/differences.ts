import type { Random } from './random';

/** A way in which the differences of two prompts may fall on pictures. The unit is the ordinary spread between pictures. */
export interface Kind {
  readonly name: string;
  /** The true mean. */
  readonly mean: number;
  draw(random: Random, pictures: number): Float64Array;
}

const each = (name: string, mean: number, one: (random: Random) => number): Kind => ({
  name,
  mean,
  draw: (random, pictures) => Float64Array.from({ length: pictures }, () => one(random)),
});

/** One prompt is right for one picture in ten, and ahead there by so many spreads. */
const oneInTen = (by: number): Kind =>
  each(
    `one picture in ten, by ${by} spreads`,
    by / 10,
    (random) => random.normal() + (random.uniform() < 0.1 ? by : 0),
  );

export const kinds: readonly Kind[] = [
  each('normal', 0, (random) => random.normal()),
  each('heavy tails (t, 3 degrees)', 0, (random) => random.heavy()),
  oneInTen(3),
  oneInTen(4),
  oneInTen(5),
  oneInTen(10),
];

/** Each picture stands there so many times, nearly the same. */
export function nearDuplicates(random: Random, pictures: number, copies: number): Float64Array {
  const values = new Float64Array(pictures);
  for (let i = 0; i < pictures; i++) {
    values[i] = i % copies === 0 ? random.normal() : values[i - 1]! + 0.1 * random.normal();
  }
  return values;
}
