/**
 * What CLIP does with two unit vectors (Radford et al. 2021, figure 3): similarity is a dot product, and a softmax over
 * similarities times the checkpoint's logit scale tells which of several candidates fits. Matrices are row-major; sums run
 * in 64 bits and results are stored in 32.
 */

/** Dot product of two vectors of the same length: their cosine when both have unit length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Whether a vector can be brought to unit length: it is not all zeros, and holds neither NaN nor infinity. */
export function hasDirection(vector: Float32Array): boolean {
  const square = dot(vector, vector);
  return square > 0 && Number.isFinite(square);
}

/** The vector at unit length; undefined when it has none (all zeros) or holds NaN or infinity: no direction, no score. */
export function normalized(vector: Float32Array): Float32Array | undefined {
  if (!hasDirection(vector)) return undefined;
  const length = Math.sqrt(dot(vector, vector));
  const unit = new Float32Array(vector.length);
  for (let i = 0; i < unit.length; i++) unit[i] = vector[i]! / length;
  return unit;
}

/**
 * The embedding of a prompt written in several templates: the mean of the unit vectors at unit length
 * (Radford et al. 2021, section 3.1.4). Undefined when there is none, or when they cancel each other.
 */
export function ensemble(vectors: readonly Float32Array[]): Float32Array | undefined {
  const [first] = vectors;
  if (first === undefined) return undefined;
  const sum = new Float64Array(first.length);
  for (const vector of vectors) {
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + vector[i]!;
  }
  const mean = new Float32Array(sum.length);
  for (let i = 0; i < mean.length; i++) mean[i] = sum[i]! / vectors.length;
  return normalized(mean);
}

/** Of a row with thousands of columns, so many cosines are a step: half a millisecond. */
const mostInStep = 512;

/** cos(row, column) of unit vectors, `rows × columns`; one row a step, or a part of a long one. */
export function* cosines(
  rows: readonly Float32Array[],
  columns: readonly Float32Array[],
): Generator<void, Float32Array> {
  const matrix = new Float32Array(rows.length * columns.length);
  let at = 0;
  for (const row of rows) {
    for (const column of columns) {
      matrix[at++] = dot(row, column);
      if (at % mostInStep === 0) yield;
    }
    yield;
  }
  return matrix;
}

/**
 * Softmax of `scale · matrix` over the rows of each column: p(prompt | image) when rows are prompts and columns images.
 * A logit bias is the same for every pair and cancels. Each column sums to 1;
 * one column a step.
 */
export function* softmaxOverRows(
  matrix: Float32Array,
  columns: number,
  scale: number,
): Generator<void, Float32Array> {
  const result = new Float32Array(matrix.length);
  for (let column = 0; column < columns; column++) {
    softmax(matrix, result, column, columns, matrix.length, scale);
    yield;
  }
  return result;
}

/** Softmax of `scale · matrix` over the columns of each row: p(image | prompt). Each row sums to 1; one row a step. */
export function* softmaxOverColumns(
  matrix: Float32Array,
  columns: number,
  scale: number,
): Generator<void, Float32Array> {
  const result = new Float32Array(matrix.length);
  for (let row = 0; row < matrix.length; row += columns) {
    softmax(matrix, result, row, 1, row + columns, scale);
    yield;
  }
  return result;
}

/** Softmax over the elements `start, start + step, … < end`; the largest is subtracted first, so that nothing overflows. */
function softmax(
  from: Float32Array,
  to: Float32Array,
  start: number,
  step: number,
  end: number,
  scale: number,
): void {
  let largest = -Infinity;
  for (let i = start; i < end; i += step) largest = Math.max(largest, from[i]!);
  let sum = 0;
  for (let i = start; i < end; i += step) sum += Math.exp((from[i]! - largest) * scale);
  for (let i = start; i < end; i += step) to[i] = Math.exp((from[i]! - largest) * scale) / sum;
}
