import { env as common } from 'onnxruntime-common';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import type * as Common from 'onnxruntime-common';
import type { Checkpoint } from '../core/ports';
import { noTelemetry } from '../protocol/noTelemetry';

/** ONNX Runtime, as native code or as WebAssembly: the same graphs, the same numbers but for the order of sums. */
export interface OnnxRuntime extends Pick<typeof Common, 'InferenceSession' | 'Tensor' | 'env'> {
  readonly kind: 'native' | 'wasm';
}

/** `wasm` in it takes WebAssembly where there is native code as well, which is how the two are compared. */
const choiceVariable = 'SPELLWRIGHT_RUNTIME';

let loading: Promise<OnnxRuntime> | undefined;

/**
 * The one way to ONNX Runtime, for the engine, benchmarks and tests alike: it is silenced before its native library is
 * loaded, which happens at the first call and not when a program starts. A lint rule keeps everyone else from loading it.
 * Where there is no native library for this machine, or none that can be loaded, WebAssembly takes its place.
 */
export function onnxRuntime(): Promise<OnnxRuntime> {
  // A worker's environment is a copy that native code does not see.
  if (!isMainThread)
    throw new Error('ONNX Runtime is loaded on the main thread, where it can be kept silent');
  Object.assign(process.env, noTelemetry);
  return (loading ??= load());
}

/** As a checkpoint tells of it. The native library is not loaded for that: who only counts tokens needs none of it. */
export async function runtimeHere(): Promise<Pick<Checkpoint, 'runtime'>> {
  if (loading === undefined && isNativeHere()) return {};
  const { kind } = await onnxRuntime();
  return kind === 'wasm' ? { runtime: kind } : {};
}

/** True where the native library of this machine lies beside us and its system can load it; whoever doubts tries. */
function isNativeHere(): boolean {
  const { arch, env, platform } = process;
  if (env[choiceVariable] === 'wasm') return false;
  // Alpine and others have another C library than the one that it is built for.
  const musl = `/lib/ld-musl-${arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`;
  if (platform === 'linux' && existsSync(musl)) return false;
  try {
    const folder = path.dirname(assertOurs('onnxruntime-node'));
    return existsSync(path.join(folder, 'bin', 'napi-v6', platform, arch, 'onnxruntime_binding.node'));
  } catch {
    return false;
  }
}

async function load(): Promise<OnnxRuntime> {
  if (process.env[choiceVariable] === 'wasm') return webAssembly();
  try {
    assertOurs('onnxruntime-node');
    const { InferenceSession, Tensor, env } = await import('onnxruntime-node');
    return { kind: 'native', InferenceSession, Tensor, env };
  } catch (error) {
    // A package with native parts has no WebAssembly beside them: what is wrong there is theirs.
    return webAssembly().catch(() => {
      throw error;
    });
  }
}

/**
 * Where we come without the package, Node looks for it in the folders around us, and what lies there is another program's.
 * @returns its manifest
 * @throws unless it is of our version: another has other graphs and other numbers
 */
function assertOurs(name: string): string {
  const manifest = createRequire(__filename).resolve(`${name}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
  if (version !== common.versions.common) throw new Error(`${manifest} is of version ${String(version)}`);
  return manifest;
}

/** Nothing is fetched: its two files lie in our build, or in the package where nothing is built. */
async function webAssembly(): Promise<OnnxRuntime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-web');
  const name = (ending: string): string => `ort-wasm-simd-threaded.${ending}`;
  const built = path.join(__dirname, 'web');
  const folder = existsSync(path.join(built, name('wasm')))
    ? built
    : path.dirname(createRequire(__filename).resolve(`onnxruntime-web/${name('wasm')}`));
  env.wasm.wasmBinary = await readFile(path.join(folder, name('wasm')));
  env.wasm.wasmPaths = { mjs: pathToFileURL(path.join(folder, name('mjs'))).href };
  return { kind: 'wasm', InferenceSession, Tensor, env };
}
