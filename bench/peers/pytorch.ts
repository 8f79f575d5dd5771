import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';
import { root } from '../folders';
import { names } from './names';
import type { Encoded, Peer } from './peer';
import { tokenizerOf } from './tokenRows';

export interface PyTorch extends Peer {
  /** For people: of torch and transformers. */
  readonly version: string;
}

const python = process.env.BENCH_PYTHON ?? 'python3';

/**
 * transformers on PyTorch in a process of its own; undefined where Python has no torch and transformers.
 * The environment's `BENCH_PYTHON` names another Python than `python3`.
 */
export async function openPyTorch(folder: string, threads: number): Promise<PyTorch | undefined> {
  if (spawnSync(python, ['-c', 'import torch, transformers']).status !== 0) return undefined;
  const tokenize = await tokenizerOf(folder);
  const child = spawn(python, [path.join(root, 'bench', 'peers', 'pytorch.py'), folder, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, HF_HUB_OFFLINE: '1' },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('PyTorch ended');
    return JSON.parse(value) as T;
  };
  const ask = async (request: object): Promise<Encoded> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { ms, embeddings } = await answer<{ ms: number; embeddings: string }>();
    return { ms, embeddings: floats(embeddings) };
  };
  const versions = await answer<{ torch: string; transformers: string }>();
  return {
    name: names.pyTorch,
    version: `torch ${versions.torch}, transformers ${versions.transformers}`,
    encodeTexts: (texts) => ask({ rows: tokenize(texts) }),
    encodeImages: (pixels, count) =>
      ask({
        count,
        pixels: Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength).toString('base64'),
      }),
  };
}

function floats(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}
