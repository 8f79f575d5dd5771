import {
  isList,
  isObject,
  parseLooseJson,
  seedOf,
  textOf,
  type Json,
  type JsonObject,
} from '../../core/infotext/looseJson';
import { tellsOfMemory } from '../../core/outOfMemory';
import { SHORT_ANSWER_MS } from '../answer';
import { MOST_PICTURE_BYTES, type GeneratorConnection } from '../connection';
import type { ExactJsonObject } from '../exactJson';
import type {
  Capabilities,
  GeneratedPicture,
  Generation,
  GenerationOptions,
  GenerationProgress,
  GenerationRequest,
  Generator,
  GeneratorIdentity,
  RanParameters,
} from '../generator';
import { GeneratorError } from '../generatorError';
import { decodedPicture, receivedPicture } from '../picture';
import { outOfMemory, shortened } from '../refusal';
import type { GeneratorSocket } from '../socket';
import { bareModel, differences, listed, loraNames, named, nameIn, seedDigits } from '../wishes';

const ROUTE = '/API/GenerateText2ImageWS';
const STOP_MS = 3_000;
/** Messages about one picture; whoever sends more sends them for ever. */
const MOST_MESSAGES = 100_000;
/** Its numbers are signed. */
const HIGHEST_SEED = 2n ** 63n - 1n;

interface SwarmLists {
  readonly models?: readonly string[];
  readonly samplers?: readonly string[];
  readonly schedulers?: readonly string[];
  readonly loras?: readonly string[];
}

/** What a request makes, by the messages that tell of it. */
interface Arrived {
  readonly image: string;
  /** JSON. */
  readonly metadata: string | undefined;
}

/** SwarmUI: a session for each request that is under way, so that stopping one stops no other. */
export class SwarmGenerator implements Generator {
  #lists: Promise<SwarmLists> | undefined;
  readonly #idleSessions: string[] = [];

  constructor(
    private readonly connection: GeneratorConnection,
    readonly identity: GeneratorIdentity,
  ) {}

  async capabilities(signal?: AbortSignal): Promise<Capabilities> {
    const lists = await this.#readLists(signal);
    return { ...lists, sizes: { multipleOf: 16, least: 64 }, progress: true, preview: true, cancel: 'own' };
  }

  async generate(request: GenerationRequest, options: GenerationOptions = {}): Promise<Generation> {
    const seed = seedDigits(request, HIGHEST_SEED);
    options.signal?.throwIfAborted();
    const loras = loraNames(request.prompt);
    const needsLists = loras.length > 0 || [request.model, request.sampler, request.scheduler].some(Boolean);
    const lists = needsLists ? await this.#listsFor(request, options.signal) : {};
    const asked = { ...request, seed: String(seed), ...resolve(request, lists, this.identity.url) };
    const arrived = await this.#inSession(options.signal, (session) =>
      this.#draw(session, bodyOf(asked, seed), options),
    );
    const pictures: GeneratedPicture[] = [];
    for (const [k, { image, metadata }] of arrived.entries())
      pictures.push(await this.#picture(image, metadata, seed + BigInt(k), options.signal));
    const [first, ...others] = pictures;
    if (!first) throw new GeneratorError('generator-picture-missing', { url: this.identity.url });
    const unknown = lists.loras ? loras.filter((name) => !modelIn(lists.loras!, name)) : [];
    return {
      pictures: [first, ...others],
      remarks: [...differences(asked, first), ...listed('generation-loras-unknown', unknown)],
    };
  }

