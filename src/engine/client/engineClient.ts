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
import type { EngineState, Stall } from './engineState';
import { EngineWatch, type Overdue } from './engineWatch';

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
  /** How long one step of its work may take before it counts as stuck; asked again and again. */
  readonly stepLimitSeconds?: () => number;
  /** Told once when the state becomes `stuck`. */
  readonly onStall?: (stall: Stall) => void;
  /** How often the engine's heart is listened to. */
  readonly watchEveryMs?: number;
  readonly log: (line: string) => void;
  /** Told once, when the checkpoint's files are no longer those that were answered by. */
  readonly onOutdated?: () => void;
}

const defaultIdleExitMs = 5 * 60 * 1000;

/** No step takes as long on a machine that runs the checkpoint with any use. */
export const defaultStepLimitSeconds = 60;
/** A busy machine may keep the heart from beating for some seconds. */
const silenceLimitSeconds = 10;
/** However patient the user is: a busy machine takes its time to start a process. */
const startLimitSeconds = 60;
const defaultWatchEveryMs = 1000;
const beatsPerTick = 2;
/** The end of a step may have been heard of by its answer, before the next beat. */
const patienceTicks = 1;

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
 *
 * All its answers are of one checkpoint: when the files become another's, it rejects with `model-changed` from then on,
 * and a new client is needed.
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
  /** Engines that were ended because they were stuck. */
  readonly #killed = new WeakMap<EngineProcess, { readonly seconds: number; readonly forGood: boolean }>();
  /** Requests that saw two engines die, one after another: so the guilty one is known. */
  #suspects: Promise<unknown> = Promise.resolve();
  #told: EngineState = 'stopped';
  #disposed = false;
  /** What the first engine answered by, and every later one has to. */
  #checkpoint: Checkpoint | undefined;
  /** Set when the checkpoint's files are no longer those that were answered by. */
  #outdated: EngineError | undefined;
  /** Ticks while somebody waits, or the engine is at work for nobody. */
  #watching: NodeJS.Timeout | undefined;
  #stall: Stall | undefined;
  /** Ticks in which it was stuck with what nobody waits for any more. */
  #lonelyTicks = 0;

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
    if (this.#stall) return 'stuck';
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

  /** True when the checkpoint's files are no longer those that were answered by. */
  get isOutdated(): boolean {
    return this.#outdated !== undefined;
  }

  /** Ends the process. Unanswered and later requests reject with `engine-stopped`. */
  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#watching);
    if (this.#stall) this.#engine?.kill();
    else this.#engine?.end();
    this.#stall = undefined;
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
        const call = { signal, onProgress: follow };
        this.#checkpoint ??= await engine.rpc.call('checkpoint', null, call);
        const answer = await engine.rpc.call(method, params, call);
        this.#crashesInARow = 0;
        return ofCheckpoint(this.#checkpoint, method, answer);
      } catch (error) {
        if (error instanceof EngineError && error.code === 'model-changed') this.#becomeOutdated(error);
        if (!(error instanceof ChannelClosed)) throw error;
        const { reason, lastError } = await engine.exited;
        const killed = this.#killed.get(engine);
        if (killed?.forGood) throw new EngineError('engine-stuck', { seconds: killed.seconds });
        // One that never was up has not died of this request; of one that was ended nobody knows what it was stuck with.
        if (++crashes < (engine.wasUp && !killed ? patience : usualPatience).crashes) return undefined;
        if (killed) throw new EngineError('engine-stuck', { seconds: killed.seconds });
        const detail = lastError || String(reason);
        throw engine.wasUp
          ? new EngineError('engine-crashed', { reason, crashes, detail })
          : new EngineError('engine-start-failed', { reason, detail });
      }
    };

    this.#unanswered++;
    this.#tell();
    this.#watch();
    try {
      for (;;) {
        const answer = await (crashes < patience.inCompany ? attempt() : this.#alone(attempt));
        if (answer !== undefined) return answer;
      }
    } finally {
      this.#unanswered--;
      // However the loading ended that this call reported, nobody will report its end after it.
      if (this.#phase === 'loading') this.#phase = 'up';
      // Nor does an engine follow that nobody waits for.
      if (this.#phase === 'restarting' && this.#unanswered === 0) this.#phase = 'stopped';
      this.#tell();
    }
  }

  #watch(): void {
    if (this.#watching) return;
    this.#engine?.watch.startOver();
    this.#watching = setInterval(() => this.#tick(), this.#watchEveryMs);
    this.#watching.unref();
  }

  #tick(): void {
    const engine = this.#engine;
    const overdue = engine?.watch.tick();
    if (!engine || !overdue) {
      this.#stall = undefined;
      this.#tell();
    } else if (!this.#stall) {
      this.#stall = this.#stallOf(engine, overdue);
      this.#tell();
      if (this.#unanswered > 0) this.#options.onStall?.(this.#stall);
    }
    this.#lonelyTicks = this.#stall && this.#unanswered === 0 ? this.#lonelyTicks + 1 : 0;
    if (this.#lonelyTicks > patienceTicks) this.#stall?.restart();
    if (this.#unanswered === 0 && !this.#stall && !engine?.watch.isAtWork) {
      clearInterval(this.#watching);
      this.#watching = undefined;
    }
  }

  #stallOf(engine: EngineProcess, { work, isSilent, ticks }: Overdue): Stall {
    const seconds = Math.round((ticks * this.#watchEveryMs) / 1000);
    const isPresent = (): boolean => this.#stall === stall && this.#engine === engine;
    const kill = (forGood: boolean): void => {
      if (!isPresent()) return;
      this.#killed.set(engine, { seconds, forGood });
      engine.kill();
    };
    const stall: Stall = {
      work,
      isSilent,
      seconds,
      waitLonger: (more) => {
        if (!isPresent()) return;
        engine.watch.grant(this.#ticks(more));
        this.#stall = undefined;
        this.#tell();
      },
      restart: () => kill(false),
      giveUp: () => kill(true),
    };
    return stall;
  }

  get #watchEveryMs(): number {
    return this.#options.watchEveryMs ?? defaultWatchEveryMs;
  }

  #ticks(seconds: number): number {
    return Math.ceil((seconds * 1000) / this.#watchEveryMs);
  }

  #alone<T>(attempt: () => Promise<T>): Promise<T> {
    const result = this.#suspects.then(attempt);
    this.#suspects = result.catch(() => undefined);
    return result;
  }

  async #running(): Promise<EngineProcess> {
    if (this.#outdated) throw this.#outdated;
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
    const beatMs = Math.ceil(this.#watchEveryMs / beatsPerTick);
    const watch = new EngineWatch(() => {
      const work = this.#options.stepLimitSeconds?.() ?? defaultStepLimitSeconds;
      return {
        work: this.#ticks(work),
        silence: this.#ticks(Math.min(work, silenceLimitSeconds)),
        start: this.#ticks(startLimitSeconds),
      };
    });
    try {
      const hash = this.#checkpoint?.hash;
      const engineArguments = { modelFolder, cacheFolder, threads, idleExitMs, beatMs, hash };
      engine = new EngineProcess(engineFile, engineArguments, watch, log);
    } catch (error) {
      this.#enter('stopped');
      const detail = error instanceof Error ? error.message : String(error);
      throw new EngineError('engine-start-failed', { reason: 'fork', detail }, { cause: error });
    }
    this.#engine = engine;
    void engine.up.then(() => {
      // Its first words may be heard after those of a call.
      if (this.#phase === 'starting') this.#enter('up');
    });
    void engine.closed.then(() => this.#lost(engine));
    return engine;
  }

  #becomeOutdated(error: EngineError): void {
    if (this.#outdated) return;
    this.#outdated = error;
    this.#options.log(
      `The files of ${this.#options.modelFolder} have changed; they are read anew at the next need.`,
    );
    this.#engine?.end();
    this.#options.onOutdated?.();
  }

  #lost(engine: EngineProcess): void {
    this.#engine = undefined;
    this.#stall = undefined;
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

/**
 * An answer of the engine, held against what it says of its checkpoint.
 * @throws EngineError `internal` where an embedding is of another width
 */
function ofCheckpoint<M extends Method<EngineApi>>(
  { embeddingWidth }: Checkpoint,
  method: M,
  answer: Result<EngineApi, M>,
): Result<EngineApi, M> {
  for (const item of Array.isArray(answer) ? (answer as readonly object[]) : []) {
    if ('embedding' in item && (item.embedding as Float32Array).length !== embeddingWidth)
      throw new EngineError('internal', { detail: `bad answer to ${method}` });
  }
  return answer;
}
