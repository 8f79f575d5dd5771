import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../core/engineError';
import type {
  Checkpoint,
  Embedder,
  EmbedImagesOptions,
  EmbedOptions,
  EmbedTextsOptions,
  ImageOutcome,
  Progress,
  TextEmbedding,
  Tokenization,
} from '../../core/ports';
import type { EngineApi } from '../../protocol/engine';
import { ChannelClosed, type Method, type Params, type Result } from '../../protocol/rpc';
import { abortable } from './abortable';
import { EngineProcess } from './engineProcess';
import type { EngineState } from './engineState';

export interface EngineClientOptions {
  /** The bundle of `engine/main.ts`, absolute. */
  readonly engineFile: string;
  readonly modelFolder: string;
  /** Where graphs and image embeddings are kept; undefined keeps nothing on disk. */
  readonly cacheFolder?: string;
  /** Threads of one native run. */
  readonly threads: number;
  /** The engine ends itself after so long without work, and starts again at the next need. */
  readonly idleExitMs?: number;
  readonly log: (line: string) => void;
}

const defaultIdleExitMs = 5 * 60 * 1000;

/** Engines that may die under one request before it is given up: it may be what kills them. */
interface Patience {
  readonly crashes: number;
  /** So many times it is asked beside others, then among the suspects, one after another. */
  readonly inCompany: number;
}

const usualPatience: Patience = { crashes: 3, inCompany: 2 };
/** Of many pictures one may be guilty: they are not asked for together again. */
const patienceWithPictures: Patience = { crashes: 1, inCompany: 1 };
const patienceWithOnePicture: Patience = { crashes: 2, inCompany: 0 };

const firstPauseMs = 50;
const longestPauseMs = 2000;

type Phase = 'stopped' | 'starting' | 'loading' | 'up' | 'restarting';

/**
 * CLIP in a process of its own. The process is forked at the first need; when it dies, a new one follows and gets
 * every unanswered request again, so that a crash costs time and nothing else.
 */
export class EngineClient implements Embedder {
  readonly #options: EngineClientOptions;
  readonly #listeners = new Set<(state: EngineState) => void>();
  #engine: EngineProcess | undefined;
  /** The engine that is about to be forked, after a pause. */
  #starting: Promise<EngineProcess> | undefined;
  /** Where the process stands; whether it works or waits follows from `#unanswered`. */
  #phase: Phase = 'stopped';
  #unanswered = 0;
  #crashesInARow = 0;
  /** Requests that saw two engines die, one after another: so the guilty one is known. */
  #suspects: Promise<unknown> = Promise.resolve();
  #told: EngineState = 'stopped';
  #disposed = false;

  constructor(options: EngineClientOptions) {
    this.#options = options;
  }

  checkpoint(options?: EmbedOptions): Promise<Checkpoint> {
    return this.#request('checkpoint', null, options);
  }

  tokenize(texts: readonly string[], options?: EmbedOptions): Promise<Tokenization[]> {
    return this.#request('tokenize', { texts, priority: options?.priority ?? 'visible' }, options);
  }

  embedTexts(texts: readonly string[], options?: EmbedTextsOptions): Promise<TextEmbedding[]> {
    const { priority = 'visible', precision = 'fp32' } = options ?? {};
    return this.#request('embedTexts', { texts, priority, precision }, options);
  }

  embedImages(paths: readonly string[], options?: EmbedImagesOptions): Promise<ImageOutcome[]> {
    return abortable(this.#pictures(paths, options), options?.signal);
  }

  /** When the engine dies, the pictures are asked for one by one; under which it dies again and again is named. */
  async #pictures(paths: readonly string[], options: EmbedImagesOptions = {}): Promise<ImageOutcome[]> {
    const { priority = 'visible', alpha = 'over-white', onProgress } = options;
    let reached = 0;
    const follow = (progress: Progress): void => {
      if (progress.phase === 'images') reached = progress.done;
      onProgress?.(progress);
    };
    try {
      return await this.#answer(
        'embedImages',
        { paths, priority, alpha },
        { ...options, onProgress: follow },
        patienceWithPictures,
      );
    } catch (error) {
      if (!isCrash(error)) throw error;
    }