  /** A session that has ended is made anew, once. */
  async #inSession<T>(signal: AbortSignal | undefined, run: (session: string) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const session = this.#idleSessions.pop() ?? (await this.#newSession(signal));
      try {
        const result = await run(session);
        this.#idleSessions.push(session);
        return result;
      } catch (error) {
        if (!(error instanceof SessionEnded)) this.#idleSessions.push(session);
        else if (attempt > 1) throw refusal(this.identity.url, 'invalid_session_id');
        if (!(error instanceof SessionEnded)) throw error;
        // Those that wait have ended with it: the server was started anew.
        this.#idleSessions.length = 0;
      }
    }
  }

  async #newSession(signal: AbortSignal | undefined): Promise<string> {
    const path = '/API/GetNewSession';
    const json = await this.connection.postJson(path, {}, { signal, timeoutMs: SHORT_ANSWER_MS });
    const session = isObject(json) ? textOf(json.session_id) : undefined;
    if (session) return session;
    throw new GeneratorError('generator-answer-unreadable', { url: this.identity.url, path });
  }

  /** @throws SessionEnded */
  async #draw(session: string, body: ExactJsonObject, options: GenerationOptions): Promise<Arrived[]> {
    const { signal } = options;
    let socket: GeneratorSocket | undefined;
    try {
      socket = await this.connection.openSocket(ROUTE, { signal });
      socket.send({ session_id: session, ...body });
      return await this.#listen(socket, options);
    } catch (error) {
      if (signal?.aborted) await this.#stop(session);
      throw error;
    } finally {
      socket?.close();
    }
  }

  async #listen(socket: GeneratorSocket, { onProgress, preview }: GenerationOptions): Promise<Arrived[]> {
    const arrived = new Map<string, Arrived>();
    for (let count = 0; count < MOST_MESSAGES; count++) {
      const message = await socket.next();
      if (message === undefined) return [...arrived.values()];
      const json = typeof message === 'string' ? parseLooseJson(message) : undefined;
      if (!isObject(json)) continue;
      this.#refuse(json);
      for (const index of isList(json.discard_indices) ? json.discard_indices : [])
        arrived.delete(textOf(index) ?? '');
      const one = isObject(json.image) ? json.image : json;
      if (typeof one.image === 'string')
        arrived.set(textOf(one.batch_index) ?? String(arrived.size), {
          image: one.image,
          metadata: typeof one.metadata === 'string' ? one.metadata : undefined,
        });
      const progress = onProgress && progressOf(json, preview === true);
      if (progress) onProgress(progress);
    }
    throw new GeneratorError('generator-answer-unreadable', { url: this.identity.url, path: ROUTE });
  }

  #refuse({ error, error_id }: JsonObject): void {
    if (error_id === 'invalid_session_id') throw new SessionEnded();
    const said = textOf(error) ?? textOf(error_id);
    if (said !== undefined) throw refusal(this.identity.url, this.connection.discreet(said));
  }

  async #stop(session: string): Promise<void> {
    const body = { session_id: session, other_sessions: false };
    // Whoever cancels is not to be told that it failed: a picture that comes all the same is dropped.
    await this.connection
      .ask('POST', '/API/InterruptAll', body, { timeoutMs: STOP_MS })
      .catch(() => undefined);
  }

  async #picture(
    image: string,
    metadata: string | undefined,
    asked: bigint,
    signal: AbortSignal | undefined,
  ): Promise<GeneratedPicture> {
    const bytes = image.startsWith('data:') ? decodedPicture(image) : await this.#view(image, signal);
    const said = parseLooseJson(metadata ?? '');
    const about = isObject(said) && isObject(said.sui_image_params) ? said.sui_image_params : {};
    return {
      ...receivedPicture(bytes, {
        url: this.identity.url,
        path: image.startsWith('data:') ? ROUTE : '/View',
      }),
      seed: seedOf(about.seed) ?? String(asked),
      ran: ranParameters(about),
      ...(metadata !== undefined && { infotext: metadata }),
    };
  }

  /** A file of the server's own, whatever its name holds. */
  async #view(image: string, signal: AbortSignal | undefined): Promise<Buffer> {
    const path = `/${image.replace(/^\/+/, '').split('/').map(encodeURIComponent).join('/')}`;
    const answer = await this.connection.ask('GET', path, undefined, {
      signal,
      mostBytes: MOST_PICTURE_BYTES,
    });
    const error = this.connection.refusalOf(answer);
    if (error) throw error;
    return answer.bytes;
  }

  async #listsFor(request: GenerationRequest, signal: AbortSignal | undefined): Promise<SwarmLists> {
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

  #readLists(signal: AbortSignal | undefined): Promise<SwarmLists> {
    this.#lists = this.#inSession(signal, async (session) => {
      const options = { signal, timeoutMs: SHORT_ANSWER_MS };
      const answer = await this.connection.ask(
        'POST',
        '/API/ListT2IParams',
        { session_id: session },
        options,
      );
      // Also with a status that says "not let in".
      const said = parseLooseJson(answer.bytes.toString('utf8'));
      if (isObject(said) && said.error_id === 'invalid_session_id') throw new SessionEnded();
      const json = this.connection.jsonOf(answer);
      if (isObject(json)) this.#refuse(json);
      return listsOf(isObject(json) ? json : {});
    });
    return this.#lists;
  }
}

class SessionEnded extends Error {}

