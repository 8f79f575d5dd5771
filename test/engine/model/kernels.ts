import { ExportGraph } from '../../../bench/checkpoint/exportGraph';
import { onnxRuntime } from '../../../src/engine/onnxRuntime';

/**
 * How a processor adds up products of unsigned and signed bytes. With VNNI or AMX, and on ARM, sums are exact. Without,
 * x86-64 adds neighbouring products in pairs (VPMADDUBSW), and what leaves 16 bits becomes the largest or smallest
 * number that they hold.
 */
export type Kernels = 'exact' | 'saturating';

/** What rows of bytes give with a matrix on this processor. @param weights row-major, `[rows of it, columns]` */
export async function product(
  bytes: Uint8Array,
  weights: Int8Array,
  columns: number,
): Promise<readonly number[]> {
  const { InferenceSession, Tensor } = await onnxRuntime();
  const inner = weights.length / columns;
  const graph = new ExportGraph();
  const x = graph.input('x', 'uint8', ['rows', inner]);
  const matrix = graph.bytes('weights', [inner, columns], weights);
  graph.output('y', graph.operator('MatMulInteger', [x, matrix]), 'int32', ['rows', columns]);
  const session = await InferenceSession.create(graph.encode('product'));
  const { y } = await session.run({ x: new Tensor('uint8', bytes, [bytes.length / inner, inner]) });
  await session.release();
  return Array.from(y!.data as Int32Array);
}

/** The same by arithmetic. */
export function exactProduct(bytes: Uint8Array, weights: Int8Array, columns: number): readonly number[] {
  const inner = weights.length / columns;
  return Array.from({ length: (bytes.length / inner) * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += bytes[row * inner + k]! * weights[k * columns + column]!;
    return sum;
  });
}

/** Found out with the largest numbers that there are, so that it holds where the system's list of features does not. */
export async function kernelsHere(): Promise<Kernels> {
  const [inner, columns] = [64, 32];
  const bytes = new Uint8Array(inner).fill(255);
  const [first] = await product(bytes, new Int8Array(inner * columns).fill(127), columns);
  return first === inner * 255 * 127 ? 'exact' : 'saturating';
}
