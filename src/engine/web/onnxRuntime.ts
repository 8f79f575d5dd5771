import { InferenceSession, Tensor, env } from 'onnxruntime-web/wasm';
import type { EngineStart } from '../../protocol/webEngine';
import type * as Node from '../onnxRuntime';

/** Takes its code from the host: nothing is fetched. */
export function useRuntime({ wasm, glue, threads }: Pick<EngineStart, 'wasm' | 'glue' | 'threads'>): void {
  env.wasm.wasmBinary = wasm;
  // Threads share memory, which browsers give to isolated pages only.
  const isThreaded = glue !== undefined && threads > 1 && globalThis.crossOriginIsolated;
  env.wasm.numThreads = isThreaded ? threads : 1;
  if (isThreaded) {
    const script = new Blob([glue as Uint8Array<ArrayBuffer>], { type: 'text/javascript' });
    env.wasm.wasmPaths = { mjs: URL.createObjectURL(script) };
  }
}

/** In the worker's bundle in place of `engine/onnxRuntime.ts`. */
export const onnxRuntime: typeof Node.onnxRuntime = () =>
  Promise.resolve({ kind: 'wasm', InferenceSession, Tensor, env });

export const runtimeHere: typeof Node.runtimeHere = () => Promise.resolve({ runtime: 'wasm' });
