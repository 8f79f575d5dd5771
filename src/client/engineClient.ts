import type { DeviceChoice, DeviceChoosing, DeviceState } from '../core/device';
import { EngineError } from '../core/engineError';
import { tellsOfMemory } from '../core/outOfMemory';
import type {
  AttentionReader,
  Checkpoint,
  Embedder,
  EmbedImagesOptions,
  EmbedOptions,
  EmbedTextsOptions,
  EngineWork,
  ExaminationOutcome,
  HiddenRecordOutcome,
  ImageOutcome,
  PatchReader,
  PictureAttentionOutcome,
  PictureReader,
  PictureExaminer,
  PlacesOutcome,
  Progress,
  ReadPlacesOptions,
  TextAttention,
  TextEmbedding,
  ThumbnailOutcome,
  Tokenization,
  WrittenLine,
} from '../core/ports';
import type { LibraryOutcome, LibraryQuestion, LibraryScorer } from '../core/score/library/libraryScorer';
import {
  engineContract,
  serverTokenVariable,
  type Answer,
  type EngineApi,
  type EngineArguments,
  type EngineServerAddress,
} from '../protocol/engine';
import { noTelemetry } from '../protocol/noTelemetry';
import { workOf } from '../protocol/pulse';
import type { Params, Result } from '../protocol/rpc';
import type { EngineState, Stall } from './engineState';
import { abortable } from './process/abortable';
import { ProcessClient, type Patience } from './process/processClient';
import type { ProcessFailure } from './process/processState';
import type { Seats } from './process/seats';

export interface EngineClientOptions {
  /** The bundle of `engine/main.ts`, absolute. */
  readonly engineFile: string;
  readonly modelFolder: string;
  /** Where graphs and image embeddings are kept; undefined keeps nothing on disk. */
  readonly cacheFolder?: string;
  /** Threads of one native run. */
  readonly threads: number;
  /** What computes pictures; the processor by default. */
  readonly device?: DeviceChoice;
  /** Whose towers are asked; undefined runs them on this machine. */
  readonly server?: ServerToAsk;
  /** The engine ends itself after so long without work, and starts again at the next need. */
  readonly idleExitMs?: number;
  /** Bounds the engines of several checkpoints together. */
  readonly seats?: Seats;
  /** How long one step of its work may take before it counts as stuck; asked again and again. */
  readonly stepLimitSeconds?: () => number;
  /** See `EngineArguments`. */
  readonly embeddingsLimit?: () => number;
  /** Told once when the state becomes `stuck`. */
  readonly onStall?: (stall: Stall) => void;
  /** How often the engine's heart is listened to. */
  readonly watchEveryMs?: number;
  readonly log: (line: string) => void;
  /** Told once, when the checkpoint's files are no longer those that were answered by. */
  readonly onOutdated?: () => void;
}

/** A server that the user set and confirmed, and what it wants to see before it answers. */
export interface ServerToAsk extends EngineServerAddress {
  readonly token?: string;
}

const defaultIdleExitMs = 5 * 60 * 1000;

/** No step takes as long on a machine that runs the checkpoint with any use. */
export const defaultStepLimitSeconds = 60;

type FailedPicture = Extract<PlacesOutcome, { readonly ok: false }>;

/** What a checkpoint answers. */
type Asked = Exclude<keyof EngineApi, 'hello'>;

/** Of many pictures one may be guilty: they are not asked for together again. */
const patienceWithPictures: Patience = { crashes: 1, inCompany: 1 };
/** Each of a platform's may end the process once, and is not tried again. */
const patienceWithDevices: Patience = { crashes: 3, inCompany: 0 };
const patienceWithOnePicture: Patience = { crashes: 2, inCompany: 0 };

/**
 * CLIP in a process of its own.
 *
 * All its answers are of one checkpoint: when the files become another's, it rejects with `model-changed` from then on,
 * and a new client is needed.
 */
