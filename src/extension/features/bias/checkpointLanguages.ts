import type { Checkpoint } from '../../../core/ports';
import { bundledModel } from '../../../engine/client/modelLocation';
import type { ModelLibrary } from '../../services/modelLibrary';

/** What the checkpoint that comes with Spellwright was trained on. */
const bundledLanguages = ['en'];

/**
 * The languages that a checkpoint reads well, as BCP-47 codes: what it says itself, or what the registry says of it.
 * Empty when nobody knows: a folder of the user's own.
 */
export async function checkpointLanguages(
  { id, languages }: Pick<Checkpoint, 'id' | 'languages'>,
  library: Pick<ModelLibrary, 'all'>,
): Promise<readonly string[]> {
  if (languages.length > 0) return languages;
  if (id === bundledModel) return bundledLanguages;
  // Who opens the list of checkpoints is told what is wrong with a registry.
  const known = await library.all().catch(() => []);
  return known.find(({ model }) => model.repository === id)?.model.languages ?? [];
}
