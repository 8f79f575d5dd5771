/** Moments of a few numbers. */

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

export interface Moments {
  readonly mean: number;
  /** Of a sample (n − 1). */
  readonly variance: number;
  /** Third standardised moment, corrected for its bias in small samples (G1 of Joanes and Gill 1998); 0 without spread. */
  readonly skewness: number;
}

/** @param values at least 3 */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length;
  const centre = mean(values);
  let second = 0;
  let third = 0;
  for (let i = 0; i < n; i++) {
    const off = values[i]! - centre;
    second += off * off;
    third += off * off * off;
  }
  return momentsOf(n, centre, second, third);
}

/**
 * @param n values, at least 3
 * @param second sum of the squares of their distances from the centre
 * @param third sum of the cubes
 */
export function momentsOf(n: number, centre: number, second: number, third: number): Moments {
  // Sums that differ by rounding only have no spread.
  const spread = second / n > (1e-12 * centre) ** 2 ? second / n : 0;
  return {
    mean: centre,
    variance: (spread * n) / (n - 1),
    skewness: spread > 0 ? ((third / n / spread ** 1.5) * Math.sqrt(n * (n - 1))) / (n - 2) : 0,
  };
}
