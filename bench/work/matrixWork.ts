import type { ClipShape, TowerShape } from '../checkpoint/shape';

/**
 * Floating-point operations (two for a multiply-add) of the products with weights that our graphs compute; attention's
 * own products, some 1 % more, are left out. The last block computes keys and values for every token, and the rest for
 * those tokens only whose state is wanted.
 */
function towerOperations({ width, perceptron, blocks }: TowerShape, tokens: number, ends: number): number {
  const [square, wide] = [width * width, width * perceptron];
  const whole = 2 * (4 * square + 2 * wide);
  const keysAndValues = 2 * 2 * square;
  return tokens * ((blocks - 1) * whole + keysAndValues) + ends * (whole - keysAndValues);
}

/** @param tokens computed anew */
export function textOperations({ text, embedding }: ClipShape, tokens: number, texts: number): number {
  return towerOperations(text, tokens, texts) + texts * 2 * text.width * embedding;
}

export function imageOperations({ image, embedding }: ClipShape, images: number): number {
  const patches = (image.pixels / image.patch) ** 2;
  const patchProducts = patches * 2 * 3 * image.patch ** 2 * image.width;
  const projection = 2 * image.width * embedding;
  return towerOperations(image, images * (patches + 1), images) + images * (patchProducts + projection);
}

/** Bytes of the text tower's matrices, each of which one run reads once, in float32. */
export function textWeightBytes({ text, embedding }: ClipShape): number {
  const block = 4 * text.width ** 2 + 2 * text.width * text.perceptron;
  return 4 * (text.blocks * block + text.width * embedding);
}

/** Tokens of `texts` that are not the beginning of an earlier text: what a tree of tokens computes. */
export function newTokens(
  texts: readonly (readonly number[])[],
  before: readonly (readonly number[])[],
): number {
  const prefixes = (rows: readonly (readonly number[])[]): Set<string> =>
    new Set(rows.flatMap((row) => row.map((_, i) => row.slice(0, i + 1).join(' '))));
  const known = prefixes(before);
  return [...prefixes(texts)].filter((prefix) => !known.has(prefix)).length;
}
