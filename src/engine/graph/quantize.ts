import type { Linear } from '../checkpoint/clipCheckpoint';
import { readTensor } from '../checkpoint/tensorValues';

/** Layers side by side: y = (x · weight) · scale + bias. */
export interface QuantizedMatrix {
  /** `[in, out]`, row-major */
  readonly weight: Int8Array;
  /** `[out]` */
  readonly scale: Float32Array;
  /** `[out]` */
  readonly bias: Float32Array;
}

/**
 * The largest quantised weight. x86-64 without VNNI and AMX adds products with unsigned activations in pairs of 16 bits,
 * which saturate: 2 · 255 · 64 fits, so that every processor gets the same sums. That costs a bit of each weight; the
 * saturation of weights to 127 cost eight times as much (mean cosine with fp32 0.9976, against 0.9997).
 */
export const largestWeight = 64;

/**
 * Layers that read the same rows, quantised symmetrically to `-largestWeight … largestWeight`, each output channel by its
 * largest weight.
 */
export async function quantize(layers: readonly Linear[]): Promise<QuantizedMatrix> {
  const rows = inputs(layers[0]!);
  const columns = layers.reduce((total, layer) => total + outputs(layer), 0);
  const matrix = {
    weight: new Int8Array(rows * columns),
    scale: new Float32Array(columns),
    bias: new Float32Array(columns),
  };
  let first = 0;
  for (const layer of layers) {
    const floats = await readTensor(layer.weight);
    const outs = outputs(layer);
    const [rowStep, columnStep] = layer.layout === 'out-in' ? [1, rows] : [outs, 1];
    for (let column = 0; column < outs; column++) {
      const start = column * columnStep;
      let largest = 0;
      for (let row = 0; row < rows; row++)
        largest = Math.max(largest, Math.abs(floats[start + row * rowStep]!));
      matrix.scale[first + column] = largest / largestWeight;
      const inverse = largest === 0 ? 0 : largestWeight / largest;
      for (let row = 0; row < rows; row++)
        matrix.weight[row * columns + first + column] = Math.round(floats[start + row * rowStep]! * inverse);
    }
    if (layer.bias) matrix.bias.set(await readTensor(layer.bias), first);
    first += outs;
  }
  return matrix;
}

/** Elements of the rows that a layer reads. */
export function inputs({ weight: { shape }, layout }: Linear): number {
  return shape[layout === 'out-in' ? 1 : 0]!;
}

/** Elements of the rows that a layer makes. */
export function outputs({ weight: { shape }, layout }: Linear): number {
  return shape[layout === 'out-in' ? 0 : 1]!;
}
