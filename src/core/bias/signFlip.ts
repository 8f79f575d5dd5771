/** Beyond this many values the 2^n sign patterns take too long; the callers have a dozen. */
const MAX_EXACT = 20;

/**
 * Exact two-sided sign-flip test that values are symmetric about 0: the share of all 2^n sign patterns whose absolute sum is
 * at least the observed one. With n values p is never below 2^(1−n).
 * @throws RangeError for more than 20 values
 */
export function signFlipP(values: readonly number[]): number {
  const n = values.length;
  if (n > MAX_EXACT) throw new RangeError(`an exact sign-flip test takes at most ${MAX_EXACT} values`);
  const magnitude = values.reduce((sum, value) => sum + Math.abs(value), 0);
  // Sums that differ by rounding only are equal.
  const observed = Math.abs(values.reduce((sum, value) => sum + value, 0)) - 1e-12 * magnitude;
  let atLeast = 0;
  for (let pattern = 0; pattern < 2 ** n; pattern++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += pattern & (1 << i) ? -values[i]! : values[i]!;
    if (Math.abs(sum) >= observed) atLeast++;
  }
  return atLeast / 2 ** n;
}
