import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { RepositoryCache } from './hubCache';
import type { ModelError } from './modelError';
import { kindOf, lstatOf, oddEntry, readPlainText } from './plainFiles';
import type { RegisteredFile, RegisteredModel } from './registryFormat';

/** What of a model is on this disk. */
export interface PulledModel {
  readonly state: 'pulled' | 'partial' | 'absent';
  /** The snapshot, once every file is there: what the engine loads. */
  readonly folder?: string;
  /** The commit of the snapshot. */
  readonly commit?: string;
  /** `cache-odd-entry`: a file leads out of the model's folder, or is none. Nothing of the model is used then. */
  readonly refused?: ModelError;
}

/** Looks a model up in the cache; asks nobody. A file whose size is not the pinned one counts as missing. */
export async function pulledModel(model: RegisteredModel, cacheFolder: string): Promise<PulledModel> {
  const cache = new RepositoryCache(cacheFolder, model.repository);
  const commit = model.revision ?? (await refOf(cache, 'main'));
  if (commit === undefined) return { state: 'absent' };
  const folder = cache.snapshot(commit);
  const places = await Promise.all(model.files.map((file) => lookUp(cache, commit, file)));
  const refused = places.find(({ refused: why }) => why)?.refused;
  if (refused) return { state: 'partial', commit, refused };
  if (places.every(({ isThere }) => isThere)) return { state: 'pulled', folder, commit };
  const blobs = path.dirname(cache.blob('x'));
  const begun = places.some(({ isThere }) => isThere) || (await lstatOf(blobs).catch(() => undefined));
  return { state: begun ? 'partial' : 'absent', commit };
}

async function refOf(cache: RepositoryCache, revision: string): Promise<string | undefined> {
  const text = await readPlainText(cache.ref(revision), 100);
  return /^[0-9a-f]{40}$/.exec(text.trim())?.[0];
}

interface Place {
  readonly isThere: boolean;
  readonly refused?: ModelError;
}

async function lookUp(
  cache: RepositoryCache,
  commit: string,
  { name, size }: RegisteredFile,
): Promise<Place> {
  const pointer = path.join(cache.snapshot(commit), name);
  try {
    const target = await snapshotTarget(cache, commit, name);
    if (target === undefined) return { isThere: false, refused: oddEntry(pointer, 'link') };
    const found = await stat(target);
    if (!found.isFile()) return { isThere: false, refused: oddEntry(pointer, kindOf(found)) };
    return { isThere: size === undefined || found.size === size };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ELOOP') return { isThere: false, refused: oddEntry(pointer, 'link', error) };
    return { isThere: false };
  }
}

/**
 * Where a file of a snapshot really lies: among the repository's blobs, or in the snapshot itself where a system has
 * no links.
 * @returns undefined when it leads to another place
 * @throws errors of the file system, `ENOENT` among them
 */
export async function snapshotTarget(
  cache: RepositoryCache,
  commit: string,
  name: string,
): Promise<string | undefined> {
  const [target, home] = await Promise.all([
    realpath(path.join(cache.snapshot(commit), name)),
    realpath(cache.folder),
  ]);
  const homes = [path.join(home, 'blobs'), path.join(home, 'snapshots', commit)];
  return homes.some((each) => target.startsWith(each + path.sep)) ? target : undefined;
}
