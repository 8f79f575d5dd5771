import { EngineError } from '../core/engineError';
import type { ModelPlaces } from './modelPlaces';
import { pulledModel } from './pulledModel';
import { readRegistry } from './registry';

/**
 * The folder of a model that a spell file or a setting names by its id; undefined when the registry does not know it.
 * @throws EngineError `model-not-pulled`; ModelError `registry-…`, `cache-odd-entry`
 */
export async function registeredModel(id: string, places: ModelPlaces): Promise<string | undefined> {
  const model = (await readRegistry(places.registries)).find((known) => known.id === id);
  if (!model) return undefined;
  const { folder, refused } = await pulledModel(model, places.cacheFolder);
  if (folder) return folder;
  if (refused) throw refused;
  throw new EngineError('model-not-pulled', { model: id, megabytes: model.megabytes });
}
