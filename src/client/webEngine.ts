import type { Progress } from '../core/ports';
import { engineContract, type EngineApi } from '../protocol/engine';
import { portChannel } from '../protocol/portChannel';
import { RpcClient } from '../protocol/rpcClient';
import { serve } from '../protocol/rpcServer';
import { hostFilesContract, type EngineStart, type HostFilesApi } from '../protocol/webEngine';
import type { Handlers } from '../protocol/rpcServer';

/** Answers what the engine asks for of its host. */
export type HostFiles = Handlers<HostFilesApi, never>;

/**
 * Starts the engine in a Web Worker that runs `dist/web/engine.js`. It ends with the worker.
 * @returns what asks it
 */
export function startWebEngine(
  worker: Worker,
  options: Omit<EngineStart, 'kind' | 'files'>,
  files: HostFiles,
): RpcClient<EngineApi, Progress> {
  const { port1, port2 } = new MessageChannel();
  serve(portChannel(port1), hostFilesContract, files);
  const start: EngineStart = { kind: 'start', ...options, files: port2 };
  worker.postMessage(start, [port2]);
  return new RpcClient(portChannel(worker), engineContract);
}
