import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, type JsonObject } from '../../core/infotext/looseJson';
import { SHORT_ANSWER_MS } from '../answer';
import type { GeneratorConnection } from '../connection';
import type { ExactJson } from '../exactJson';
import type {
  Capabilities,
  Generation,
  GenerationOptions,
  GenerationProgress,
  GenerationRequest,
  Generator,
  GeneratorIdentity,
} from '../generator';
import { GeneratorError } from '../generatorError';
import { decodedPicture, MOST_ENCODED_BYTES } from '../picture';
import { watched } from '../watching';
import { differences, listed, loraNames, seedDigits } from '../wishes';
import { readPictures } from './automaticAnswer';
import { readLists, resolve, unknownLoras, type AutomaticLists, type Resolved } from './automaticLists';

const ROUTE = '/sdapi/v1/txt2img';
/** Whoever cancels waits no longer than this for the server to hear of it. */
const STOP_MS = 3_000;
/** Between two looks whether a request that nobody wants any more has come to its turn. */
const TURN_MS = 1_000;

/** The web UI of AUTOMATIC1111, Forge and SD.Next: one API with three sets of habits. */
export class AutomaticGenerator implements Generator {
  /** Read again when something is asked for that they don't hold. */
  #lists: Promise<AutomaticLists> | undefined;
  /** SD.Next has no tasks, and neither has a server that was started without its page. */
  #hasTasks: boolean;

  constructor(
    private readonly connection: GeneratorConnection,
    readonly identity: GeneratorIdentity,
  ) {
    this.#hasTasks = identity.family !== 'sdnext';
  }

  async capabilities(signal?: AbortSignal): Promise<Capabilities> {
    const { models, samplers, schedulers, loras } = await this.#readLists(signal);
    const firsts = (list: readonly (readonly string[])[] | undefined): string[] | undefined =>
      list?.map(([name]) => name!);
    return {
      models: firsts(models),
      samplers: firsts(samplers),
      schedulers: firsts(schedulers),
      loras: firsts(loras),
      sizes: { multipleOf: 8, least: 64 },
      progress: true,
      preview: true,
      cancel: 'any',
    };
  }

  async generate(request: GenerationRequest, options: GenerationOptions = {}): Promise<Generation> {
    const seed = seedDigits(request);
    options.signal?.throwIfAborted();
    const loras = loraNames(request.prompt);
    const needsLists = loras.length > 0 || [request.model, request.sampler, request.scheduler].some(Boolean);
    const lists = needsLists ? await this.#listsFor(request, options.signal) : {};
    const resolved = resolve(request, lists, this.identity.url);
    const task = `task(${randomUUID()})`;
    const answer = await this.#draw(bodyOf(request, seed, resolved, task), task, options);
    const pictures = readPictures(answer, seed, { url: this.identity.url, path: ROUTE });
    await this.#refuseHalfMade(options.signal);
    const asked = { ...request, seed: String(seed), ...resolved };
    return {
      pictures,
      remarks: [
        ...differences(asked, pictures[0]),
        ...listed('generation-loras-unknown', unknownLoras(loras, lists)),
        ...listed('generation-unused', resolved.schedulerUnused ? ['scheduler'] : []),
      ],
    };
  }

  async #draw(body: ExactJson, task: string, options: GenerationOptions): Promise<Json> {
    const { signal, onProgress, preview = false } = options;
    const work = this.connection.postJson(ROUTE, body, { signal, mostBytes: MOST_ENCODED_BYTES });
    try {
      if (!onProgress) return await work;
      return await watched(work, (ended) => this.#progress(task, preview, ended), onProgress);
    } catch (error) {
      if (signal?.aborted) await this.#stop(task);
      throw asSamplerError(error, body);
    }
  }