function refusal(url: string, said: string): GeneratorError {
  const detail = shortened(said);
  if (tellsOfMemory(said)) return outOfMemory(url, detail);
  if (/no model input given/i.test(said)) return new GeneratorError('generator-model-needed', { url });
  if (/\b(?:interrupt|cancel)/i.test(said)) return new GeneratorError('generator-interrupted', { url });
  return new GeneratorError('generator-refused', { url, path: ROUTE, status: 200, detail });
}

function bodyOf(request: GenerationRequest, seed: bigint): ExactJsonObject {
  return {
    images: 1,
    prompt: request.prompt,
    negativeprompt: request.negative ?? '',
    seed,
    model: request.model,
    width: request.width,
    height: request.height,
    steps: request.steps,
    cfgscale: request.cfgScale,
    sampler: request.sampler,
    scheduler: request.scheduler,
    // Counted from the end, and from 1 there.
    clipstopatlayer: request.clipSkip === undefined ? undefined : -request.clipSkip,
    donotsave: true,
  };
}

/** @throws GeneratorError `generator-model-missing`, `generator-sampler-unknown`, `generator-scheduler-unknown` */
function resolve(
  { model, sampler, scheduler }: GenerationRequest,
  lists: SwarmLists,
  url: string,
): Pick<GenerationRequest, 'model' | 'sampler' | 'scheduler'> {
  const known = (wanted: string | undefined, list: readonly string[] | undefined): string | undefined =>
    wanted === undefined || list === undefined ? wanted : nameIn(list, wanted);
  const found = {
    model: model === undefined || !lists.models ? model : modelIn(lists.models, model),
    sampler: known(sampler, lists.samplers),
    scheduler: known(scheduler, lists.schedulers),
  };
  if (model !== undefined && found.model === undefined)
    throw new GeneratorError('generator-model-missing', { url, model, ...named(lists.models!) });
  if (sampler !== undefined && found.sampler === undefined)
    throw new GeneratorError('generator-sampler-unknown', { url, sampler, ...named(lists.samplers!) });
  if (scheduler !== undefined && found.scheduler === undefined)
    throw new GeneratorError('generator-scheduler-unknown', { url, scheduler, ...named(lists.schedulers!) });
  return found;
}

/** With or without its folder and its ending. */
function modelIn(models: readonly string[], wanted: string): string | undefined {
  const bare = bareModel(wanted).toLowerCase();
  return nameIn(models, wanted) ?? models.find((name) => bareModel(name).toLowerCase() === bare);
}

function listsOf({ list, models }: JsonObject): SwarmLists {
  const parameter = (id: string): string[] | undefined => {
    const found = isList(list) ? list.filter(isObject).find((each) => each.id === id) : undefined;
    return isList(found?.values) ? found.values.flatMap((value) => textOf(value) ?? []) : undefined;
  };
  const folders = isObject(models) ? models : {};
  const folder = (name: string): string[] | undefined => {
    const items = folders[name];
    // A name, or a name and what it is for.
    return isList(items) ? items.flatMap((item) => textOf(isList(item) ? item[0] : item) ?? []) : undefined;
  };
  return {
    models: folder('Stable-Diffusion') ?? parameter('model'),
    loras: folder('LoRA'),
    samplers: parameter('sampler'),
    schedulers: parameter('scheduler'),
  };
}

function progressOf({ status, gen_progress }: JsonObject, preview: boolean): GenerationProgress | undefined {
  if (isObject(gen_progress)) {
    const { overall_percent, preview: encoded } = gen_progress;
    return {
      ...(typeof overall_percent === 'number' && { fraction: Math.min(1, Math.max(0, overall_percent)) }),
      ...(preview && typeof encoded === 'string' && encoded !== '' && { preview: decodedPicture(encoded) }),
    };
  }
  if (!isObject(status)) return undefined;
  const { waiting_gens, live_gens } = status;
  return { queued: typeof waiting_gens === 'number' && waiting_gens > 0 && live_gens === 0 };
}

function ranParameters(about: JsonObject): RanParameters {
  const number = (value: Json | undefined): number | undefined =>
    typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  return {
    prompt: textOf(about.prompt),
    negative: textOf(about.negativeprompt),
    steps: number(about.steps),
    cfgScale: number(about.cfgscale),
    width: number(about.width),
    height: number(about.height),
    sampler: textOf(about.sampler),
    scheduler: textOf(about.scheduler),
    model: textOf(about.model),
  };
}
