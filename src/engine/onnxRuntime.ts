import { isMainThread } from 'node:worker_threads';
import type * as OnnxRuntime from 'onnxruntime-node';
import { noTelemetry } from '../protocol/noTelemetry';

/**
 * The one way to ONNX Runtime, for the engine, benchmarks and tests alike: it is silenced before its native library is
 * loaded, which happens at the first call and not when a program starts. A lint rule keeps everyone else from loading it.
 */
export async function onnxRuntime(): Promise<typeof OnnxRuntime> {
  // A worker's environment is a copy that native code does not see.
  if (!isMainThread)
    throw new Error('ONNX Runtime is loaded on the main thread, where it can be kept silent');
  Object.assign(process.env, noTelemetry);
  return import('onnxruntime-node');
}
