/** What can go wrong between a request and its embedding. Worded in `words/engine.ts`. */
export type EngineErrorCode =
  | 'model-unknown'
  | 'model-not-pulled'
  | 'model-folder-missing'
  | 'model-file-missing'
  | 'model-file-empty'
  | 'model-file-pointer'
  | 'model-file-broken'
  | 'model-unsupported'
  | 'places-unsupported'
  | 'attention-unsupported'
  | 'model-key-unknown'
  | 'model-pattern-unbounded'
  | 'out-of-memory'
  | 'nowhere-writable'
  | 'model-changed'
  | 'model-changing'
  | 'engine-crashed'
  | 'engine-start-failed'
  | 'engine-stuck'
  | 'engine-stopped'
  | 'cache-unwritable'
  | 'server-address-unusable'
  | 'server-unreachable'
  | 'server-certificate'
  | 'server-unauthorized'
  | 'server-redirects'
  | 'server-busy'
  | 'server-slow'
  | 'server-token-unusable'
  | 'server-failed'
  | 'server-answer'
  | 'server-model-unknown'
  | 'server-other-checkpoint'
  | 'server-changing'
  | 'server-only-embeds'
  | 'internal';

/** An expected failure, safe to show: a code and its parameters, never a bare sentence. */
export class EngineError extends Error {
  constructor(
    readonly code: EngineErrorCode,
    readonly parameters: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(parameters)}`, options);
    this.name = 'EngineError';
  }
}
