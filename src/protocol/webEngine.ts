import { isRecord, type Contract } from './rpc';

/**
 * The engine as a Web Worker: what a host sends it first, once. Every later message on the worker, both ways, belongs to a
 * call of `engineContract`. It fetches nothing and keeps nothing; whatever it needs comes from its host as bytes.
 */
export interface EngineStart {
  readonly kind: 'start';
  /** As the host knows it; what lies in it is asked for under this path, `/` and its name. */
  readonly modelFolder: string;
  /** Hash of the only checkpoint that it may answer by; undefined for the one that it finds. */
  readonly hash?: string;
  /** Of one run. More than one needs a page that is isolated (`crossOriginIsolated`) and `glue`. */
  readonly threads: number;
  /** `ort-wasm-simd-threaded.wasm` */
  readonly wasm: Uint8Array;
  /** `ort-wasm-simd-threaded.mjs`, which other threads run; undefined for one thread. */
  readonly glue?: Uint8Array;
  /** Where the host answers calls of `hostFilesContract`. */
  readonly files: MessagePort;
  /** Where the worker posts what it is at, a number as `beatOf` makes it, each time that this changes. */
  readonly pulse?: MessagePort;
}

/** Engine → host. */
export interface HostFilesApi {
  /** Names of the files in a folder. */
  list(params: HostPath): HostAnswer<readonly string[]>;
  /** All of a file. */
  read(params: HostPath): HostAnswer<Uint8Array>;
}

export interface HostPath {
  readonly path: string;
}

/** What cannot be read is an answer: `code` as Node names it, such as `ENOENT`. */
export type HostAnswer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string };

export function isEngineStart(value: unknown): value is EngineStart {
  return (
    isRecord(value) &&
    value.kind === 'start' &&
    typeof value.modelFolder === 'string' &&
    (value.hash === undefined || typeof value.hash === 'string') &&
    Number.isSafeInteger(value.threads) &&
    value.wasm instanceof Uint8Array &&
    (value.glue === undefined || value.glue instanceof Uint8Array) &&
    value.files instanceof MessagePort &&
    (value.pulse === undefined || value.pulse instanceof MessagePort)
  );
}

const isPath = (value: unknown): value is HostPath => isRecord(value) && typeof value.path === 'string';

const isAnswerOf =
  <T>(isValue: (value: unknown) => boolean) =>
  (value: unknown): value is HostAnswer<T> =>
    isRecord(value) && (value.ok === true ? isValue(value.value) : typeof value.code === 'string');

export const hostFilesContract: Contract<HostFilesApi> = {
  methods: {
    list: {
      params: isPath,
      result: isAnswerOf((value) => Array.isArray(value) && value.every((name) => typeof name === 'string')),
    },
    read: { params: isPath, result: isAnswerOf((value) => value instanceof Uint8Array) },
  },
  progress: (value): value is never => value === undefined,
};
