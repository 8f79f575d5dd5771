import { textOf, isObject } from '../../core/infotext/looseJson';
import { finish } from '../../core/steps';
import { MOST_PICTURE_BYTES, type GeneratorConnection } from '../connection';
import type { ExactJson } from '../exactJson';
import type {
  Capabilities,
  GeneratedPicture,
  Generation,
  GenerationOptions,
  GenerationRemark,
  GenerationRequest,
  Generator,
  GeneratorIdentity,
  RanParameters,
} from '../generator';
import { GeneratorError } from '../generatorError';
import { receivedPicture } from '../picture';
import { seedDigits } from '../wishes';
import { ComfyLists } from './comfyLists';
import type { ComfyFile } from './comfyMessages';
import { ComfyRun, hasRequest, USUAL_TIMES, type ComfyOutcome, type RunTimes } from './comfyRun';
import { graphRefusal, nodeFaults, type NodeFault } from './graphRefusal';
import { Inbox, within } from './inbox';
import { preparedGraph, type OwnWorkflow, type PreparedGraph } from './preparedGraph';
import type { ExactNode } from './workflow/workflow';
import { findBindings } from './workflow/findBindings';
import { correctedBindings } from './workflow/storedBindings';
import { readWorkflow } from './workflow/workflow';

/** A workflow of the user's own, and what they said of its places. */
export interface GivenWorkflow {
  /** In API form, as `readWorkflow` takes it. */
  readonly workflow: string;
  /** As `writeBindings` writes it; what was found, where undefined. */
  readonly bindings?: string;
}

export interface ComfyOptions {
  readonly given?: GivenWorkflow;
  readonly times?: Partial<RunTimes>;
}

/** Pictures of one request that are fetched. */
const MOST_PICTURES = 64;
/** To take a request and say whether its graph is right. */
const POST_MS = 120_000;
/** For a server to be told to stop, before whoever stopped goes on. */
const STOP_MS = 3_000;

/** ComfyUI: a graph is sent, its progress comes through a socket, its pictures are fetched as files. */
export class ComfyGenerator implements Generator {
  readonly #lists: ComfyLists;
  readonly #own: OwnWorkflow | undefined;
  readonly #times: RunTimes;

  /** @throws GeneratorError of `readWorkflow` and `correctedBindings` */
  constructor(
    private readonly connection: GeneratorConnection,
    readonly identity: GeneratorIdentity,
    { given, times }: ComfyOptions = {},
  ) {
    this.#lists = new ComfyLists(connection);
    this.#own = given && ownWorkflow(given);
    this.#times = { ...USUAL_TIMES, ...times };
  }

  async capabilities(signal?: AbortSignal): Promise<Capabilities> {
    this.#lists.forget();
    const model = this.#own?.bindings.bindings.find(({ slot }) => slot === 'model');
    const [models, samplers, schedulers, loras, width] = [
      await this.#lists.options(model?.type ?? 'CheckpointLoaderSimple', model?.input ?? 'ckpt_name', signal),
      await this.#lists.options('KSampler', 'sampler_name', signal),
      await this.#lists.options('KSampler', 'scheduler', signal),
      await this.#lists.options('LoraLoader', 'lora_name', signal),
      await this.#lists.input('EmptyLatentImage', 'width', signal),
    ];
    return {
      ...(models && { models }),
      ...(samplers && { samplers }),
      ...(schedulers && { schedulers }),
      ...(loras && { loras }),
      ...(width && { sizes: { multipleOf: width.step ?? 8, least: width.least, most: width.most } }),
      progress: true,
      preview: true,
      cancel: 'own',
    };
  }

