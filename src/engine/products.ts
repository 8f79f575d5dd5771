import type { InferenceSession } from 'onnxruntime-common';
import type { PairSums } from '../core/statistics/streamedMoments';
import { elementType } from './graph/onnxModel';
import { GraphBuilder } from './graph/graphBuilder';
import type { ModelProducts } from './model';
import { onnxRuntime } from './onnxRuntime';
import { createSession } from './session';

/** Products of matrices in 64 bits, by ONNX Runtime. Its graphs are opened at their first need. */
export class Products implements ModelProducts {
  #cosine: Promise<InferenceSession> | undefined;
  #pairs: Promise<InferenceSession> | undefined;
  /** The texts of the last call, as a column each. */
  #columns: { readonly of: readonly Float32Array[]; readonly data: Float64Array } | undefined;

  /** @param threads of one run */
  constructor(private readonly threads: number) {}

  async cosines(
    pictures: Float32Array,
    count: number,
    texts: readonly Float32Array[],
  ): Promise<Float32Array> {
    const { Tensor } = await onnxRuntime();
    const session = await (this.#cosine ??= createSession(cosineGraph(), this.threads));
    const width = pictures.length / count;
    if (this.#columns?.of !== texts) this.#columns = { of: texts, data: columnsOf(texts, width) };
    const { cosine } = await session.run({
      pictures: new Tensor('float32', pictures, [count, width]),
      texts: new Tensor('float64', this.#columns.data, [width, texts.length]),
    });
    return cosine!.data as Float32Array;
  }

  async pairSums(values: Float64Array, things: number): Promise<PairSums> {
    const { Tensor } = await onnxRuntime();
    const session = await (this.#pairs ??= createSession(pairGraph(), this.threads));
    const shape = [values.length / things, things];
    const { second, third } = await session.run({ values: new Tensor('float64', values, shape) });
    return { second: second!.data as Float64Array, third: third!.data as Float64Array };
  }

  async dispose(): Promise<void> {
    for (const opened of [this.#cosine, this.#pairs]) {
      const session = await opened?.catch(() => undefined);
      await session?.release();
    }
    this.#cosine = this.#pairs = this.#columns = undefined;
  }
}

function columnsOf(texts: readonly Float32Array[], width: number): Float64Array {
  const columns = new Float64Array(width * texts.length);
  for (const [text, vector] of texts.entries()) {
    for (let i = 0; i < width; i++) columns[i * texts.length + text] = vector[i]!;
  }
  return columns;
}

/** Sums run in 64 bits and results are stored in 32, as in `core/clip/similarity`. */
function cosineGraph(): Uint8Array {
  const graph = noWeights();
  const pictures = graph.input('pictures', 'float', ['count', 'width']);
  const texts = graph.input('texts', 'double', ['width', 'texts']);
  const wide = graph.operator('Cast', [pictures], { ints: { to: elementType.double } });
  const product = graph.operator('MatMul', [wide, texts]);
  graph.operator('Cast', [product], { ints: { to: elementType.float }, as: 'cosine' });
  graph.output('cosine', 'float', ['count', 'texts']);
  return graph.encode('cosines');
}

/** See `PairSums`. */
function pairGraph(): Uint8Array {
  const graph = noWeights();
  const values = graph.input('values', 'double', ['count', 'things']);
  const squares = graph.operator('Mul', [values, values]);
  for (const [as, rows] of [
    ['second', values],
    ['third', squares],
  ] as const) {
    graph.operator('Gemm', [rows, values], { ints: { transA: 1 }, as });
    graph.output(as, 'double', ['things', 'things']);
  }
  return graph.encode('pair sums');
}

function noWeights(): GraphBuilder {
  return new GraphBuilder((file) => file);
}
