import { crossFit } from '../statistics/crossFit';
import { measuredByMeans, type Measured } from '../statistics/rankRanges';
import type { Steps } from '../steps';

/** The cosines of a file by different picture, row-major prompts × pictures; see `byGroup`. */
export interface Observations {
  readonly values: Float64Array;
  readonly pictures: number;
}

export function rowOf({ values, pictures }: Observations, row: number): Float64Array {
  return values.subarray(row * pictures, (row + 1) * pictures);
}

/** Some prompts, as things to be ranked. */
export function measurePrompts(observations: Observations, rows: readonly number[]): Measured {
  const { pictures } = observations;
  const values = new Float64Array(rows.length * pictures);
  for (const [i, row] of rows.entries()) values.set(rowOf(observations, row), i * pictures);
  return measuredByMeans(values, pictures);
}

/**
 * Spells as things to be ranked, each worth what choosing its best text brings on pictures that did not choose.
 * @param texts the rows of each spell's different texts, one or more
 */
export function* measureSpells(
  observations: Observations,
  texts: readonly (readonly number[])[],
): Steps<Measured> {
  const { pictures } = observations;
  const centres = new Float64Array(texts.length);
  const values = new Float64Array(texts.length * pictures);
  for (const [spell, rows] of texts.entries()) {
    const fitted = yield* crossFit(rows.map((row) => rowOf(observations, row)));
    centres[spell] = fitted.centre;
    values.set(fitted.values, spell * pictures);
    yield;
  }
  return { centres, values, observations: pictures };
}
