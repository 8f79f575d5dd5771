/** The gamma function and its relatives, for positive arguments. */

/** ln Γ(x), by Lanczos' series with g = 7 and nine terms (Godfrey 2001); relative error below 1e-13. */
export function lnGamma(x: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const z = x - 1;
  const base = z + 7.5;
  const sum = terms.reduce((total, term, i) => total + term / (z + i + 1), 0.99999999999980993);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(base) - base + Math.log(sum);
}

/** ψ(x) = d ln Γ(x) / dx: shifted above 6 by its recurrence, then its asymptotic series (Abramowitz & Stegun 6.3.18). */
export function digamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 6; at++) shift -= 1 / at;
  const square = 1 / (at * at);
  return (
    shift +
    Math.log(at) -
    0.5 / at -
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
  );
}

/** ψ′(x), in the same way (Abramowitz & Stegun 6.4.12). */
export function trigamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 6; at++) shift += 1 / (at * at);
  const square = 1 / (at * at);
  return (
    shift +
    1 / at +
    square / 2 +
    (square / at) * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - (5 * square) / 66))))
  );
}

/** The x with ψ′(x) = `value` > 0, by Newton's steps on 1/ψ′, which is convex (Smyth 2004, appendix). */
export function inverseTrigamma(value: number): number {
  let x = 0.5 + 1 / value;
  for (let step = 0; step < 50; step++) {
    const at = trigamma(x);
    const slope = (trigamma(x * (1 + 1e-6)) - at) / (x * 1e-6);
    const change = (at * (1 - at / value)) / slope;
    x += change;
    if (Math.abs(change) < 1e-9 * x) break;
  }
  return x;
}
