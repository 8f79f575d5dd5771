import { availableParallelism } from 'node:os';
import type { Embedder } from '../../core/ports';
import { defaultCacheFolder } from './cacheFolder';
import { EngineClient } from './engineClient';
import type { EngineState, Stall } from './engineState';
import { locateModel } from './modelLocation';

/** More threads than this wait for each other rather than work. */
const mostThreads = 8;

export interface EnginesOptions {
  /** The bundle of `engine/main.ts`, absolute. */
  readonly engineFile: string;
  /** The folder `models` of the installation, absolute. */
  readonly modelsFolder: string;
  /** See `ModelPlaces.registered`. */
  readonly registered?: (id: string) => Promise<string | undefined>;
  /** Threads of one native run; as many as the machine has by default. */
  readonly threads?: number;
  readonly cacheFolder?: string;
  readonly log?: (line: string) => void;
  /** Told when a checkpoint's files are no longer those that were answered by: earlier numbers are another's. */
  readonly onOutdated?: () => void;
  readonly onState?: (folder: string, state: EngineState) => void;
  /** See `EngineClientOptions`. */
  readonly stepLimitSeconds?: () => number;
  readonly onStall?: (stall: Stall) => void;
}

/** The engine of the checkpoint in use. One at a time: whoever names another checkpoint ends the one before. */
export class Engines {
  #current: { readonly folder: string; readonly client: EngineClient } | undefined;

  constructor(private readonly options: EnginesOptions) {}

  /**
   * @param base what a relative path of a model is relative to; undefined where none is to be followed
   * @throws EngineError `model-unknown`, `model-not-pulled`
   */
  async for(model: string | undefined, base: string | undefined): Promise<Embedder> {
    const { engineFile, modelsFolder, registered, onState, onOutdated, log = () => undefined } = this.options;
    const folder = await locateModel(model, { modelsFolder, base, registered });
    if (this.#current?.folder !== folder || this.#current.client.isOutdated) {
      this.dispose();
      const client = new EngineClient({
        engineFile,
        modelFolder: folder,
        cacheFolder: this.options.cacheFolder ?? defaultCacheFolder(),
        threads: this.options.threads || Math.min(availableParallelism(), mostThreads),
        stepLimitSeconds: this.options.stepLimitSeconds,
        onStall: this.options.onStall,
        log,
        onOutdated,
      });
      client.onState((state) => onState?.(folder, state));
      this.#current = { folder, client };
    }
    return this.#current.client;
  }

  /** Of the engine's process, while there is one. */
  get pid(): number | undefined {
    return this.#current?.client.pid;
  }

  dispose(): void {
    this.#current?.client.dispose();
    this.#current = undefined;
  }
}
