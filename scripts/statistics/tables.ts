import type { Random } from './random';

/** A simulated table of prompts × pictures whose true order is known. */
export interface Table {
  readonly values: Float64Array;
  /** The true means. */
  readonly merits: Float64Array;
}

type Merits = (prompts: number) => Float64Array;

/** How the true merits lie, in spreads of a cosine between pictures. */
export const layouts: Readonly<Record<string, Merits>> = {
  'all equal': (prompts) => new Float64Array(prompts),
  'three groups': (prompts) => Float64Array.from({ length: prompts }, (_, i) => i % 3),
  'one best': (prompts) => Float64Array.from({ length: prompts }, (_, i) => (i === 0 ? 1.5 : 0)),
  'evenly spread': (prompts) => Float64Array.from({ length: prompts }, (_, i) => (3 * i) / (prompts - 1)),
};

/** One picture's values of all prompts, about their merits. */
type Noise = (random: Random, prompts: number) => (picture: number) => Float64Array;

export const noises: Readonly<Record<string, Noise>> = {
  normal: (random, prompts) => () => Float64Array.from({ length: prompts }, () => random.normal()),
  'spreads of 0.2 to 2': (random, prompts) => {
    const spreads = Float64Array.from({ length: prompts }, () => 0.2 * 10 ** random.uniform());
    return () => spreads.map((spread) => spread * random.normal());
  },
  'one with three times the spread': (random, prompts) => () =>
    Float64Array.from({ length: prompts }, (_, i) => random.normal() * (i === prompts - 1 ? 3 : 1)),
  'shared causes': (random, prompts) => {
    const loads = Array.from({ length: 3 }, () =>
      Float64Array.from({ length: prompts }, () => 0.6 * random.normal() * Math.exp(0.5 * random.normal())),
    );
    return () => {
      const causes = loads.map(() => random.normal());
      return Float64Array.from({ length: prompts }, (_, prompt) =>
        loads.reduce((sum, load, cause) => sum + load[prompt]! * causes[cause]!, 0.3 * random.normal()),
      );
    };
  },
  paraphrases: (random, prompts) => {
    const families = Math.max(1, Math.floor(prompts / 5));
    const family = Array.from({ length: prompts }, () => random.below(families));
    return () => {
      const bases = Array.from({ length: families }, () => random.normal());
      return Float64Array.from(family, (own) => bases[own]! + 0.15 * random.normal());
    };
  },
  'heavy tails': (random, prompts) => () => Float64Array.from({ length: prompts }, () => random.heavy()),
  'one picture in ten': (random, prompts) => () =>
    Float64Array.from(
      { length: prompts },
      () => (random.normal() + (random.uniform() < 0.1 ? 4 : 0) - 0.4) / Math.sqrt(1 + 16 * 0.09),
    ),
};

export function drawTable(
  random: Random,
  merits: Float64Array,
  noise: (picture: number) => Float64Array,
  pictures: number,
): Table {
  const values = new Float64Array(merits.length * pictures);
  for (let picture = 0; picture < pictures; picture++) {
    const common = random.normal(); // what a picture does to every prompt alike
    const column = noise(picture);
    for (const [prompt, merit] of merits.entries()) {
      values[prompt * pictures + picture] = merit + common + column[prompt]!;
    }
  }
  return { values, merits };
}
