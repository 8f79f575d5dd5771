import { availableParallelism } from 'node:os';
import type { Embedder } from '../core/ports';
import { defaultCacheFolder } from '../engine/client/cacheFolder';
import { EngineClient } from '../engine/client/engineClient';
import { locateModel } from '../engine/client/modelLocation';

/** More threads than this wait for each other rather than work. */
const mostThreads = 8;

/** The engine of the files at hand. One at a time: files that name another checkpoint end the one before. */
export class Engines {
  #current: { readonly folder: string; readonly client: EngineClient } | undefined;

  constructor(private readonly places: { readonly engineFile: string; readonly modelsFolder: string }) {}

  /**
   * @param base what a relative path of a model is relative to
   * @throws EngineError `model-unknown`
   */
  async for(model: string | undefined, base: string): Promise<Embedder> {
    const folder = await locateModel(model, { modelsFolder: this.places.modelsFolder, base });
    if (this.#current?.folder !== folder) {
      this.dispose();
      const client = new EngineClient({
        engineFile: this.places.engineFile,
        modelFolder: folder,
        cacheFolder: defaultCacheFolder(),
        threads: Math.min(availableParallelism(), mostThreads),
        log: () => undefined, // what matters comes back as an error, with what to do
      });
      this.#current = { folder, client };
    }
    return this.#current.client;
  }

  dispose(): void {
    this.#current?.client.dispose();
    this.#current = undefined;
  }
}
