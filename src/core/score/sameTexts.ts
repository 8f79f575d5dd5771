/** Embeddings of the same tokens, made in two runs of the text tower, differ by less than this in every element. */
const rounding = 1e-5;

/**
 * Prompts that read the same to the checkpoint: for each the first prompt with its embedding, itself where there is none
 * before. Texts may differ and read the same, where they do so in capitals or spaces only.
 * @param texts of each prompt, in all templates
 * @param vectors of each prompt; empty where nothing was embedded, and then the texts decide alone
 */
export function sameTexts(
  texts: readonly (readonly string[])[],
  vectors: readonly Float32Array[],
): Int32Array {
  const byText = new Map<string, number>();
  const byVector = new Map<string, number[]>();
  return Int32Array.from(texts, (own, row) => {
    const text = own.join('\n');
    const before = byText.get(text);
    if (before !== undefined) return before;
    const first = firstAlike(byVector, vectors, row);
    byText.set(text, first);
    return first;
  });
}

function firstAlike(byVector: Map<string, number[]>, vectors: readonly Float32Array[], row: number): number {
  const vector = vectors[row];
  if (vector === undefined) return row;
  const key = Array.from(vector.subarray(0, 4), (value) => Math.round(value * 1000)).join();
  const alike = byVector.get(key);
  if (alike === undefined) {
    byVector.set(key, [row]);
    return row;
  }
  const first = alike.find((other) =>
    vectors[other]!.every((value, i) => Math.abs(value - vector[i]!) < rounding),
  );
  if (first === undefined) alike.push(row);
  return first ?? row;
}