  async generate(request: GenerationRequest, options: GenerationOptions = {}): Promise<Generation> {
    const seed = seedDigits(request);
    const { signal } = options;
    signal?.throwIfAborted();
    const prepared = await preparedGraph(request, seed, this.#own, this.#lists, this.identity.url, signal);
    const made = await this.#make(prepared.nodes, options);
    const files = chosenFiles(made.files);
    const pictures =
      files.length > 0
        ? await this.#fetched(files, prepared, options)
        : made.sent.map((bytes) => receivedPicture(bytes, { url: this.identity.url, path: '/ws' }));
    if (pictures.length === 0) throw noPicture(made.faults, this.identity.url);
    const ran = ranOf(prepared);
    const [first, ...others] = pictures.map((picture): GeneratedPicture => ({
      ...picture,
      seed: String(seed),
      ran,
    }));
    return { pictures: [first!, ...others], remarks: [...prepared.remarks, ...dropped(made.faults)] };
  }

  /** Sends a graph, and follows it to its end. */
  async #make(
    nodes: Readonly<Record<string, ExactNode>>,
    { signal, onProgress, preview = false }: GenerationOptions,
  ): Promise<ComfyOutcome & { readonly faults: readonly NodeFault[] }> {
    // One of its own for each request: a second socket of the same name would take the messages of the first.
    const clientId = crypto.randomUUID();
    const inbox = new Inbox(await this.#socket(clientId, signal));
    let isOver = false;
    try {
      const posting = this.#post(nodes, clientId, preview, signal);
      const { promptId, faults } = await this.#orStopped(posting, signal);
      const run = new ComfyRun(
        this.connection,
        {
          promptId,
          ...roles(nodes),
          onProgress: (progress) => {
            const isShown = !isOver && (progress.preview === undefined || preview);
            if (isShown) onProgress?.(progress);
          },
        },
        this.#times,
      );
      const outcome = await run.wait(inbox, signal).catch(async (error: unknown) => {
        isOver = true;
        if (signal?.aborted) await this.#stop(promptId);
        throw error;
      });
      return { ...outcome, faults };
    } finally {
      isOver = true;
      inbox.close();
    }
  }

  /** Without one, progress is not told and the end is asked for. */
  async #socket(clientId: string, signal: AbortSignal | undefined) {
    try {
      const socket = await this.connection.openSocket(`/ws?clientId=${clientId}`, { signal });
      // Previews then say which request and node they are of.
      socket.send({ type: 'feature_flags', data: { supports_preview_metadata: true } });
      return socket;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof GeneratorError) || error.code === 'generator-unauthorized') throw error;
      return undefined;
    }
  }

  /** Not to be given up half way: a request that was taken must be known to be stopped. */
  async #post(
    nodes: Readonly<Record<string, ExactNode>>,
    clientId: string,
    preview: boolean,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly promptId: string; readonly faults: readonly NodeFault[] }> {
    const body: ExactJson = {
      prompt: nodes,
      client_id: clientId,
      prompt_id: crypto.randomUUID(),
      // Newer servers: previews for this request alone, whatever it was started with.
      extra_data: { preview_method: preview ? 'auto' : 'none' },
    };
    const answer = await this.connection.ask('POST', '/prompt', body, { timeoutMs: POST_MS });
    if (answer.status === 400) {
      const text = answer.bytes.toString('utf8');
      const refusal = await graphRefusal(text, nodes, this.identity.url, this.#lists, signal);
      if (refusal) throw refusal;
    }
    const json = this.connection.jsonOf(answer);
    const promptId = isObject(json) ? textOf(json.prompt_id) : undefined;
    if (promptId === undefined || promptId === '')
      throw new GeneratorError('generator-answer-unreadable', { url: this.identity.url, path: answer.path });
    return { promptId, faults: isObject(json) ? nodeFaults(json.node_errors) : [] };
  }

  async #orStopped<T extends { readonly promptId: string }>(
    posting: Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const posted = await within(posting, POST_MS * 2, signal).catch(async (error: unknown) => {
      if (signal?.aborted)
        await within(
          posting.then(({ promptId }) => this.#stop(promptId)),
          STOP_MS,
        ).catch(ignored);
      throw error;
    });
    return posted as T;
  }

  /** Takes a request out of the queue, or stops it if it is the one that runs: older servers would stop any. */
  async #stop(promptId: string): Promise<void> {
    const asked = { timeoutMs: STOP_MS };
    const stopping = async (): Promise<void> => {
      await this.connection.ask('POST', '/queue', { delete: [promptId] }, asked);
      const queue = await this.connection.getJson('/queue', asked);
      const running = isObject(queue) && Array.isArray(queue.queue_running) ? queue.queue_running : [];
      if (hasRequest(running, promptId))
        await this.connection.ask('POST', '/interrupt', { prompt_id: promptId }, asked);
    };
    await within(stopping(), STOP_MS).catch(ignored);
  }

  /**
   * The server answers a graph that it has run before with the names of the files that it wrote then. Where those are gone, the
   * graph is sent once more with other names, which makes it write.
   */
  async #fetched(
    files: readonly ComfyFile[],
    { nodes }: PreparedGraph,
    options: GenerationOptions,
  ): Promise<ReturnType<typeof receivedPicture>[]> {
    try {
      return await this.#files(files, options.signal);
    } catch (error) {
      if (!(error instanceof GeneratorError) || error.parameters.status !== 404) throw error;
      const { files: written } = await this.#make(withNewNames(nodes), options);
      return this.#files(chosenFiles(written), options.signal);
    }
  }

  async #files(files: readonly ComfyFile[], signal: AbortSignal | undefined) {
    const pictures = [];
    for (const { filename, subfolder, type } of files.slice(0, MOST_PICTURES)) {
      const query = new URLSearchParams({ filename, subfolder, type });
      const answer = await this.connection.ask('GET', `/view?${query}`, undefined, {
        signal,
        mostBytes: MOST_PICTURE_BYTES,
      });
      const refusal = this.connection.refusalOf(answer);
      if (refusal) throw refusal;
      pictures.push(receivedPicture(answer.bytes, { url: this.identity.url, path: '/view' }));
    }
    return pictures;
  }
}

