import type { Preprocessing } from './preprocessing';

/**
 * How the pixels of one axis are made of the input's: output `i` is the sum of input `first[i] + k` times
 * `weights[i * taps + k]`, for `k < count[i]`.
 */
export interface AxisWeights {
  readonly taps: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** Fixed point with `precisionBits` bits after the point. */
  readonly weights: Int32Array;
}

/** Bits after the point in Pillow's 8-bit resampling: 32 − 8 for the pixel − 2 for overshoot. */
export const precisionBits = 22;

type Kernel = { readonly support: number; readonly at: (x: number) => number };

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const kernels: Record<Exclude<Preprocessing['resample'], 'nearest'>, Kernel> = {
  bilinear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: {
    support: 2,
    at: (signed) => {
      const x = Math.abs(signed);
      const a = -0.5;
      if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    },
  },
  lanczos: { support: 3, at: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/**
 * Weights of Pillow's antialiased resize along one axis, rounded as it rounds them
 * (`precompute_coeffs` and `normalize_coeffs_8bpc` in Pillow's libImaging/Resample.c).
 *
 * @param input pixels of the input along this axis
 * @param output pixels of the whole output along this axis
 * @param from first output pixel wanted
 * @param to one after the last output pixel wanted
 */
export function axisWeights(
  input: number,
  output: number,
  from: number,
  to: number,
  resample: Exclude<Preprocessing['resample'], 'nearest'>,
): AxisWeights {
  const kernel = kernels[resample];
  const scale = input / output;
  const stretch = Math.max(scale, 1);
  const support = kernel.support * stretch;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to - from);
  const count = new Int32Array(to - from);
  const weights = new Int32Array((to - from) * taps);
  const exact = new Float64Array(taps);
  for (let i = 0; i < to - from; i++) {
    const centre = (from + i + 0.5) * scale;
    const low = Math.max(0, Math.trunc(centre - support + 0.5));
    const high = Math.min(input, Math.trunc(centre + support + 0.5));
    let sum = 0;
    for (let x = low; x < high; x++) {
      const weight = kernel.at((x - centre + 0.5) * (1 / stretch));
      exact[x - low] = weight;
      sum += weight;
    }
    first[i] = low;
    count[i] = high - low;
    for (let k = 0; k < high - low; k++) {
      const weight = (sum === 0 ? exact[k]! : exact[k]! / sum) * (1 << precisionBits);
      weights[i * taps + k] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
  }
  return { taps, first, count, weights };
}

/** The span of inputs that any output is made of; `to` is one after the last. */
export function inputsNeeded({ first, count }: AxisWeights): { readonly from: number; readonly to: number } {
  const last = first.length - 1;
  return { from: first[0]!, to: first[last]! + count[last]! };
}

/** Input pixel of each output pixel from `from` to `to` in Pillow's nearest-neighbour resize (libImaging/Geometry.c). */
export function nearestSources(input: number, output: number, from: number, to: number): Int32Array {
  const step = input / output;
  const sources = new Int32Array(to - from);
  // Summed, not multiplied, because Pillow sums: the rounding errors are part of the result.
  let at = step * 0.5;
  for (let i = 0; i < to; i++, at += step) if (i >= from) sources[i - from] = Math.trunc(at);
  return sources;
}