export class EngineClient
  implements Embedder, PatchReader, PictureReader, AttentionReader, PictureExaminer, LibraryScorer
{
  readonly #options: EngineClientOptions;
  readonly #process: ProcessClient<EngineApi, Progress, EngineWork>;
  /** What the first engine answered by, and every later one has to. */
  #checkpoint: Checkpoint | undefined;
  #isOutdated = false;

  constructor(options: EngineClientOptions) {
    this.#options = options;
    this.#process = new ProcessClient({
      program: {
        name: 'engine',
        file: options.engineFile,
        environment: engineEnvironment(options.server?.token),
        contract: engineContract,
        greet: (rpc) => rpc.call('hello', null),
      },
      argument: (beatMs) => this.#arguments(beatMs),
      workOf,
      standing: ({ phase, done, total }) =>
        phase === 'loading' ? (done < total ? 'loading' : 'up') : undefined,
      failure: engineFailure,
      seats: options.seats,
      stepLimitSeconds: () => options.stepLimitSeconds?.() ?? defaultStepLimitSeconds,
      onStall: options.onStall,
      watchEveryMs: options.watchEveryMs,
      log: options.log,
    });
  }

  checkpoint(options?: EmbedOptions): Promise<Checkpoint> {
    return this.#request('checkpoint', null, options);
  }

  async tokenize(texts: readonly string[], options?: EmbedOptions): Promise<Tokenization[]> {
    const params = { texts, priority: options?.priority ?? 'visible' };
    return (await this.#request('tokenize', params, options)).items;
  }

  async embedTexts(texts: readonly string[], options?: EmbedTextsOptions): Promise<TextEmbedding[]> {
    const { priority = 'visible', precision = 'fp32' } = options ?? {};
    return (await this.#request('embedTexts', { texts, priority, precision }, options)).items;
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
      const params = { paths, priority, alpha };
      const all = { ...options, onProgress: follow };
      return (await this.#request('embedImages', params, all, patienceWithPictures)).items;
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
        const { items } = await this.#request('embedImages', params, single, patienceWithOnePicture);
        outcomes.set(path, items[0]!);
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

  /** Whatever kills the engine, the next one goes on with what has been kept. */
  async scoreLibrary(question: LibraryQuestion, options: EmbedOptions = {}): Promise<LibraryOutcome> {
    const params = { ...question, priority: options.priority ?? 'background' };
    const asked = this.#request('scoreLibrary', params, options);
    return (await abortable(asked, options.signal)).items[0]!;
  }

  async readPlaces(
    path: string,
    texts: readonly Float32Array[],
    options: ReadPlacesOptions = {},
  ): Promise<PlacesOutcome> {
    const { priority = 'visible', part } = options;
    const params = { path, texts, part, priority };
    return this.#onePicture(
      path,
      this.#request('readPlaces', params, options, patienceWithOnePicture),
      options,
    );
  }

  async thumbnail(path: string, edge: number, options: EmbedOptions = {}): Promise<ThumbnailOutcome> {
    const params = { path, edge };
    return this.#onePicture(
      path,
      this.#request('thumbnail', params, options, patienceWithOnePicture),
      options,
    );
  }

  /** What computes pictures. Choosing compares it with the processor. */
  async device(choosing: DeviceChoosing, options?: EmbedOptions): Promise<DeviceState> {
    const { items } = await this.#request('device', { choosing }, options, patienceWithDevices);
    return items[0]!;
  }

  async hiddenRecord(path: string, options: EmbedOptions = {}): Promise<HiddenRecordOutcome> {
    return this.#onePicture(
      path,
      this.#request('hiddenRecord', { path }, options, patienceWithOnePicture),
      options,
    );
  }

  async attendPicture(path: string, options: EmbedOptions = {}): Promise<PictureAttentionOutcome> {
    const params = { path, priority: options.priority ?? 'visible' };
    return this.#onePicture(
      path,
      this.#request('attendPicture', params, options, patienceWithOnePicture),
      options,
    );
  }

  async attendTexts(texts: readonly string[], options: EmbedOptions = {}): Promise<TextAttention[]> {
    const params = { texts, priority: options.priority ?? 'visible' };
    return (await this.#request('attendTexts', params, options)).items;
  }

  /** The outcome of one picture, also where the engine dies of it. */
  async #onePicture<T extends { readonly path: string; readonly ok: boolean }>(
    path: string,
    asked: Promise<Answer<T>>,
    { signal }: EmbedOptions,
  ): Promise<T | FailedPicture> {
    try {
      return (await abortable(asked, signal)).items[0]!;
    } catch (error) {
      if (!isCrash(error)) throw error;
      return { path, ok: false, code: 'image-crashed', detail: String(error.parameters.reason) };
    }
  }

  async examinePicture(path: string, options: EmbedOptions = {}): Promise<ExaminationOutcome> {
    const { priority = 'visible' } = options;
    const asked = this.#request('examinePicture', { path, priority }, options, patienceWithOnePicture);
    try {
      return (await abortable(asked, options.signal)).items[0]!;
    } catch (error) {
      if (!isCrash(error)) throw error;
      return { path, ok: false, code: 'image-crashed', detail: String(error.parameters.reason) };
    }
  }

  get state(): EngineState {
    return this.#process.state;
  }

  /** Of the engine's process, while there is one. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Calls the listener at every change of `state`. Returns how to stop that. */
  onState(listener: (state: EngineState) => void): () => void {
    return this.#process.onState(listener);
  }

  /** True when the checkpoint's files are no longer those that were answered by. */
  get isOutdated(): boolean {
    return this.#isOutdated;
  }

  /** Ends the process. Unanswered and later requests reject with `engine-stopped`. */
  dispose(): void {
    this.#process.dispose();
  }

  #request<M extends Asked>(
    method: M,
    params: Params<EngineApi, M>,
    { signal, onProgress }: EmbedOptions = {},
    patience?: Patience,
  ): Promise<Result<EngineApi, M>> {
    return this.#process.request(
      async (rpc, call) => {
        try {
          this.#checkpoint ??= await rpc.call('checkpoint', null, call);
          return ofCheckpoint(this.#checkpoint, method, await rpc.call(method, params, call));
        } catch (error) {
          if (error instanceof EngineError && error.code === 'model-changed') this.#becomeOutdated(error);
          throw error;
        }
      },
      { signal, onProgress, patience },
    );
  }

  #arguments(beatMs: number): EngineArguments {
    const {
      modelFolder,
      cacheFolder,
      threads,
      device = 'cpu',
      server,
      idleExitMs = defaultIdleExitMs,
    } = this.#options;
    const address = server && { url: server.url, ...(server.model && { model: server.model }) };
    return {
      ...{ modelFolder, cacheFolder, threads, device, idleExitMs, beatMs },
      hash: this.#checkpoint?.hash,
      embeddingsLimit: this.#options.embeddingsLimit?.(),
      ...(address && { server: address }),
    };
  }

  #becomeOutdated(error: EngineError): void {
    if (this.#isOutdated) return;
    this.#isOutdated = true;
    const { modelFolder, log, onOutdated } = this.#options;
    log(`The files of ${modelFolder} have changed; they are read anew at the next need.`);
    this.#process.dispose(error);
    onOutdated?.();
  }
}

