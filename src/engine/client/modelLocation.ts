import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EngineError } from '../../core/engineError';

/** The checkpoint that comes with Spellwright. */
export const bundledModel = 'mini';

export interface ModelPlaces {
  /** The folder `models` of the installation, absolute. */
  readonly modelsFolder: string;
  /** What a relative path is relative to, absolute. */
  readonly base: string;
}

/**
 * The folder of a checkpoint, absolute.
 * @param model `mini`, the path of a folder, or undefined for the bundled one
 * @throws EngineError `model-unknown`
 */
export async function locateModel(model: string | undefined, places: ModelPlaces): Promise<string> {
  if (model === undefined || model === bundledModel) return join(places.modelsFolder, bundledModel);
  const folder = resolve(places.base, model);
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return folder;
  throw new EngineError('model-unknown', { model, known: bundledModel });
}
