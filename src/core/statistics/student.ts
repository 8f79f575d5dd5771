import { lnGamma } from './gammaFunctions';

/**
 * The quantile of Student's t distribution: P(T ≤ t) = p. Found by halving on the exact tail; within 1e-9 of t, relatively.
 * @param p 0 < p < 1
 * @param degrees of freedom, above 0, whole or not; Infinity gives the normal distribution's nearly
 */
export function studentQuantile(p: number, degrees: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  const tail = 1 - p;
  return quantileOfTail(tail, degrees);
}

/** The t that is exceeded with probability `tail` ≤ 0.5. Exact for tails that 1 − p could not hold. */
export function quantileOfTail(tail: number, degrees: number): number {
  let high = 1;
  while (studentTail(high, degrees) > tail) high *= 2;
  let low = high === 1 ? 0 : high / 2;
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (studentTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(T > t) for t ≥ 0 (Abramowitz & Stegun 26.5.27). */
export function studentTail(t: number, degrees: number): number {
  const bounded = Math.min(degrees, 1e8); // beyond, Student's t and the normal distribution are one
  return 0.5 * incompleteBeta(bounded / (bounded + t * t), bounded / 2, 0.5);
}

/** I_x(a, b), by Lentz's evaluation of its continued fraction (Abramowitz & Stegun 26.5.8). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly on one side of the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / notZero(1 + even * d, tiny);
    c = notZero(1 + even / c, tiny);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / notZero(1 + odd * d, tiny);
    c = notZero(1 + odd / c, tiny);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-14) break;
  }
  return (front * fraction) / a;
}

function notZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
