/**
 * A sum of floats depends on the order of its terms, and that on what else is in a run. It depends on nothing when no
 * partial sum needs more than the 24 bits of a float32's significand: when both factors of each of n products are
 * whole multiples of a step, at most 2^a of one and 2^b of the other, and a + b + log₂ n ≤ 24.
 */
const significandBits = 24;

/** Bits of attention's weights and of the values that they weigh; the sums have a term per token. */
export function gridBits(contextLength: number): { readonly weights: number; readonly values: number } {
  const bits = significandBits - Math.ceil(Math.log2(contextLength));
  return { weights: Math.floor(bits / 2), values: Math.ceil(bits / 2) };
}

/** Bits of queries, and of keys; the sums of their products have a term per element of a head. */
export function productBits(headWidth: number): number {
  return Math.floor((significandBits - Math.ceil(Math.log2(headWidth))) / 2);
}

/** Adding and then subtracting it rounds to multiples of `step`, a power of two, what is less than 2²² steps. */
export function rounder(step: number): number {
  return 1.5 * 2 ** (significandBits - 1) * step;
}

/** The finest step of which `largest` is at most 2^bits. */
export function gridStep(largest: number, bits: number): number {
  return 2 ** (Math.ceil(Math.log2(Math.max(largest, 1e-30))) - bits);
}
