import { EngineError } from '../../core/engineError';
import { broken } from '../checkpoint/safetensors';
import type { GraphSignature, LazySession, SessionTensor } from '../session';
import { unitEmbedding } from '../unitEmbedding';

/** A graph of an export that gives embeddings, its only output. */
export interface OpenGraph {
  /** The file it comes from. */
  readonly path: string;
  readonly session: LazySession;
  readonly signature: GraphSignature;
  /** Its quantisation scales depend on everything in a batch, so a batch must hold one thing. */
  readonly oneAtATime: boolean;
}

/**
 * Sizes of a graph's input, `null` where it takes any.
 * @param others inputs that it may have besides
 * @throws EngineError `model-file-broken`, `model-unsupported` where the graph asks for something else
 */
export function inputShape(
  { path, signature }: OpenGraph,
  name: string,
  type: string,
  dimensions: number,
  others: readonly string[] = [],
): readonly (number | null)[] {
  const input = signature.inputs.get(name);
  if (input?.shape.length !== dimensions) throw broken(path, `its graph takes no ${name} as it should`);
  if (input.type !== type) {
    throw new EngineError('model-unsupported', { kind: `ONNX input ${name} of type ${input.type}` });
  }
  for (const other of signature.inputs.keys()) {
    if (other !== name && !others.includes(other)) {
      throw new EngineError('model-unsupported', { kind: `ONNX input ${other}` });
    }
  }
  for (const output of signature.outputs.values()) {
    if (output.type === 'float32') continue;
    throw new EngineError('model-unsupported', { kind: `ONNX output of type ${output.type}` });
  }
  return input.shape;
}

/** How many of `wanted` things a run may take. */
export function perRun({ signature, oneAtATime }: OpenGraph, input: string, wanted: number): number {
  const takesAnyNumber = signature.inputs.get(input)!.shape[0] === null;
  return takesAnyNumber && !oneAtATime ? Math.max(1, wanted) : 1;
}

/**
 * Unit-length embeddings of `count` things.
 * @throws EngineError `model-file-broken` where the graph fails or gives something else
 */
export async function runGraph(
  { path, session }: OpenGraph,
  feeds: Readonly<Record<string, SessionTensor>>,
  count: number,
): Promise<Float32Array[]> {
  const data = await session.run(feeds).then(
    (outputs) => Object.values(outputs)[0]!,
    (cause: unknown) => {
      if (cause instanceof EngineError) throw cause;
      throw broken(path, cause instanceof Error ? cause.message : String(cause), cause);
    },
  );
  const width = data.length / count;
  if (!Number.isInteger(width)) throw broken(path, 'it gives another number of embeddings than it was given');
  return Array.from({ length: count }, (_, i) =>
    unitEmbedding(data.subarray(i * width, (i + 1) * width), path),
  );
}
