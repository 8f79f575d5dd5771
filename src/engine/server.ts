import type { Checkpoint, Progress, TextEmbedding, Tokenization } from '../core/ports';
import type {
  EmbedTextsParams,
  EngineApi,
  EngineGreeting,
  ImagesParams,
  TextsParams,
} from '../protocol/engine';
import type { CallContext, Handlers } from '../protocol/rpcServer';
import type { EmbeddingCache } from './cache/embeddingCache';
import { embedImages } from './images/embedImages';
import type { Pictures } from './images/pictures';
import { picturesPerRun } from './imageEncoder';
import type { Model } from './model';
import { Scheduler } from './scheduler';
import { embedTexts } from './text/embedTexts';

type Context = CallContext<Progress>;

export interface EngineParts {
  /** Called at the first need, and again after a failure: the user may have mended the files. */
  readonly loadModel: () => Promise<Model>;
  readonly openCache: (model: Model) => EmbeddingCache | undefined;
  readonly openPictures: (model: Model) => Pictures;
}

/** New tokens of one text run: short while someone types, so that a key press waits little; long is a little faster. */
const runTokens = { interactive: 48, idle: 192 };

/** What the engine answers, whatever carries the questions. */
export class EngineServer implements Handlers<EngineApi, Progress> {
  readonly #parts: EngineParts;
  readonly #scheduler = new Scheduler();
  #loading: Promise<Model> | undefined;
  #loaded: Model | undefined;
  #cache: EmbeddingCache | undefined;
  #pictures: Pictures | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
  }

  hello = (): Promise<EngineGreeting> => Promise.resolve({ pid: process.pid });

  checkpoint = async (_params: null, context: Context): Promise<Checkpoint> =>
    (await this.#load(context)).checkpoint;

  tokenize = async ({ texts }: TextsParams, context: Context): Promise<Tokenization[]> =>
    (await this.#load(context)).tokenize(texts);

  embedTexts = async (
    { texts, priority, precision }: EmbedTextsParams,
    context: Context,
  ): Promise<TextEmbedding[]> => {
    const { signal, progress } = context;
    const model = await this.#load(context);
    await model.prepareTexts?.(precision);
    signal.throwIfAborted();
    return embedTexts(texts, {
      model,
      precision,
      job: this.#scheduler.job(priority, signal),
      tokensPerRun: () => (this.#scheduler.interactive ? runTokens.interactive : runTokens.idle),
      onProgress: progress,
    });
  };

  embedImages = async ({ paths, priority, alpha }: ImagesParams, context: Context) => {
    const model = await this.#load(context);
    return embedImages(paths, {
      model,
      // A cached embedding is of the picture over white: others are neither looked for nor kept.
      cache: alpha === 'over-white' ? (this.#cache ??= this.#parts.openCache(model)) : undefined,
      pictures: (this.#pictures ??= this.#parts.openPictures(model)),
      alpha,
      job: this.#scheduler.job(priority, context.signal),
      batchSize: () => (this.#scheduler.interactive ? 1 : picturesPerRun),
      signal: context.signal,
      onProgress: context.progress,
    });
  };

  /** Frees the model, with its temporary files. */
  async dispose(): Promise<void> {
    await this.#loaded?.dispose();
  }

  async #load({ signal, progress }: Context): Promise<Model> {
    if (this.#loaded) return this.#loaded;
    progress({ phase: 'loading', done: 0, total: 1 });
    this.#loading ??= this.#parts.loadModel().finally(() => (this.#loading = undefined));
    this.#loaded = await this.#loading;
    progress({ phase: 'loading', done: 1, total: 1 });
    signal.throwIfAborted();
    return this.#loaded;
  }
}
