import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isGitId, isSha256, type CheckedFiles, type ExpectedFile } from './fileHash';
import { RepositoryCache } from './hubCache';
import { snapshotTarget, type PulledModel } from './pulledModel';
import type { RegisteredFile, RegisteredModel } from './registryFormat';

export interface DamagedFile {
  readonly file: string;
  /** Where it lies. */
  readonly path: string;
}

export interface CheckOptions {
  readonly cacheFolder: string;
  readonly checked: CheckedFiles;
  readonly signal?: AbortSignal;
  /** Called before each file. */
  readonly onFile?: (file: string) => void;
}

/**
 * Hashes the files of a model that is here, and asks nobody. Each is held to the SHA-256 that the registry pins, and to
 * the name of its blob, which is its hash. What has neither (an unpinned file where the system knows no links) was
 * checked when it came, and is taken.
 * @returns the first file that is not what it should be
 * @throws ModelError `cache-odd-entry`; the signal's reason, errors of the file system
 */
export async function damagedFile(
  model: RegisteredModel,
  { commit }: PulledModel,
  { cacheFolder, checked, signal, onFile }: CheckOptions,
): Promise<DamagedFile | undefined> {
  const cache = new RepositoryCache(cacheFolder, model.repository);
  for (const file of model.files) {
    const target = commit && (await snapshotTarget(cache, commit, file.name));
    if (!target) continue; // missing, or named by `pulledModel`
    const expected = expectedOf(file, target, (await stat(target)).size);
    if (!expected) continue;
    onFile?.(file.name);
    if (!(await checked.isIntact(target, expected, signal))) return { file: file.name, path: target };
  }
  return undefined;
}

function expectedOf(
  { size, sha256 }: RegisteredFile,
  target: string,
  found: number,
): ExpectedFile | undefined {
  const name = path.basename(target);
  const etag =
    path.basename(path.dirname(target)) === 'blobs' && (isSha256(name) || isGitId(name)) ? name : '';
  return sha256 || etag ? { size: size ?? found, sha256, etag } : undefined;
}
