import type { InferenceSession as Session, Tensor as OrtTensor } from 'onnxruntime-node';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { onnxRuntime } from '../../src/engine/onnxRuntime';
import { ExportGraph } from '../checkpoint/exportGraph';
import type { Contestant } from '../method/interleave';

/** What this machine does at best, through the same library: measured in the rounds of the case it is compared with. */
export interface Ceiling extends Contestant {
  /** Operations, or bytes read, of one sample. */
  readonly work: number;
}

export const ceilingNames = {
  product: 'ceiling: float32 matrix product',
  bytesProduct: 'ceiling: 8-bit matrix product',
  vector: 'ceiling: float32 matrix times vector',
} as const;

export interface Ceilings {
  readonly product: Ceiling;
  readonly bytesProduct: Ceiling;
  readonly vector: Ceiling;
}

/** Rows and columns of the large products. */
const side = 2048;
/** Matrices of the chain, 151 MB as in ViT-B/32's text tower: more than any cache holds. */
const [links, linkSide] = [36, 1024];

export async function openCeilings(threads: number): Promise<Ceilings> {
  const { InferenceSession, Tensor } = await onnxRuntime();
  const random = seededRandom(2);
  const open = (graph: ExportGraph): Promise<Session> =>
    InferenceSession.create(graph.encode('ceiling'), {
      intraOpNumThreads: threads,
      extra: { 'session.force_spinning_stop': '1' },
    });
  const floats = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() - 0.5);
  const signed = Int8Array.from({ length: side * side }, () => random() * 255 - 127);

  const sessions = [
    await open(floatProduct(floats(side * side))),
    await open(bytesProduct(signed)),
    await open(vectorChain(() => floats(linkSide * linkSide))),
  ] as const;
  const run = async (i: 0 | 1 | 2, x: OrtTensor): Promise<void> => void (await sessions[i].run({ x }));
  const matrix = new Tensor('float32', floats(side * side), [side, side]);
  const bytes = new Tensor('uint8', Uint8Array.from(signed), [side, side]);
  const vector = new Tensor('float32', floats(linkSide), [1, linkSide]);
  return {
    product: { name: ceilingNames.product, work: 2 * side ** 3, run: () => run(0, matrix) },
    bytesProduct: { name: ceilingNames.bytesProduct, work: 2 * side ** 3, run: () => run(1, bytes) },
    vector: { name: ceilingNames.vector, work: 4 * links * linkSide ** 2, run: () => run(2, vector) },
  };
}

function floatProduct(weights: Float32Array): ExportGraph {
  const graph = new ExportGraph();
  const x = graph.input('x', 'float', ['rows', side]);
  const product = graph.operator('MatMul', [x, graph.floats('weights', [side, side], weights)]);
  graph.output('y', product, 'float', ['rows', side]);
  return graph;
}

function bytesProduct(weights: Int8Array): ExportGraph {
  const graph = new ExportGraph();
  const x = graph.input('x', 'uint8', ['rows', side]);
  const product = graph.operator('MatMulInteger', [x, graph.bytes('weights', [side, side], weights)]);
  graph.output('y', product, 'int32', ['rows', side]);
  return graph;
}

function vectorChain(weights: () => Float32Array): ExportGraph {
  const graph = new ExportGraph();
  let x = graph.input('x', 'float', ['rows', linkSide]);
  for (let i = 0; i < links; i++)
    x = graph.operator('MatMul', [x, graph.floats(`weights ${i}`, [linkSide, linkSide], weights())]);
  graph.output('y', x, 'float', ['rows', linkSide]);
  return graph;
}
