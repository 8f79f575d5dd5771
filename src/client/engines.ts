import { availableParallelism, totalmem } from 'node:os';
import type { DeviceChoice } from '../core/device';
import type { PictureReader } from '../core/ports';
import { defaultCacheFolder } from './cacheFolder';
import { EngineClient, type ServerToAsk } from './engineClient';
import type { EngineState, Stall } from './engineState';
import { bundledModel, locateModel } from './modelLocation';
import { Seats } from './process/seats';

/** More threads than this wait for each other rather than work. */
const mostThreads = 8;

/** A checkpoint of ViT-L/14's size takes 2 GB in its engine, and the editor, the browser and others want the rest. */
const muchMemory = 12 * 2 ** 30;

export interface EnginesOptions {
  /** The bundle of `engine/main.ts`, absolute. */
  readonly engineFile: string;
  /** The folder `models` of the installation, absolute. */
  readonly modelsFolder: string;
  /** See `ModelPlaces.registered`. */
  readonly registered?: (id: string) => Promise<string | undefined>;
  /** Threads of one native run; as many as the machine has by default. */
  readonly threads?: number;
  /** What computes pictures; the processor by default. */
  readonly device?: DeviceChoice;
  /** Processes at once; three where there is much memory, else two, by default. */
  readonly most?: number;
  readonly cacheFolder?: string;
  /** Whose towers are asked for every checkpoint but those that are to be computed here; asked at the start of each engine. */
  readonly server?: () => ServerToAsk | undefined;
  readonly log?: (line: string) => void;
  /** Told when a checkpoint's files are no longer those that were answered by: earlier numbers are another's. */
  readonly onOutdated?: (folder: string) => void;
  readonly onState?: (folder: string, state: EngineState) => void;
  /** See `EngineClientOptions`. */
  readonly stepLimitSeconds?: () => number;
  /** See `EngineArguments`; asked at the start of each engine. */
  readonly embeddingsLimit?: () => number;
  readonly onStall?: (folder: string, stall: Stall) => void;
}

/** Whether the server, where there is one, runs a checkpoint's towers, or this machine does all the same. */
export type ComputedWhere = 'server' | 'here';

/**
 * One engine for each checkpoint that is asked for. Few of them have a process at once: see `Seats`. A client without a
 * process keeps what it is bound to, so an engine that comes back is refused where it finds another checkpoint.
 */
export class Engines {
  readonly #clients = new Map<string, EngineClient>();
  /** Those that compute here although there is a server. */
  readonly #here = new Map<string, EngineClient>();
  readonly #seats: Seats;
  #last: EngineClient | undefined;

  constructor(private readonly options: EnginesOptions) {
    this.#seats = new Seats(options.most ?? (totalmem() >= muchMemory ? 3 : 2));
  }

  /**
   * The engine of a model; the same one as long as its files stay the same.
   * @param base what a relative path of a model is relative to; undefined where none is to be followed
   * @throws EngineError `model-unknown`, `model-not-pulled`
   */
  async for(
    model: string | undefined,
    base: string | undefined,
    where: ComputedWhere = 'server',
  ): Promise<EngineClient> {
    return this.in(await this.folderOf(model, base), where);
  }

  /** The folder of a model, absolute; for the rest see `for`. */
  folderOf(model: string | undefined, base: string | undefined): Promise<string> {
    const { modelsFolder, registered } = this.options;
    return locateModel(model, { modelsFolder, base, registered });
  }

  /** The engine of the checkpoint in a folder. */
  in(folder: string, where: ComputedWhere = 'server'): EngineClient {
    const server = where === 'server' ? this.options.server?.() : undefined;
    // A folder whose towers run on the server may be asked for here, too, by whom another one runs there.
    const isApart = where === 'here' && this.options.server?.() !== undefined;
    const clients = isApart ? this.#here : this.#clients;
    const known = clients.get(folder);
    const client = known && !known.isOutdated ? known : this.#start(folder, clients, server);
    return (this.#last = client);
  }

  /** An engine for what only pictures are needed for: one that runs, else that of the bundled checkpoint. */
  async forPictures(): Promise<PictureReader> {
    return this.#last?.pid !== undefined && !this.#last.isOutdated
      ? this.#last
      : this.for(bundledModel, undefined);
  }

  /** The engine of the checkpoint in a folder, where it was asked for before. */
  known(folder: string): EngineClient | undefined {
    return this.#clients.get(folder);
  }

  /** Of the process of the engine that was asked for last, while there is one. */
  get pid(): number | undefined {
    return this.#last?.pid;
  }

  /** Ends the engine of the checkpoint in a folder; the next need starts another. */
  end(folder: string): void {
    for (const clients of [this.#clients, this.#here]) {
      clients.get(folder)?.dispose();
      clients.delete(folder);
    }
  }

  dispose(): void {
    for (const clients of [this.#clients, this.#here]) {
      for (const client of clients.values()) client.dispose();
      clients.clear();
    }
    this.#last = undefined;
  }

  #start(folder: string, clients: Map<string, EngineClient>, server: ServerToAsk | undefined): EngineClient {
    const { engineFile, cacheFolder, threads, device, stepLimitSeconds, embeddingsLimit, log, ...told } =
      this.options;
    clients.get(folder)?.dispose();
    const client = new EngineClient({
      engineFile,
      modelFolder: folder,
      cacheFolder: cacheFolder ?? defaultCacheFolder(),
      threads: threads || Math.min(availableParallelism(), mostThreads),
      device,
      server,
      seats: this.#seats,
      stepLimitSeconds,
      embeddingsLimit,
      onStall: (stall) => told.onStall?.(folder, stall),
      log: log ?? (() => undefined),
      onOutdated: () => told.onOutdated?.(folder),
    });
    client.onState((state) => told.onState?.(folder, state));
    clients.set(folder, client);
    return client;
  }
}
