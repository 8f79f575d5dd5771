export type ModelErrorCode =
  | 'registry-broken'
  | 'registry-unreadable'
  | 'model-unlisted'
  | 'model-unreadable'
  | 'model-absent'
  | 'offline'
  | 'endpoint-unusable'
  | 'proxy-unusable'
  | 'hub-unreachable'
  | 'hub-not-found'
  | 'hub-unauthorized'
  | 'hub-gated'
  | 'hub-busy'
  | 'hub-failed'
  | 'hub-not-a-file'
  | 'hub-redirects'
  | 'hub-other-file'
  | 'hub-no-hash'
  | 'download-cut'
  | 'download-slow'
  | 'download-corrupt'
  | 'disk-full'
  | 'hub-cache-unwritable'
  | 'cache-odd-entry'
  | 'file-damaged'
  | 'remove-refused'
  | 'picture-missing'
  | 'nothing-published';

/** Why a checkpoint could not be listed, downloaded, removed or verified. Worded in `words/models.ts`. */
export class ModelError extends Error {
  constructor(
    readonly code: ModelErrorCode,
    readonly parameters: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(parameters)}`, options);
    this.name = 'ModelError';
  }
}