    const outcomes = new Map<string, ImageOutcome>();
    const single = {
      ...options,
      onProgress: (each: Progress) => each.phase === 'loading' && onProgress?.(each),
    };
    const unique = [...new Set(paths)];
    for (const [i, path] of unique.entries()) {
      try {
        const params = { paths: [path], priority, alpha };
        const [outcome] = await this.#answer('embedImages', params, single, patienceWithOnePicture);
        outcomes.set(path, outcome!);
      } catch (error) {
        if (!isCrash(error)) throw error;
        const detail = String(error.parameters.reason);
        outcomes.set(path, { path, ok: false, code: 'image-crashed', detail });
      }
      const done = Math.floor(((i + 1) * paths.length) / unique.length);
      if (done > reached) onProgress?.({ phase: 'images', done, total: paths.length });
    }
    return paths.map((path) => outcomes.get(path)!);
  }

  get state(): EngineState {
    if (this.#phase !== 'up') return this.#phase;
    return this.#unanswered > 0 ? 'working' : 'ready';
  }

  /** Of the engine's process, while there is one. */
  get pid(): number | undefined {
    return this.#engine?.pid;
  }

  /** Calls the listener at every change of `state`. Returns how to stop that. */
  onState(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the process. Unanswered and later requests reject with `engine-stopped`. */
  dispose(): void {
    this.#disposed = true;
    this.#engine?.end();
    this.#enter('stopped');
    this.#listeners.clear();
  }

  #request<M extends Method<EngineApi>>(
    method: M,
    params: Params<EngineApi, M>,
    options: EmbedOptions = {},
  ): Promise<Result<EngineApi, M>> {
    return abortable(this.#answer(method, params, options), options.signal);
  }

  async #answer<M extends Method<EngineApi>>(
    method: M,
    params: Params<EngineApi, M>,
    { signal, onProgress }: EmbedOptions,
    patience = usualPatience,
  ): Promise<Result<EngineApi, M>> {
    const follow = (progress: Progress): void => {
      if (progress.phase === 'loading') this.#enter(progress.done < progress.total ? 'loading' : 'up');
      onProgress?.(progress);
    };
    let crashes = 0;
    const attempt = async (): Promise<Result<EngineApi, M> | undefined> => {
      signal?.throwIfAborted(); // Nobody waits any more: no reason to start an engine.
      const engine = await this.#running();
      try {
        const answer = await engine.rpc.call(method, params, { signal, onProgress: follow });
        this.#crashesInARow = 0;
        return answer;
      } catch (error) {
        if (!(error instanceof ChannelClosed)) throw error;
        const { reason, lastError } = await engine.exited;
        // One that never was up has not died of this request.
        if (++crashes < (engine.wasUp ? patience : usualPatience).crashes) return undefined;
        const detail = lastError || String(reason);
        throw engine.wasUp
          ? new EngineError('engine-crashed', { reason, crashes, detail })
          : new EngineError('engine-start-failed', { reason, detail });
      }
    };

    this.#unanswered++;
    this.#tell();
    try {
      for (;;) {
        const answer = await (crashes < patience.inCompany ? attempt() : this.#alone(attempt));
        if (answer !== undefined) return answer;
      }
    } finally {
      this.#unanswered--;
      // However the loading ended that this call reported, nobody will report its end after it.
      if (this.#phase === 'loading') this.#phase = 'up';
      this.#tell();
    }
  }

  #alone<T>(attempt: () => Promise<T>): Promise<T> {
    const result = this.#suspects.then(attempt);
    this.#suspects = result.catch(() => undefined);
    return result;
  }

  async #running(): Promise<EngineProcess> {
    if (this.#disposed) throw new EngineError('engine-stopped');
    if (this.#engine) return this.#engine;
    this.#starting ??= this.#start().finally(() => (this.#starting = undefined));
    return this.#starting;
  }

  async #start(): Promise<EngineProcess> {
    if (this.#crashesInARow > 0) {
      this.#enter('restarting');
      await delay(Math.min(firstPauseMs * 2 ** (this.#crashesInARow - 1), longestPauseMs));
    }
    if (this.#disposed) throw new EngineError('engine-stopped');
    this.#enter('starting');
    const {
      engineFile,
      modelFolder,
      cacheFolder,
      threads,
      idleExitMs = defaultIdleExitMs,
      log,
    } = this.#options;
    let engine: EngineProcess;
    try {
      engine = new EngineProcess(engineFile, { modelFolder, cacheFolder, threads, idleExitMs }, log);
    } catch (error) {
      this.#enter('stopped');
      const detail = error instanceof Error ? error.message : String(error);
      throw new EngineError('engine-start-failed', { reason: 'fork', detail }, { cause: error });
    }
    this.#engine = engine;
    void engine.up.then(() => this.#enter('up'));
    void engine.closed.then(() => this.#lost(engine));
    return engine;
  }

  #lost(engine: EngineProcess): void {
    this.#engine = undefined;
    if (this.#disposed) return;
    // With nobody waiting it was idle and ended itself, or its end hurt nobody.
    if (this.#unanswered > 0) this.#crashesInARow++;
    this.#enter(this.#unanswered > 0 ? 'restarting' : 'stopped');
    void engine.exited.then(({ reason }) => this.#options.log(`The engine's process ended (${reason}).`));
  }

  #enter(phase: Phase): void {
    this.#phase = this.#disposed ? 'stopped' : phase;
    this.#tell();
  }

  #tell(): void {
    const { state } = this;
    if (state === this.#told) return;
    this.#told = state;
    for (const listener of this.#listeners) listener(state);
  }
}

function isCrash(error: unknown): error is EngineError {
  return error instanceof EngineError && error.code === 'engine-crashed';
}
