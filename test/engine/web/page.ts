/** Runs in the page of `webEngine.test.ts`: a host of the engine's worker whose files come from the test's server. */
import { startWebEngine } from '../../../src/client/webEngine';
import type { Alpha, Precision, Progress } from '../../../src/core/ports';
import type { EngineApi } from '../../../src/protocol/engine';
import type { RpcClient } from '../../../src/protocol/rpcClient';
import type { HostAnswer } from '../../../src/protocol/webEngine';

/** As arrays: a page sends no others to its test. */
type PictureOutcome =
  | { readonly ok: true; readonly embedding: readonly number[] }
  | { readonly ok: false; readonly code: string };

let engine: RpcClient<EngineApi, Progress>;

async function answer<T>(url: string, read: (response: Response) => Promise<T>): Promise<HostAnswer<T>> {
  const response = await fetch(url);
  return response.ok ? { ok: true, value: await read(response) } : { ok: false, code: 'ENOENT' };
}

const bytesOf = async (response: Response): Promise<Uint8Array> =>
  new Uint8Array(await response.arrayBuffer());

const fileBytes = async (name: string): Promise<Uint8Array> => bytesOf(await fetch(`/file/dist/web/${name}`));

const page = {
  async start(modelFolder: string, threads: number): Promise<unknown> {
    const script = await fileBytes('engine.js');
    // From a blob, as editors start the workers of extensions.
    const url = URL.createObjectURL(
      new Blob([script as Uint8Array<ArrayBuffer>], { type: 'text/javascript' }),
    );
    const worker = new Worker(url);
    engine = startWebEngine(
      worker,
      {
        modelFolder,
        threads,
        wasm: await fileBytes('ort-wasm-simd-threaded.wasm'),
        ...(threads > 1 && { glue: await fileBytes('ort-wasm-simd-threaded.mjs') }),
      },
      {
        list: ({ path }) => answer(`/names${path}`, (response) => response.json() as Promise<string[]>),
        read: ({ path }) => answer(`/file${path}`, bytesOf),
      },
    );
    const began = performance.now();
    const checkpoint = await engine.call('checkpoint', null);
    return { checkpoint, isolated: globalThis.crossOriginIsolated, ms: performance.now() - began };
  },
  async texts(texts: readonly string[], precision: Precision): Promise<number[][]> {
    const { items } = await engine.call('embedTexts', { texts, precision, priority: 'visible' });
    return items.map(({ embedding }) => [...embedding]);
  },
  async pictures(paths: readonly string[], alpha: Alpha): Promise<readonly PictureOutcome[]> {
    const { items } = await engine.call('embedImages', { paths, alpha, priority: 'visible' });
    return items.map((item) => (item.ok ? { ok: true, embedding: [...item.embedding] } : item));
  },
  device: async (): Promise<unknown> => (await engine.call('device', { choosing: 'now' })).items[0],
};

export type Page = typeof page;
Object.assign(globalThis, { page });
