import type { GenerationParameters } from './generationParameters';

/** One wording that pictures are made of. */
export interface Variant {
  /** Tells it from the others of the plan. */
  readonly key: string;
  readonly prompt: string;
  readonly negative?: string;
  readonly parameters: GenerationParameters;
}

/** One picture to make. */
export interface PlannedPicture {
  /** Position of its variant in what was planned. */
  readonly variant: number;
  /** Position of its seed among the seeds. */
  readonly seedIndex: number;
  readonly prompt: string;
  readonly negative?: string;
  /** With its own seed. */
  readonly parameters: GenerationParameters & { readonly seed: string };
}

const SEEDS = 2n ** 64n;

/**
 * Seeds that follow each other, as generators count those of a batch; after the last of all comes 0.
 * @param first decimal digits
 */
export function seedsFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, k) => String((BigInt(first) + BigInt(k)) % SEEDS));
}

/**
 * One request for each variant and seed, with the same seeds for all variants, so that pictures pair. Those of one
 * checkpoint stand together, as generators take long to load another; within it all variants of a seed stand together, so
 * that what there is when somebody stops still pairs.
 */
export function planGeneration(variants: readonly Variant[], seeds: readonly string[]): PlannedPicture[] {
  const models = [...new Set(variants.map(({ parameters }) => parameters.model))];
  return models.flatMap((model) =>
    seeds.flatMap((seed, seedIndex) =>
      variants.flatMap(({ prompt, negative, parameters }, variant): PlannedPicture[] =>
        parameters.model === model
          ? [{ variant, seedIndex, prompt, negative, parameters: { ...parameters, seed } }]
          : [],
      ),
    ),
  );
}
