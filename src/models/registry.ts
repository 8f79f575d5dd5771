import { isGitLfsPointer } from '../core/gitLfs';
import { ModelError } from './modelError';
import { readSmallFile } from './plainFiles';
import { registryBroken } from './registryFault';
import { parseRegistry, type RegisteredModel } from './registryFormat';

/** The registry that comes with Spellwright lies in the folder `models` of the installation under this name. */
export const registryFile = 'registry.json';

/** More than a thousand models in one file are a mistake. */
const maxBytes = 4 * 1024 * 1024;

export interface RegistrySource {
  readonly path: string;
  /** A file that may be missing: the user's own. */
  readonly optional?: boolean;
}

/**
 * Reads registries in order. A model of a later one takes the place of one with the same id, so that a user's file
 * can pin another revision.
 * @throws ModelError `registry-unreadable`, `registry-broken`
 */
export async function readRegistry(sources: readonly RegistrySource[]): Promise<RegisteredModel[]> {
  const models = new Map<string, RegisteredModel>();
  for (const { path, optional } of sources) {
    const text = await readText(path, optional ?? false);
    if (text === undefined) continue;
    for (const model of parseRegistry(text, path)) models.set(model.id, model);
  }
  return [...models.values()];
}

/** @throws ModelError `model-unlisted` */
export function findModel(models: readonly RegisteredModel[], id: string): RegisteredModel {
  const model = models.find((candidate) => candidate.id === id);
  if (model) return model;
  throw new ModelError('model-unlisted', { model: id, known: models.map((known) => known.id).join(', ') });
}

async function readText(path: string, optional: boolean): Promise<string | undefined> {
  try {
    const bytes = await readSmallFile(path, maxBytes);
    const standIn = bytes.length === 0 ? 'empty' : isGitLfsPointer(bytes) ? 'pointer' : undefined;
    if (standIn) throw registryBroken(path, standIn);
    return bytes.toString('utf8');
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    if (code === 'EFBIG') throw registryBroken(path, 'too-large', {}, { cause });
    if (optional && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
    throw new ModelError('registry-unreadable', { path, reason: code }, { cause });
  }
}
