import { GeneratorError } from './generatorError';
import type { GenerationRequest } from './generator';

/** Names that fit into a sentence. */
const MOST_NAMED = 12;
const HIGHEST_SEED = 2n ** 64n - 1n;

/** Some names of a list for a sentence, and how many more there are. */
export function named(names: readonly string[]): { readonly known: string; readonly more: number } {
  return {
    known: names.slice(0, MOST_NAMED).join(', '),
    more: Math.max(0, names.length - MOST_NAMED),
  };
}

/**
 * The seed as it is sent: digits, never rounded.
 * @throws GeneratorError `generator-seed-unusable`
 */
export function seedDigits({ seed }: GenerationRequest, highest = HIGHEST_SEED): bigint {
  const value = /^\d{1,20}$/.test(seed) ? BigInt(seed) : -1n;
  if (value >= 0n && value <= highest) return value;
  throw new GeneratorError('generator-seed-unusable', { seed, highest: String(highest) });
}

/**
 * A name as the generator writes it: letter by letter, or but for capitals.
 * @returns undefined where the list has no such name
 */
export function nameIn(names: readonly string[], wanted: string): string | undefined {
  const plain = wanted.trim().toLowerCase();
  return names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === plain);
}
