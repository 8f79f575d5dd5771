import { softmaxOverRows } from '../clip/similarity';
import { mean } from '../statistics/moments';
import { byGroup } from './pictureGroups';
import type { Steps } from '../steps';

/** How some rows of a cosine matrix share the pictures among them. */
export interface Shares {
  /** Softmax over the rows for each picture, row-major rows × pictures: each column sums to 1. */
  readonly probabilities: Float32Array;
  /** Mean over the different pictures, of each row. */
  readonly means: readonly number[];
  /** Pictures that each row fits best; equals all count. */
  readonly fitsBest: readonly number[];
}

/**
 * @param rows different texts
 * @param groups of the pictures, see `pictureGroups`
 */
export function* sharesOf(
  rows: readonly number[],
  cosine: Float32Array,
  groups: ArrayLike<number>,
  logitScale: number,
): Steps<Shares> {
  const pictures = groups.length;
  if (rows.length === 1) {
    return { probabilities: new Float32Array(pictures).fill(1), means: [1], fitsBest: [pictures] };
  }
  const own = new Float32Array(rows.length * pictures);
  for (const [i, row] of rows.entries())
    own.set(cosine.subarray(row * pictures, (row + 1) * pictures), i * pictures);
  const probabilities = yield* softmaxOverRows(own, pictures, logitScale);
  const grouped = byGroup(probabilities, groups);
  const different = rows.length === 0 ? 0 : grouped.length / rows.length;
  const fitsBest = new Array<number>(rows.length).fill(0);
  for (let picture = 0; picture < pictures; picture++) {
    let best = -Infinity;
    for (let i = 0; i < rows.length; i++) best = Math.max(best, own[i * pictures + picture]!);
    for (let i = 0; i < rows.length; i++) if (own[i * pictures + picture] === best) fitsBest[i]!++;
    if (picture % 64 === 0) yield;
  }
  return {
    probabilities,
    means: rows.map((_, i) => mean(grouped.subarray(i * different, (i + 1) * different))),
    fitsBest,
  };
}
