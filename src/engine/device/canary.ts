import { normalized } from '../../core/clip/similarity';
import type { SessionTensor } from '../session';

/** Pictures that are computed by both and compared. */
export const canaryCount = 4;

/**
 * How far an accelerator's embedding may lie from the processor's. Every cosine then differs by less than half of the last
 * digit that is shown, and the cosine of the two is above 0.99999999.
 */
export const largestDifference = 5e-5;

/**
 * Pictures that look like none but use all values that preprocessed pixels have: slow waves, an edge, and noise of a fixed
 * seed.
 * @returns `[canaryCount, 3, imageSize, imageSize]`
 */
export function canaryPixels(imageSize: number): SessionTensor {
  const data = new Float32Array(canaryCount * 3 * imageSize ** 2);
  let random = 1;
  for (let i = 0; i < data.length; i++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const picture = Math.floor(i / (3 * imageSize ** 2));
    const x = i % imageSize;
    const y = Math.floor(i / imageSize) % imageSize;
    const wave = Math.sin(((picture + 1) * x) / 9) + Math.cos(((picture + 2) * y) / 13);
    const edge = x + y > imageSize ? 0.6 : -0.6;
    data[i] = 0.7 * wave + edge + (random / 2 ** 32 - 0.5) * (picture === 3 ? 3 : 0.3);
  }
  return { data, shape: [canaryCount, 3, imageSize, imageSize] };
}

/**
 * The largest distance between the embeddings of two runs, by their directions.
 * @param own, other `[canaryCount, embeddingWidth]`
 * @returns infinity where one of them is no embedding
 */
export function differenceOf(own: Float32Array, other: Float32Array): number {
  if (own.length !== other.length || own.length === 0) return Infinity;
  const width = own.length / canaryCount;
  let largest = 0;
  for (let start = 0; start < own.length; start += width) {
    const [a, b] = [own, other].map((rows) => normalized(rows.slice(start, start + width)));
    if (!a || !b) return Infinity;
    largest = Math.max(largest, Math.hypot(...a.map((value, i) => value - b[i]!)));
  }
  return largest;
}
