import type { DeviceChoice, DeviceState } from '../core/device';
import { EngineError } from '../core/engineError';
import type {
  Checkpoint,
  ExaminationOutcome,
  HiddenRecordOutcome,
  ImageOutcome,
  PictureAttentionOutcome,
  PlacesOutcome,
  Progress,
  TextAttention,
  TextEmbedding,
  ThumbnailOutcome,
  Tokenization,
} from '../core/ports';
import type { LibraryOutcome } from '../core/score/library/libraryScorer';
import type {
  Answer,
  DeviceParams,
  EmbedTextsParams,
  EngineApi,
  EngineGreeting,
  HiddenRecordParams,
  ImagesParams,
  LibraryParams,
  PictureParams,
  PlacesParams,
  TextsParams,
  ThumbnailParams,
} from '../protocol/engine';
import type { CallContext, Handlers } from '../protocol/rpcServer';
import type { EmbeddingCache } from './cache/embeddingCache';
import type { KnownFiles } from './cache/knownFiles';
import { attendPicture } from './images/attendPicture';
import { embedImages } from './images/embedImages';
import { examinePicture } from './images/examinePicture';
import type { Pictures } from './images/pictures';
import { readHidden } from './images/readHidden';
import { readPlaces } from './images/readPlaces';
import { readThumbnail } from './images/readThumbnail';
import { scoreLibrary, type LastLook } from './library/scoreLibrary';
import { usualRunSizes, type Model, type RunSizes } from './model';
import { Scheduler } from './scheduler';
import { attendTexts } from './text/attendTexts';
import { embedTexts } from './text/embedTexts';
import { workUnits } from './workUnits';

type Context = CallContext<Progress>;

export interface EngineParts {
  /** Called at the first need, and again after a failure: the user may have mended the files. */
  readonly loadModel: () => Promise<Model>;
  readonly openCache: (model: Model) => EmbeddingCache | undefined;
  readonly openPictures: (model: Model) => Pictures;
  /** Absent where nothing is kept. */
  readonly openKnownFiles?: () => KnownFiles | undefined;
  /** What the user asked for to compute pictures; the processor by default. */
  readonly device?: DeviceChoice;
  /** Hash of the checkpoint that an earlier process answered by; undefined for the first one. */
  readonly hash?: string;
}

/** Models that are loaded for one request, whose files change again and again. */
const mostAttempts = 4;

