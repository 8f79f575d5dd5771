/** How far numbers of WebAssembly may lie from those of native code: far below any digit that is shown. */
export const largestDifference = 1e-5;

/** The largest difference between numbers of two lists of vectors. */
export function differenceOf(
  own: readonly ArrayLike<number>[],
  others: readonly ArrayLike<number>[],
): number {
  if (own.length !== others.length || own.length === 0) return Infinity;
  let largest = 0;
  for (const [i, vector] of own.entries()) {
    const other = others[i]!;
    if (vector.length !== other.length) return Infinity;
    for (let k = 0; k < vector.length; k++) {
      const difference = Math.abs(vector[k]! - other[k]!);
      // NaN is no small difference.
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    }
  }
  return largest;
}