  /** A task's own where the server has tasks; else of whatever it draws, which is ours as far as anybody can tell. */
  async #progress(
    task: string,
    preview: boolean,
    signal: AbortSignal,
  ): Promise<GenerationProgress | undefined> {
    if (this.#hasTasks) {
      const told = await this.#taskState(task, preview, signal);
      if (told) return taskProgress(told);
    }
    const told = await this.connection.getJson(progressRoute(preview), { signal });
    return isObject(told) ? globalProgress(told) : undefined;
  }

  /** Undefined where there are no tasks. */
  async #taskState(task: string, preview: boolean, signal?: AbortSignal): Promise<JsonObject | undefined> {
    const body = { id_task: task, id_live_preview: -1, live_preview: preview };
    const options = { signal, timeoutMs: SHORT_ANSWER_MS };
    const answer = await this.connection.ask('POST', '/internal/progress', body, options);
    if (answer.status === 404 || answer.status === 405) this.#hasTasks = false;
    const json = this.#hasTasks ? this.connection.jsonOf(answer) : undefined;
    return isObject(json) ? json : undefined;
  }

  /**
   * The server can only stop whatever it draws. A request of ours that still waits for its turn is stopped when that has
   * come, so that nobody else's picture is lost.
   */
  async #stop(task: string): Promise<void> {
    const signal = AbortSignal.timeout(STOP_MS);
    try {
      const state = this.#hasTasks ? await this.#taskState(task, false, signal) : undefined;
      if (state?.queued === true) void this.#stopInTurn(task).catch(() => undefined);
      else if (state?.completed !== true) await this.#interrupt(signal);
    } catch {
      // Whoever cancels is not to be told that it failed: a picture that comes all the same is dropped.
    }
  }

  async #stopInTurn(task: string): Promise<void> {
    for (;;) {
      await sleep(TURN_MS, undefined, { ref: false });
      const signal = AbortSignal.timeout(STOP_MS);
      const state = await this.#taskState(task, false, signal);
      if (state?.queued === true) continue;
      if (state?.active === true) await this.#interrupt(signal);
      return;
    }
  }

  async #interrupt(signal: AbortSignal): Promise<void> {
    await this.connection.ask('POST', '/sdapi/v1/interrupt', {}, { signal });
  }

  /**
   * A picture that somebody stopped comes like any other. The server remembers that it was told to stop until it begins
   * the next one.
   */
  async #refuseHalfMade(signal: AbortSignal | undefined): Promise<void> {
    const told = await this.connection.getJson(progressRoute(false), { signal }).catch(withoutRoute);
    const state = isObject(told) && isObject(told.state) ? told.state : {};
    if (state.interrupted === true || state.skipped === true)
      throw new GeneratorError('generator-interrupted', { url: this.identity.url });
  }

  /** The lists, read anew if they don't hold what is asked for. */
  async #listsFor(request: GenerationRequest, signal: AbortSignal | undefined): Promise<AutomaticLists> {
    const kept = await this.#lists?.catch(() => undefined);
    if (kept) {
      try {
        resolve(request, kept, this.identity.url);
        return kept;
      } catch {
        // Something may have come since.
      }
    }
    return this.#readLists(signal);
  }

  #readLists(signal: AbortSignal | undefined): Promise<AutomaticLists> {
    this.#lists = readLists(this.connection, this.identity.family === 'sdnext', signal);
    return this.#lists;
  }
}

function bodyOf(request: GenerationRequest, seed: bigint, resolved: Resolved, task: string): ExactJson {
  const settings = {
    sd_model_checkpoint: resolved.model,
    CLIP_stop_at_last_layers: request.clipSkip,
  };
  return {
    prompt: request.prompt,
    negative_prompt: request.negative ?? '',
    seed,
    steps: request.steps,
    cfg_scale: request.cfgScale,
    width: request.width,
    height: request.height,
    sampler_name: resolved.sampler,
    scheduler: resolved.scheduler,
    batch_size: 1,
    n_iter: 1,
    send_images: true,
    // They lie beside the spell; a grid would come with those that the server keeps.
    save_images: false,
    force_task_id: task,
    ...(Object.values(settings).some((value) => value !== undefined) && {
      override_settings: settings,
      // To restore is to load the former model again after each picture.
      override_settings_restore_afterwards: resolved.model === undefined,
    }),
  };
}

/** Where the server has no such route, nothing tells; a server that is gone is another matter. */
function withoutRoute(error: unknown): undefined {
  if (error instanceof GeneratorError && error.code === 'generator-refused') return undefined;
  throw error;
}

function progressRoute(preview: boolean): string {
  return `/sdapi/v1/progress?skip_current_image=${preview ? 'false' : 'true'}`;
}

function taskProgress({ queued, completed, progress, live_preview }: JsonObject): GenerationProgress {
  return {
    queued: queued === true,
    ...fraction(completed === true ? 1 : progress),
    ...picture(live_preview),
  };
}

function globalProgress({ progress, state, current_image }: JsonObject): GenerationProgress {
  const { sampling_step, sampling_steps } = isObject(state) ? state : {};
  return {
    ...fraction(progress),
    ...(typeof sampling_step === 'number' && typeof sampling_steps === 'number' && sampling_steps > 0
      ? { step: sampling_step, steps: sampling_steps }
      : {}),
    ...picture(current_image),
  };
}

function fraction(progress: Json | undefined): { readonly fraction?: number } {
  return typeof progress === 'number' ? { fraction: Math.min(1, Math.max(0, progress)) } : {};
}

function picture(encoded: Json | undefined): { readonly preview?: Uint8Array } {
  return typeof encoded === 'string' && encoded !== '' ? { preview: decodedPicture(encoded) } : {};
}

/** Old builds and SD.Next look for the sampler themselves. */
function asSamplerError(error: unknown, body: ExactJson): unknown {
  const isRefused = error instanceof GeneratorError && error.code === 'generator-refused';
  if (!isRefused || !/sampler not found/i.test(String(error.parameters.detail))) return error;
  const sampler = String((body as { readonly sampler_name?: ExactJson }).sampler_name ?? '');
  return new GeneratorError(
    'generator-sampler-unknown',
    { url: error.parameters.url ?? '', sampler, known: '', more: 0 },
    { cause: error },
  );
}
