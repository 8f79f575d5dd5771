import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { EngineError } from '../core/engineError';

/** The checkpoint that comes with Spellwright. */
export const bundledModel = 'mini';

export interface ModelPlaces {
  /** The folder `models` of the installation, absolute. */
  readonly modelsFolder: string;
  /** What a relative path is relative to, absolute; undefined where none is to be followed. */
  readonly base: string | undefined;
  /**
   * The folder of a downloaded model by its id; undefined for an unknown id.
   * Rejects with EngineError `model-not-pulled` for a known one that is not here.
   */
  readonly registered?: (id: string) => Promise<string | undefined>;
}

/**
 * The folder of a checkpoint, absolute.
 * @param model `mini`, the path of a folder, the id of a downloaded model, or undefined for the bundled one; what is
 * written as a path (`./name`) is never an id
 * @throws EngineError `model-unknown`, `model-not-pulled`
 */
export async function locateModel(model: string | undefined, places: ModelPlaces): Promise<string> {
  if (model === undefined || model === bundledModel) return join(places.modelsFolder, bundledModel);
  if (places.base !== undefined || isAbsolute(model)) {
    const folder = resolve(places.base ?? '', model);
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory()) return folder;
  }
  const downloaded = await places.registered?.(model);
  if (downloaded !== undefined) return downloaded;
  throw new EngineError('model-unknown', { model, known: bundledModel });
}
