import { lstat, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { RepositoryCache } from './hubCache';
import { ModelError } from './modelError';
import type { RegisteredModel } from './registryFormat';

/**
 * Deletes a model's folder from the cache: all its revisions, for every program that uses the cache.
 * @returns the folder that was deleted; undefined when there was none
 * @throws ModelError `remove-refused` when that folder leads out of the cache
 */
export async function removeModel(model: RegisteredModel, cacheFolder: string): Promise<string | undefined> {
  const { folder } = new RepositoryCache(cacheFolder, model.repository);
  const found = await lstat(folder).catch(() => undefined);
  if (!found) return undefined;
  const parent = await realpath(cacheFolder);
  const isOurs = found.isDirectory() && path.dirname(await realpath(folder)) === parent;
  if (!isOurs) throw new ModelError('remove-refused', { folder });
  try {
    // Windows deletes nothing that a program is just closing.
    await rm(folder, { recursive: true, maxRetries: 5, retryDelay: 200 });
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    throw new ModelError('hub-cache-unwritable', { folder, reason: code }, { cause });
  }
  return folder;
}
