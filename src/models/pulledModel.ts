import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { RepositoryCache } from './hubCache';
import type { RegisteredFile, RegisteredModel } from './registryFormat';

/** What of a model is on this disk. */
export interface PulledModel {
  readonly state: 'pulled' | 'partial' | 'absent';
  /** The snapshot, once every file is there: what the engine loads. */
  readonly folder?: string;
  /** The commit of the snapshot. */
  readonly commit?: string;
}

/** Looks a model up in the cache; asks nobody. A file whose size is not the pinned one counts as missing. */
export async function pulledModel(model: RegisteredModel, cacheFolder: string): Promise<PulledModel> {
  const cache = new RepositoryCache(cacheFolder, model.repository);
  const commit = model.revision ?? (await refOf(cache, 'main'));
  if (commit === undefined) return { state: 'absent' };
  const folder = cache.snapshot(commit);
  const there = await Promise.all(model.files.map((file) => isThere(folder, file)));
  if (there.every(Boolean)) return { state: 'pulled', folder, commit };
  const begun = there.some(Boolean) || (await stat(path.dirname(cache.blob('x'))).catch(() => undefined));
  return { state: begun ? 'partial' : 'absent', commit };
}

async function refOf(cache: RepositoryCache, revision: string): Promise<string | undefined> {
  const text = await readFile(cache.ref(revision), 'utf8').catch(() => '');
  return /^[0-9a-f]{40}$/.exec(text.trim())?.[0];
}

async function isThere(folder: string, file: RegisteredFile): Promise<boolean> {
  const found = await stat(path.join(folder, file.name)).catch(() => undefined);
  return found?.isFile() === true && (file.size === undefined || found.size === file.size);
}
