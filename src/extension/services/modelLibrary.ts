import type { Checkpoint } from '../../core/ports';
import { checkpointLanguages } from '../../models/checkpointLanguages';
import { modelPlaces, type ModelPlaces } from '../../models/modelPlaces';
import { pulledModel, type PulledModel } from '../../models/pulledModel';
import { registeredModel } from '../../models/registeredModel';
import { readRegistry } from '../../models/registry';
import type { RegisteredModel } from '../../models/registryFormat';

/** A checkpoint of the registry, and what of it is on this disk. */
export interface LibraryModel {
  readonly model: RegisteredModel;
  readonly state: PulledModel['state'];
}

/** The checkpoints that this installation and this user know. Asks the disk anew each time: other programs share it. */
export class ModelLibrary {
  readonly #languages = new Map<string, Promise<readonly string[]>>();

  /** @param modelsFolder the folder `models` of the installation, absolute */
  constructor(private readonly modelsFolder: string) {}

  get places(): ModelPlaces {
    return modelPlaces(this.modelsFolder);
  }

  /** @throws ModelError `registry-…` */
  async all(): Promise<LibraryModel[]> {
    const { registries, cacheFolder } = this.places;
    const models = await readRegistry(registries);
    return Promise.all(
      models.map(async (model) => ({ model, state: (await pulledModel(model, cacheFolder)).state })),
    );
  }

  /** See `checkpointLanguages`. Asked after every key, so the disk is asked once for each checkpoint. */
  languagesOf(checkpoint: Checkpoint): Promise<readonly string[]> {
    // Of a copy in a folder of the user's own less is known, though it holds the same.
    const key = `${checkpoint.hash} ${checkpoint.id}`;
    const known = this.#languages.get(key) ?? checkpointLanguages(checkpoint, this.places);
    this.#languages.set(key, known);
    return known;
  }

  /** Whether a checkpoint, by its own name, was trained on what people like. Never fails: nobody knows of most. */
  async isOfTaste(id: string): Promise<boolean> {
    const models = await readRegistry(this.places.registries).catch(() => []);
    return models.some(({ repository, uses }) => repository === id && uses?.includes('taste'));
  }

  /** See `registeredModel`. */
  folderOf(id: string): Promise<string | undefined> {
    return registeredModel(id, this.places);
  }
}
