import type { Checkpoint } from '../core/ports';
import { readRegistry } from './registry';
import type { ModelPlaces } from './modelPlaces';

/** The checkpoint that comes with Spellwright has no entry in the registry; it was trained on texts in both languages. */
const bundled = { id: 'mini', languages: ['en', 'ja'] } as const;

/**
 * The languages that a loaded checkpoint reads well, as BCP-47 codes: what it says itself, or what the registry says of
 * the repository that its files came from. Empty when nobody knows, as for a folder of the user's own; no warning can be
 * built on that. Never fails: whoever names a model of a broken registry is told so there.
 */
export async function checkpointLanguages(
  { id: ownId, languages, server }: Pick<Checkpoint, 'id' | 'languages' | 'server'>,
  { registries }: Pick<ModelPlaces, 'registries'>,
): Promise<readonly string[]> {
  if (languages.length > 0) return languages;
  const id = server?.checkpoint ?? ownId;
  if (id === bundled.id) return bundled.languages;
  const models = await readRegistry(registries).catch(() => []);
  return models.find(({ repository }) => repository === id)?.languages ?? [];
}
