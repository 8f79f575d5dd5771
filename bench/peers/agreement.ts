/**
 * Smallest cosine between two sets of embeddings, row by row: that those who are compared compute the same.
 * @param a `[rows, width]`, row-major, of any length
 */
export function worstCosine(a: Float32Array, b: Float32Array, rows: number): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers are not ${b.length}`);
  const width = a.length / rows;
  let worst = 1;
  for (let row = 0; row < rows; row++) {
    let [ab, aa, bb] = [0, 0, 0];
    for (let i = row * width; i < (row + 1) * width; i++) {
      ab += a[i]! * b[i]!;
      aa += a[i]! * a[i]!;
      bb += b[i]! * b[i]!;
    }
    worst = Math.min(worst, ab / Math.sqrt(aa * bb));
  }
  return worst;
}
