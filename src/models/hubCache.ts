import { homedir } from 'node:os';
import path from 'node:path';

/**
 * The folder in which huggingface_hub keeps what it downloads, so that a checkpoint is on disk once for all programs.
 * An empty variable counts as unset. Source: huggingface_hub, "Environment variables" and "Understand caching".
 */
export function hubCacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  const named = environment.HF_HUB_CACHE || environment.HUGGINGFACE_HUB_CACHE;
  return named ? expanded(named, home) : path.join(huggingFaceHome(environment, home), 'hub');
}

/** `HF_HOME`: where also the token of `hf auth login` lies. */
export function huggingFaceHome(environment: NodeJS.ProcessEnv, home: string): string {
  if (environment.HF_HOME) return expanded(environment.HF_HOME, home);
  const caches = environment.XDG_CACHE_HOME
    ? expanded(environment.XDG_CACHE_HOME, home)
    : path.join(home, '.cache');
  return path.join(caches, 'huggingface');
}

function expanded(folder: string, home: string): string {
  return path.resolve(folder.replace(/^~(?=$|[/\\])/, () => home));
}

/** The places of one repository in the cache. */
export class RepositoryCache {
  /** `hub/models--organisation--name`. */
  readonly folder: string;

  constructor(
    readonly cacheFolder: string,
    repository: string,
  ) {
    this.folder = path.join(cacheFolder, `models--${repository.replace('/', '--')}`);
  }

  /** A file's content, under its ETag: SHA-256 for large files, the id of the git blob for small ones. */
  blob(etag: string): string {
    return path.join(this.folder, 'blobs', etag);
  }

  /** What a branch pointed to when it was last asked. */
  ref(revision: string): string {
    return path.join(this.folder, 'refs', revision);
  }

  /** The repository as it was at a commit: links to blobs. */
  snapshot(commit: string): string {
    return path.join(this.folder, 'snapshots', commit);
  }

  lock(etag: string): string {
    return path.join(this.cacheFolder, '.locks', path.basename(this.folder), `${etag}.spellwright.lock`);
  }
}
