/**
 * Adjusted p-values that bound the false discovery rate (Benjamini and Hochberg 1995), in the order given:
 * q_(i) = min over j ≥ i of p_(j) · n / j.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((_, index) => index).sort((a, b) => p[b]! - p[a]!);
  const q = new Array<number>(p.length);
  let least = 1;
  order.forEach((index, place) => {
    least = Math.min(least, (p[index]! * p.length) / (p.length - place));
    q[index] = least;
  });
  return q;
}
