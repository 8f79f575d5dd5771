import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-common';
import { EngineError } from '../core/engineError';
import { tellsOfMemory } from '../core/outOfMemory';
import { broken } from './checkpoint/safetensors';
import type { ExecutionProvider } from './device/accelerators';
import { dataOf } from './graph/graphData';
import { onnxRuntime } from './onnxRuntime';
import { workUnits } from './workUnits';

/** A tensor of a graph, row-major. */
export interface SessionTensor {
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** What a graph takes or gives under a name; `null` is a size that is known at run time only. */
export interface GraphValue {
  readonly type: string;
  readonly shape: readonly (number | null)[];
}

export interface GraphSignature {
  readonly inputs: ReadonlyMap<string, GraphValue>;
  readonly outputs: ReadonlyMap<string, GraphValue>;
}

/** An ONNX Runtime session that is opened at the first need, and again after a failure. */
export class LazySession {
  readonly #graph: () => Promise<string>;
  readonly #threads: number;
  readonly #provider: ExecutionProvider | undefined;
  #session: Promise<InferenceSession> | undefined;

  /**
   * @param graph gives the path of the graph, which may have to be built
   * @param threads of one run
   * @param provider computes what it can, the processor the rest; the processor all where none is given
   */
  constructor(graph: () => Promise<string>, threads: number, provider?: ExecutionProvider) {
    this.#graph = graph;
    this.#threads = threads;
    this.#provider = provider;
  }

  /** True as soon as somebody needed it. */
  get isOpen(): boolean {
    return this.#session !== undefined;
  }

  /** Opens the graph at the first call. */
  async signature(): Promise<GraphSignature> {
    const { inputMetadata, outputMetadata } = await this.#opened();
    return { inputs: valuesByName(inputMetadata), outputs: valuesByName(outputMetadata) };
  }

  /**
   * Runs the graph on its inputs by name. Blocks the thread meanwhile; so does the first call's opening.
   * @param outputs names of the float32 outputs that are wanted, all where none are given; an array of an output's size
   * is filled in place
   * @returns those outputs by name
   * @throws EngineError when the graph cannot be had or opened
   */
  async run(
    inputs: Readonly<Record<string, SessionTensor>>,
    outputs?: Readonly<Record<string, SessionTensor | null>>,
  ): Promise<Readonly<Record<string, Float32Array>>> {
    const session = await this.#opened();
    const { Tensor, kind } = await onnxRuntime();
    const tensor = ({ data, shape }: SessionTensor): OrtTensor =>
      data instanceof Float32Array ? new Tensor('float32', data, shape) : new Tensor('int64', data, shape);
    const feeds = mapValues(inputs, tensor);
    if (!outputs) return numbersOf(await session.run(feeds));
    // WebAssembly has a memory of its own, and what lies in it is copied in any case.
    const places = kind === 'native';
    const fetches = mapValues(outputs, (output) => (places && output ? tensor(output) : null));
    const results = numbersOf(await session.run(feeds, fetches));
    if (places) return results;
    return Object.fromEntries(
      Object.entries(results).map(([name, numbers]) => [name, filled(outputs[name], numbers)]),
    );
  }

  async dispose(): Promise<void> {
    const session = await this.#session?.catch(() => undefined);
    this.#session = undefined;
    await session?.release();
  }

  #opened(): Promise<InferenceSession> {
    return (this.#session ??= this.#open());
  }

  async #open(): Promise<InferenceSession> {
    try {
      const graph = await this.#graph();
      return await workUnits.during('opening', () => createSession(graph, this.#threads, this.#provider));
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
  }
}

function numbersOf(results: InferenceSession.OnnxValueMapType): Record<string, Float32Array> {
  return mapValues(results, (value) => (value as OrtTensor).data as Float32Array);
}

/** The array that was to be filled, where there is one. */
function filled(output: SessionTensor | null | undefined, numbers: Float32Array): Float32Array {
  if (!(output?.data instanceof Float32Array)) return numbers;
  output.data.set(numbers);
  return output.data;
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

function valuesByName(metadata: readonly InferenceSession.ValueMetadata[]): Map<string, GraphValue> {
  return new Map(
    metadata.map((value) => [
      value.name,
      value.isTensor
        ? { type: value.type, shape: value.shape.map((size) => (typeof size === 'number' ? size : null)) }
        : { type: 'no tensor', shape: [] },
    ]),
  );
}

/**
 * @param graph its path, or its bytes
 * @throws EngineError `out-of-memory`, `model-file-broken`
 */
export async function createSession(
  graph: string | Uint8Array,
  threads: number,
  provider?: ExecutionProvider,
): Promise<InferenceSession> {
  const { kind, InferenceSession, env } = await onnxRuntime();
  try {
    const options: InferenceSession.SessionOptions = {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      // Alone: with another beside it, what this build does not hold is passed over without a word.
      ...(provider && { executionProviders: [provider.provider], ...provider.options }),
      extra: {
        // Threads that spin while they wait are faster within a run; between runs they would only burn CPU.
        'session.force_spinning_stop': '1',
        // Attention's masked weights would be such numbers, with which processors are many times slower.
        'session.set_denormal_as_zero': '1',
      },
    };
    if (kind === 'wasm') {
      env.wasm.numThreads ??= threads; // of all sessions: the first one decides
      // It can neither open files nor map them.
      const { bytes, externalData } =
        typeof graph === 'string' ? await dataOf(graph) : { bytes: graph, externalData: [] };
      return await InferenceSession.create(bytes, { ...options, externalData });
    }
    return await (typeof graph === 'string'
      ? InferenceSession.create(graph, options)
      : InferenceSession.create(graph, options));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (tellsOfMemory(cause)) throw new EngineError('out-of-memory', { detail: reason }, { cause });
    throw broken(typeof graph === 'string' ? graph : 'product', reason, cause);
  }
}