function isCrash(error: unknown): error is EngineError {
  return error instanceof EngineError && error.code === 'engine-crashed';
}

function engineFailure(failure: ProcessFailure): EngineError {
  switch (failure.kind) {
    case 'stopped':
      return new EngineError('engine-stopped');
    case 'stuck':
      return new EngineError('engine-stuck', { seconds: failure.seconds });
    case 'not-forked': {
      const { cause } = failure;
      const detail = cause instanceof Error ? cause.message : String(cause);
      return new EngineError('engine-start-failed', { reason: 'fork', detail }, { cause });
    }
    default: {
      const { reason, lastError } = failure;
      const detail = lastError || String(reason);
      if (tellsOfMemory(lastError)) return new EngineError('out-of-memory', { detail });
      return failure.kind === 'crashed'
        ? new EngineError('engine-crashed', { reason, crashes: failure.crashes, detail })
        : new EngineError('engine-start-failed', { reason, detail });
    }
  }
}

/** @param token of the server that the engine asks */
function engineEnvironment(token: string | undefined): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...noTelemetry };
  delete environment.NODE_OPTIONS;
  delete environment.VSCODE_INSPECTOR_OPTIONS;
  environment[serverTokenVariable] = token; // undefined leaves it out
  return environment;
}

/**
 * An answer of the engine, held against the checkpoint that all others were of.
 * @throws EngineError `model-changed` where it is of another; `internal` where an embedding is of another width
 */
function ofCheckpoint<M extends Asked>(
  { id, hash, embeddingWidth }: Checkpoint,
  method: M,
  answer: Result<EngineApi, M>,
): Result<EngineApi, M> {
  if (answer.hash !== hash) throw new EngineError('model-changed', { model: id });
  for (const item of 'items' in answer ? answer.items : []) {
    const isOther =
      ('embedding' in item && item.embedding.length !== embeddingWidth) ||
      ('features' in item && item.features.length !== item.rows * item.columns * embeddingWidth) ||
      ('lines' in item &&
        (item.lines as WrittenLine[]).some(({ without }) => without.length !== embeddingWidth));
    if (isOther) throw new EngineError('internal', { detail: `bad answer to ${method}` });
  }
  return answer;
}
