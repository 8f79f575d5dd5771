import { isGitId, isSha256, type ExpectedFile } from './fileHash';
import type { HubConnection } from './hubConnection';
import { ModelError } from './modelError';
import type { RegisteredFile, RegisteredModel } from './registryFormat';

/** What the hub says of a file, and what the registry pins. */
export interface RemoteFile extends ExpectedFile {
  readonly name: string;
  /** The commit that the asked revision is. */
  readonly commit: string;
}

/**
 * Asks the hub what a file is, without its content.
 * @param revision a branch or a commit
 * @throws ModelError `hub-…`, `offline`; `hub-other-file` when it is not what the registry pins; `hub-no-hash` when
 * neither says a hash that could be checked
 */
export async function remoteFile(
  hub: HubConnection,
  model: RegisteredModel,
  revision: string,
  file: RegisteredFile,
  signal?: AbortSignal,
): Promise<RemoteFile> {
  const url = hub.fileUrl(model.repository, revision, file.name);
  const { headers, body } = await hub.ask(url, {
    method: 'HEAD',
    signal,
    stopBeforeLeaving: (found) => found.has('x-linked-etag'),
  });
  body.resume();
  const about = { file: file.name, host: url.host };
  const etag = (headers.get('x-linked-etag') ?? headers.get('etag') ?? '')
    .replace(/^W\//, '')
    .replace(/"/g, '');
  const commit = headers.get('x-repo-commit') ?? '';
  const size = Number(headers.get('x-linked-size') ?? headers.get('content-length') ?? NaN);
  // A login page of a network, or a server that is no hub, says none of these.
  if (!isGitId(commit) || !Number.isSafeInteger(size) || size < 0) {
    throw new ModelError('hub-not-a-file', about);
  }
  const stated = isSha256(etag) ? etag : undefined;
  const differs =
    (file.size !== undefined && file.size !== size) ||
    (file.sha256 !== undefined && stated !== undefined && file.sha256 !== stated) ||
    (model.revision !== undefined && model.revision !== commit);
  if (differs) throw new ModelError('hub-other-file', { ...about, repository: model.repository });
  const sha256 = file.sha256 ?? stated;
  // The ETag of another kind of server says nothing of the content, and must not become the name of a file.
  const name = stated ?? (isGitId(etag) ? etag : sha256);
  if (name === undefined) throw new ModelError('hub-no-hash', { ...about, repository: model.repository });
  return { name: file.name, etag: name, size, sha256, commit };
}
