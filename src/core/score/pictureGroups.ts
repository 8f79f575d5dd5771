import { dot } from '../clip/similarity';
import type { Steps } from '../steps';

/**
 * Pictures whose embeddings are at least this alike are one picture for statistics. On the bundled checkpoint's kind of
 * pictures, one saved anew as JPEG of quality 50 or at half its size stays above 0.992; of two different pictures the most
 * alike were the same two things with their places changed, at 0.978.
 */
export const nearDuplicate = 0.98;

/** Among more pictures than this only equal files are found: their pairs are too many to be looked at. */
export const mostCompared = 1000;

/**
 * Which pictures are near-duplicates: for each the number of its group, groups counted from 0 in the order of their first
 * picture. Chains count as one group (single linkage). One picture a step.
 * @param embeddings of unit length
 */
export function* pictureGroups(
  images: readonly { readonly hash: string; readonly embedding: Float32Array }[],
): Steps<Int32Array> {
  const last = images.at(-1)?.embedding;
  const found = last && known.get(last);
  if (found?.length === images.length && found.every(({ of }, i) => of === images[i]!.embedding)) {
    return Int32Array.from(found, ({ group }) => group);
  }
  const parent = Int32Array.from(images, (_, i) => i);
  const root = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  const join = (a: number, b: number): void => {
    const [first, second] = [root(a), root(b)];
    parent[Math.max(first, second)] = Math.min(first, second);
  };
  const firstOf = new Map<string, number>();
  for (const [i, { hash, embedding }] of images.entries()) {
    const same = firstOf.get(hash);
    if (same === undefined) firstOf.set(hash, i);
    else join(same, i);
    if (images.length <= mostCompared) {
      for (let j = 0; j < i; j++) if (dot(embedding, images[j]!.embedding) >= nearDuplicate) join(j, i);
    }
    yield;
  }
  const numbers = new Map<number, number>();
  const groups = Int32Array.from(images, (_, i) => {
    const first = root(i);
    if (!numbers.has(first)) numbers.set(first, numbers.size);
    return numbers.get(first)!;
  });
  if (last)
    known.set(
      last,
      Array.from(groups, (group, i) => ({ of: images[i]!.embedding, group })),
    );
  return groups;
}

/**
 * What was found of a list of embeddings, by the last of them: while someone types the pictures stay the same, and their
 * pairs need not be looked at again. Forgotten with the embeddings.
 */
const known = new WeakMap<Float32Array, readonly { readonly of: Float32Array; readonly group: number }[]>();

/** How many different pictures there are. */
export function groupCount(groups: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < groups.length; i++) count = Math.max(count, groups[i]! + 1);
  return count;
}

/**
 * A matrix by different picture: near-duplicates share one column, the mean of theirs.
 * @param matrix row-major rows × pictures
 * @returns row-major rows × groups
 */
export function byGroup(matrix: Float32Array, groups: ArrayLike<number>): Float64Array {
  const pictures = groups.length;
  const count = groupCount(groups);
  const rows = pictures === 0 ? 0 : matrix.length / pictures;
  const sizes = new Float64Array(count);
  for (let i = 0; i < pictures; i++) sizes[groups[i]!]!++;
  const means = new Float64Array(rows * count);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < pictures; i++) {
      const group = groups[i]!;
      means[row * count + group]! += matrix[row * pictures + i]! / sizes[group]!;
    }
  }
  return means;
}