/** Whoever stops has something better to say. */
function ignored(): void {}

function ownWorkflow({ workflow: text, bindings: stored }: GivenWorkflow): OwnWorkflow {
  const workflow = readWorkflow(text);
  const found = finish(findBindings(workflow));
  return { workflow, bindings: stored === undefined ? found : correctedBindings(found, workflow, stored) };
}

/** What is kept, before what is only shown. */
function chosenFiles(files: ReadonlyMap<string, readonly ComfyFile[]>): readonly ComfyFile[] {
  const all = [...files.values()].flat();
  const kept = all.filter(({ type }) => type === 'output');
  return kept.length > 0 ? kept : all.filter(({ type }) => type === 'temp');
}

function roles(nodes: Readonly<Record<string, ExactNode>>): {
  readonly samplers: ReadonlySet<string>;
  readonly senders: ReadonlySet<string>;
} {
  const senders = Object.entries(nodes).filter(([, { class_type }]) =>
    /SaveImageWebsocket/i.test(class_type),
  );
  const samplers = Object.entries(nodes).filter(
    ([, { class_type, inputs }]) =>
      ['seed', 'noise_seed', 'noise'].some((name) => name in inputs) &&
      'latent_image' in inputs &&
      class_type !== '',
  );
  return {
    samplers: new Set(samplers.map(([id]) => id)),
    senders: new Set(senders.map(([id]) => id)),
  };
}

/** Names of files that no run before had. */
function withNewNames(nodes: Readonly<Record<string, ExactNode>>): Readonly<Record<string, ExactNode>> {
  const ending = `_${crypto.randomUUID().slice(0, 8)}`;
  return Object.fromEntries(
    Object.entries(nodes).map(([id, node]) => {
      const { filename_prefix: prefix } = node.inputs;
      if (typeof prefix !== 'string') return [id, node];
      return [id, { ...node, inputs: { ...node.inputs, filename_prefix: prefix + ending } }];
    }),
  );
}

/** ComfyUI runs what it is sent, or says that it does not: what ran is what was sent. */
function ranOf({ nodes, bindings }: PreparedGraph): RanParameters {
  const valueOf = (slot: string): ExactJson | undefined => {
    const binding = bindings.find((each) => each.slot === slot);
    const value = binding && nodes[binding.id]?.inputs[binding.input];
    return Array.isArray(value) ? undefined : value;
  };
  const text = (slot: string): string | undefined => {
    const value = valueOf(slot);
    return typeof value === 'string' ? value : undefined;
  };
  const number = (slot: string): number | undefined => {
    const value = valueOf(slot);
    return typeof value === 'number' ? value : undefined;
  };
  return {
    prompt: text('prompt'),
    negative: text('negative'),
    steps: number('steps'),
    cfgScale: number('cfg'),
    width: number('width'),
    height: number('height'),
    sampler: text('sampler'),
    scheduler: text('scheduler'),
    model: text('model'),
  };
}

function noPicture(faults: readonly NodeFault[], url: string): GeneratorError {
  const [fault] = faults;
  if (!fault) return new GeneratorError('generator-picture-missing', { url });
  const { node, type, input, detail } = fault;
  return new GeneratorError('generator-graph-refused', { url, node, type, input, detail });
}

function dropped(faults: readonly NodeFault[]): GenerationRemark[] {
  return faults.slice(0, 1).map(({ node, type, detail }) => ({
    code: 'generation-outputs-dropped',
    parameters: { node, type, detail },
  }));
}
