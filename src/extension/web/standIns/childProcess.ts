/**
 * `node:child_process` of a browser: the one program that is forked is the engine, which is a Web Worker here. What it asks
 * of files is answered from the editor's file systems.
 */
import { dirname, join } from 'node:path';
import type { EngineArguments } from '../../../protocol/engine';
import { portChannel } from '../../../protocol/portChannel';
import { serve, type Handlers } from '../../../protocol/rpcServer';
import {
  hostFilesContract,
  type EngineStart,
  type HostAnswer,
  type HostFilesApi,
} from '../../../protocol/webEngine';
import { pulseDescriptor } from '../../../protocol/pulse';
import { readdir, readFile } from './fsPromises';
import { Heart } from './heart';

type Listener = (...values: never[]) => void;

/** As much of a process as whoever forks the engine asks for. */
class WorkerProcess {
  readonly pid = 1;
  readonly stderr = null;
  readonly stdio: (Heart | null)[] = [];
  connected = true;
  readonly #listeners = new Map<string, Listener[]>();
  readonly #waiting: unknown[] = [];
  readonly #heart: Heart;
  #worker: Worker | undefined;
  #forget: () => void = () => undefined;

  constructor(file: string, engine: EngineArguments) {
    this.#heart = new Heart(engine.beatMs);
    this.stdio[pulseDescriptor] = this.#heart;
    this.#start(file, engine).catch((error: unknown) => this.#end(error));
  }

  send(message: unknown, _sent?: () => void): void {
    if (this.#worker) this.#worker.postMessage(message);
    else this.#waiting.push(message);
  }

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }

  /** Nothing here happens twice but messages, which are listened to for good. */
  once(event: string, listener: Listener): this {
    return this.on(event, listener);
  }

  removeAllListeners(event: string): this {
    this.#listeners.delete(event);
    return this;
  }

  disconnect(): void {
    this.#end();
  }

  kill(_signal?: string): void {
    this.#end();
  }

  async #start(file: string, { modelFolder, hash, threads }: EngineArguments): Promise<void> {
    const folder = join(dirname(file), 'web');
    const runtime = join(folder, 'ort-wasm-simd-threaded');
    const isIsolated = globalThis.crossOriginIsolated;
    const [program, wasm, glue] = await Promise.all([
      readFile(join(folder, 'engine.js')),
      readFile(`${runtime}.wasm`),
      isIsolated ? readFile(`${runtime}.mjs`) : undefined,
    ]);
    if (!this.connected) return;
    const address = URL.createObjectURL(new Blob([program as Uint8Array<ArrayBuffer>]));
    const worker = new Worker(address);
    // The extension host has its workers load the program themselves, which may be later.
    this.#forget = () => URL.revokeObjectURL(address);
    worker.onmessage = ({ data }) => this.#emit('message', data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#end(new Error(event.message));
    };
    const { port1, port2 } = new MessageChannel();
    serve(portChannel(port1), hostFilesContract, editorFiles);
    const pulse = new MessageChannel();
    pulse.port1.onmessage = ({ data }) => this.#heart.hear(data);
    const start: EngineStart = {
      kind: 'start',
      modelFolder,
      hash,
      threads: isIsolated ? threads : 1,
      wasm: wasm as Uint8Array,
      glue: glue as Uint8Array | undefined,
      files: port2,
      pulse: pulse.port2,
    };
    worker.postMessage(start, [port2, pulse.port2]);
    for (const message of this.#waiting.splice(0)) worker.postMessage(message);
    this.#worker = worker;
  }

  #end(error?: unknown): void {
    if (!this.connected) return;
    this.connected = false;
    this.#worker?.terminate();
    this.#heart.destroy();
    this.#forget();
    // Whoever ends it goes on first, as with a process.
    queueMicrotask(() => {
      if (error !== undefined) this.#emit('error', error);
      this.#emit('disconnect');
      this.#emit('exit', error === undefined ? 0 : 1, null);
    });
  }

  #emit(event: string, ...values: unknown[]): void {
    for (const listener of this.#listeners.get(event) ?? [])
      (listener as (...all: unknown[]) => void)(...values);
  }
}

/** @param parameters the engine's arguments as JSON */
export function fork(file: string, [argument]: readonly string[]): WorkerProcess {
  return new WorkerProcess(file, JSON.parse(argument!) as EngineArguments);
}

const editorFiles: Handlers<HostFilesApi, never> = {
  list: ({ path }) => answer(readdir(path) as Promise<string[]>),
  read: ({ path }) => answer(readFile(path) as Promise<Uint8Array>),
};

async function answer<T>(asked: Promise<T>): Promise<HostAnswer<T>> {
  try {
    return { ok: true, value: await asked };
  } catch (error) {
    return { ok: false, code: (error as NodeJS.ErrnoException).code ?? 'EIO' };
  }
}
