import type { InferenceSession } from 'onnxruntime-common';
import type { Accelerator, DeviceChoice } from '../../core/device';

/** How ONNX Runtime calls it, and what its sessions must be told. */
export interface ExecutionProvider {
  readonly provider: InferenceSession.ExecutionProviderConfig;
  readonly options?: Pick<InferenceSession.SessionOptions, 'enableMemPattern' | 'executionMode'>;
}

export const EXECUTION_PROVIDERS: Readonly<Record<Accelerator, ExecutionProvider>> = {
  webgpu: { provider: { name: 'webgpu' } },
  // Its documentation asks for both.
  directml: { provider: { name: 'dml' }, options: { enableMemPattern: false, executionMode: 'sequential' } },
  coreml: { provider: { name: 'coreml' } },
  cuda: { provider: { name: 'cuda' } },
};

/** In the order in which they are tried; what a platform's package does not hold is refused at once. */
const USUAL: Readonly<Partial<Record<NodeJS.Platform, readonly Accelerator[]>>> = {
  win32: ['directml', 'webgpu'],
  darwin: ['coreml', 'webgpu'],
  linux: ['cuda', 'webgpu'],
};

/** What is tried for a choice, in this order, before the processor does the work. */
export function acceleratorsFor(choice: DeviceChoice, platform: NodeJS.Platform): readonly Accelerator[] {
  if (choice === 'cpu') return [];
  return choice === 'auto' ? (USUAL[platform] ?? ['webgpu']) : [choice];
}