/** What the engine answers, whatever carries the questions. */
export class EngineServer implements Handlers<EngineApi, Progress> {
  readonly #parts: EngineParts;
  readonly #scheduler = new Scheduler();
  #loading: Promise<Model> | undefined;
  #loaded: Model | undefined;
  /** Requests that are under way, by the model that computes them. */
  readonly #uses = new Map<Model, number>();
  /** Of the one checkpoint that this process answers by. */
  #hash: string | undefined;
  #cache: EmbeddingCache | undefined;
  #pictures: Pictures | undefined;
  #knownFiles: KnownFiles | undefined;
  /** All answers are of one checkpoint, and so is what is kept of pictures. */
  readonly #lastLook: LastLook = {};

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#hash = parts.hash;
  }

  hello = (): Promise<EngineGreeting> => Promise.resolve({ pid: process.pid });

  checkpoint = (_params: null, context: Context): Promise<Checkpoint> =>
    this.#answer(context, (model) => Promise.resolve(model.checkpoint));

  tokenize = ({ texts }: TextsParams, context: Context): Promise<Answer<Tokenization>> =>
    this.#compute(context, (model) => Promise.resolve(model.tokenize(texts)));

  embedTexts = (
    { texts, priority, precision }: EmbedTextsParams,
    context: Context,
  ): Promise<Answer<TextEmbedding>> =>
    this.#compute(context, async (model) => {
      const { signal, progress } = context;
      await workUnits.during('loading', async () => model.prepareTexts?.(precision));
      signal.throwIfAborted();
      return embedTexts(texts, {
        model,
        precision,
        job: this.#scheduler.job(priority, signal),
        signal,
        tokensPerRun: () => this.#runSize(model, 'tokens'),
        onProgress: progress,
      });
    });

  embedImages = ({ paths, priority, alpha }: ImagesParams, context: Context): Promise<Answer<ImageOutcome>> =>
    this.#compute(context, (model) =>
      embedImages(paths, {
        model,
        // A cached embedding is of the picture over white: others are neither looked for nor kept.
        cache: alpha === 'over-white' ? (this.#cache ??= this.#parts.openCache(model)) : undefined,
        pictures: (this.#pictures ??= this.#parts.openPictures(model)),
        alpha,
        job: this.#scheduler.job(priority, context.signal),
        batchSize: () => this.#runSize(model, 'pictures'),
        signal: context.signal,
        onProgress: context.progress,
      }),
    );

  scoreLibrary = (
    { priority, ...question }: LibraryParams,
    context: Context,
  ): Promise<Answer<LibraryOutcome>> =>
    this.#compute(context, async (model) => [
      await scoreLibrary(question, {
        model,
        cache: (this.#cache ??= this.#parts.openCache(model)),
        known: (this.#knownFiles ??= this.#parts.openKnownFiles?.()),
        last: this.#lastLook,
        pictures: (this.#pictures ??= this.#parts.openPictures(model)),
        job: this.#scheduler.job(priority, context.signal),
        batchSize: () => this.#runSize(model, 'pictures'),
        signal: context.signal,
        onProgress: context.progress,
      }),
    ]);

  readPlaces = (
    { path, texts, part, priority }: PlacesParams,
    context: Context,
  ): Promise<Answer<PlacesOutcome>> =>
    this.#compute(context, async (model) => [
      await readPlaces(path, texts, {
        model,
        pictures: (this.#pictures ??= this.#parts.openPictures(model)),
        part,
        job: this.#scheduler.job(priority, context.signal),
        signal: context.signal,
      }),
    ]);

  attendPicture = (
    { path, priority }: PictureParams,
    context: Context,
  ): Promise<Answer<PictureAttentionOutcome>> =>
    this.#compute(context, async (model) => [
      await attendPicture(path, {
        model,
        pictures: (this.#pictures ??= this.#parts.openPictures(model)),
        job: this.#scheduler.job(priority, context.signal),
        signal: context.signal,
      }),
    ]);

  attendTexts = ({ texts, priority }: TextsParams, context: Context): Promise<Answer<TextAttention>> =>
    this.#compute(context, (model) =>
      attendTexts(texts, {
        model,
        job: this.#scheduler.job(priority, context.signal),
        signal: context.signal,
        onProgress: context.progress,
      }),
    );

  thumbnail = ({ path, edge }: ThumbnailParams, context: Context): Promise<Answer<ThumbnailOutcome>> =>
    this.#compute(context, async (model) => [
      await readThumbnail(path, edge, (this.#pictures ??= this.#parts.openPictures(model)), context.signal),
    ]);

  examinePicture = (
    { path, priority }: PictureParams,
    context: Context,
  ): Promise<Answer<ExaminationOutcome>> =>
    this.#compute(context, async (model) => [
      await examinePicture(path, {
        model,
        pictures: (this.#pictures ??= this.#parts.openPictures(model)),
        job: this.#scheduler.job(priority, context.signal),
        batchSize: () => this.#runSize(model, 'pictures'),
        signal: context.signal,
      }),
    ]);

  hiddenRecord = ({ path }: HiddenRecordParams, context: Context): Promise<Answer<HiddenRecordOutcome>> =>
    this.#compute(context, async (model) => [
      await readHidden(path, (this.#pictures ??= this.#parts.openPictures(model)), context.signal),
    ]);

  device = ({ choosing }: DeviceParams, context: Context): Promise<Answer<DeviceState>> =>
    this.#compute(context, async (model) => {
      const { device: asked = 'cpu' } = this.#parts;
      const { runtime } = model.checkpoint;
      const { excluded, ...state } = (await model.device?.(choosing)) ?? { pictures: 'cpu', refused: [] };
      return [
        { ...state, ...(asked !== 'cpu' && excluded && { excluded }), ...(runtime && { runtime }), asked },
      ];
    });

  /** Frees the model, with its temporary files. */
  async dispose(): Promise<void> {
    await this.#loaded?.dispose();
  }

  #runSize({ runSizes = usualRunSizes }: Model, of: keyof RunSizes): number {
    return runSizes[of][this.#scheduler.interactive ? 'interactive' : 'idle'];
  }

  #compute<T>(context: Context, compute: (model: Model) => Promise<T[]>): Promise<Answer<T>> {
    return this.#answer(context, async (model) => ({
      hash: model.checkpoint.hash,
      items: await compute(model),
    }));
  }

  /**
   * Answers by a model whose files are as they were loaded, still after the last number was computed. Where they are
   * not, what was computed is dropped and the model is loaded anew: the answer is of the same checkpoint, or none.
   * @throws EngineError `model-changed`, `model-changing`, `server-changing`
   */
  async #answer<T>(context: Context, compute: (model: Model) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const model = await this.#load(context);
      if (model !== this.#loaded) continue; // dropped in the meantime
      this.#hash ??= model.checkpoint.hash;
      if (model.checkpoint.hash !== this.#hash)
        throw new EngineError('model-changed', { model: model.checkpoint.id });
      const uses = (this.#uses.get(model) ?? 0) + 1;
      this.#uses.set(model, uses);
      try {
        const answer = await compute(model).then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        );
        context.signal.throwIfAborted();
        if (model.isUnchanged?.() ?? true) {
          if ('error' in answer) throw answer.error;
          return answer.value;
        }
        if (this.#loaded === model) this.#loaded = undefined;
        if (attempt === mostAttempts) throw changing(model);
      } finally {
        await this.#release(model);
      }
    }
  }

  /** Frees a model that is not to be used again as soon as nobody uses it. */
  async #release(model: Model): Promise<void> {
    const uses = this.#uses.get(model)! - 1;
    if (uses > 0) this.#uses.set(model, uses);
    else {
      this.#uses.delete(model);
      if (this.#loaded !== model) await model.dispose();
    }
  }

  async #load({ signal, progress }: Context): Promise<Model> {
    if (this.#loaded) return this.#loaded;
    progress({ phase: 'loading', done: 0, total: 1 });
    this.#loading ??= workUnits
      .during('loading', this.#parts.loadModel)
      .then((model) => {
        this.#scheduler.atOnce = model.runsAtOnce ?? 1;
        return (this.#loaded = model);
      })
      .finally(() => (this.#loading = undefined));
    const model = await this.#loading;
    progress({ phase: 'loading', done: 1, total: 1 });
    signal.throwIfAborted();
    return model;
  }
}

/** The model was another one at each attempt. */
function changing({ checkpoint: { id, server } }: Model): EngineError {
  return server
    ? new EngineError('server-changing', { server: server.host, model: server.checkpoint })
    : new EngineError('model-changing', { file: id });
}
