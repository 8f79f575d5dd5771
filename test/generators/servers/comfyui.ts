import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { parseExactJson, writeExactJson, type ExactJson } from '../../../src/generators/exactJson';
import { draw, enlarged, withText } from './drawing';
import {
  Gate,
  HttpFrame,
  NOT_FOUND,
  PAGE,
  type Fault,
  type Reply,
  type SeenRequest,
  type ServerOptions,
  type TestServer,
} from './testServer';

/** What servers of some age, behind some proxy or beside some other client do. */
export type Quirk =
  /** Before its version was told, requests had ids of their own, and one could be interrupted among others. */
  | 'old'
  /** Started with `--cache-none`: a graph that ran before runs again. */
  | 'cache-none'
  /** Choices are listed as newer nodes do. */
  | 'combo'
  /** There is no socket. */
  | 'no-socket'
  /** The socket ends after the first progress. */
  | 'socket-cut'
  /** A second client comes with the same name: the first hears nothing any more, and its socket stays open. */
  | 'socket-replaced'
  /** The client's features come to notice after the first request has run. */
  | 'late-features'
  /** Messages and binary events that nobody knows, and those of other requests. */
  | 'chatter'
  /** Files of earlier runs are gone, and the cache does not know. */
  | 'files-gone'
  /** The end is told before the history knows of it. */
  | 'late-history'
  /** The history keeps nothing. */
  | 'no-history'
  /** Somebody clears the queue while a request waits in it. */
  | 'queue-cleared';

export interface ComfyServer extends TestServer {
  readonly quirks: Set<Quirk>;
  /** Requests that were run, cached ones too. */
  readonly runs: readonly { readonly id: string; readonly cached: boolean }[];
  /** Somebody else's request, which takes the server until it is over. */
  occupy(): { readonly id: string; readonly end: () => void; readonly interrupted: () => boolean };
}

interface Node {
  readonly class_type: string;
  readonly inputs: Readonly<Record<string, ExactJson>>;
  readonly _meta?: ExactJson;
}
type Nodes = Readonly<Record<string, Node>>;
interface File {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}
interface Job {
  readonly id: string;
  readonly nodes: Nodes;
  readonly clientId: string | undefined;
  readonly outputs: readonly string[];
  interrupted: boolean;
  /** Wakes what waits for a gate. */
  wake: () => void;
}
type Outputs = Record<string, { images: File[] }>;

export const CHECKPOINTS = ['base_v1.safetensors', 'folder/other.ckpt'];
export const SAMPLERS = ['euler', 'euler_ancestral', 'dpmpp_2m'];
export const SCHEDULERS = ['normal', 'karras', 'simple'];
export const LORAS = ['styles/ink.safetensors'];
/** The last inputs of a node are in `optional`. */
const CHOICES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  KSampler: { sampler_name: SAMPLERS, scheduler: SCHEDULERS },
  CheckpointLoaderSimple: { ckpt_name: CHECKPOINTS },
  LoraLoader: { lora_name: LORAS },
};
const NUMBERS: Readonly<Record<string, Readonly<Record<string, readonly [least: number, most: bigint]>>>> = {
  KSampler: { seed: [0, 2n ** 64n - 1n], steps: [1, 10_000n] },
  EmptyLatentImage: { width: [16, 16_384n], height: [16, 16_384n] },
};
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  KSampler: ['model', 'positive', 'negative', 'latent_image', 'seed', 'steps', 'sampler_name', 'scheduler'],
  CLIPTextEncode: ['text', 'clip'],
  VAEDecode: ['samples', 'vae'],
  SaveImage: ['images', 'filename_prefix'],
  PreviewImage: ['images'],
  SaveImageWebsocket: ['images'],
  EmptyLatentImage: ['width', 'height', 'batch_size'],
  CheckpointLoaderSimple: ['ckpt_name'],
  LoraLoader: ['model', 'clip', 'lora_name'],
  CLIPSetLastLayer: ['clip'],
  ConditioningZeroOut: ['conditioning'],
};
const ENDS = ['SaveImage', 'PreviewImage', 'SaveImageWebsocket'];

/** A ComfyUI that draws with the tests' own pencil; what it says was written down from a real one (0.3.64). */
export async function startComfy(options: ServerOptions = {}): Promise<ComfyServer> {
  const server = new Server(options);
  await server.listen();
  return server;
}

class Server implements ComfyServer {
  url = '';
  fault: Fault | undefined;
  stops = 0;
  readonly quirks = new Set<Quirk>();
  readonly runs: { id: string; cached: boolean }[] = [];
  readonly #frame: HttpFrame;
  readonly #gate = new Gate();
  readonly #sockets = new Map<string, { readonly socket: WebSocket; features: boolean }>();
  readonly #upgrades = new WebSocketServer({ noServer: true });
  readonly #queue: Job[] = [];
  #running: Job | undefined;
  readonly #history = new Map<string, ExactJson>();
  readonly #files = new Map<string, Buffer>();
  /** Files of the ends of graphs that ran. */
  readonly #cache = new Map<string, Outputs>();
  #counter = 0;

  constructor(options: ServerOptions) {
    this.#frame = new HttpFrame(
      options,
      (request) => this.#answer(request),
      (request, socket, head) => this.#upgrade(request, socket, head),
    );
  }

  get requests(): readonly SeenRequest[] {
    return this.#frame.requests;
  }
  get noise(): (() => Reply) | undefined {
    return this.#frame.noise;
  }
  set noise(noise: (() => Reply) | undefined) {
    this.#frame.noise = noise;
  }
  async listen(): Promise<void> {
    this.url = await this.#frame.listen();
  }
  hold(): void {
    this.#gate.hold();
  }
  release(): void {
    this.#gate.release();
  }
  async close(): Promise<void> {
    this.#upgrades.close();
    await this.#frame.close();
  }

  occupy(): { id: string; end: () => void; interrupted: () => boolean } {
    const job = newJob(randomUUID(), {}, undefined, []);
    this.#running = job;
    const end = (): void => {
      this.#running = undefined;
      void this.#work();
    };
    return { id: job.id, end, interrupted: () => job.interrupted };
  }

  #answer({ method, path, text }: SeenRequest): Reply | Promise<Reply> {
    const url = new URL(path.replace(/^\/api\//, '/'), 'http://here');
    const [, first = '', second = ''] = url.pathname.split('/').map(decodeURIComponent);
    switch (`${method} /${first}`) {
      case 'GET /system_stats':
        return { body: { system: this.quirks.has('old') ? {} : { comfyui_version: '0.3.64' }, devices: [] } };
      case 'GET /object_info':
        return { body: this.#info(second) };
      case 'POST /prompt':
        return this.#post(text);
      case 'GET /queue':
        return {
          body: {
            queue_running: this.#running ? [entry(this.#running, 0)] : [],
            queue_pending: this.#queue.map(entry),
          },
        };
      case 'POST /queue':
        return this.#delete(text);
      case 'POST /interrupt':
        return this.#interrupt(text);
      case 'GET /history':
        return { body: this.#history.has(second) ? { [second]: this.#history.get(second)! } : {} };
      case 'GET /view':
        return this.#view(url.searchParams);
      default:
        return NOT_FOUND;
    }
  }

  /** `{}` for a node that it does not have. */
  #info(type: string): object {
    if (!Object.hasOwn(REQUIRED, type)) return {};
    const choices = Object.entries(CHOICES[type] ?? {}).map(([name, list]) => [
      name,
      this.quirks.has('combo') ? ['COMBO', { options: list }] : [list, {}],
    ]);
    const numbers = Object.entries(NUMBERS[type] ?? {}).map(([name, [least, most]]) => [
      name,
      ['INT', { min: least, max: Number(most), step: 8 }],
    ]);
    return { [type]: { input: { required: Object.fromEntries([...choices, ...numbers]) } } };
  }

  #post(text: string): Reply {
    if (this.fault === 'html') return PAGE;
    const body = parseExactJson(text) as Readonly<Record<string, ExactJson>> | undefined;
    if (body === undefined) return { status: 500, type: 'text/plain', body: 'Server got itself in trouble' };
    const nodes = body.prompt as unknown as Nodes;
    const ends = Object.keys(nodes).filter((id) => ENDS.includes(nodes[id]!.class_type));
    const unknown = Object.entries(nodes).find(([, { class_type }]) => !Object.hasOwn(REQUIRED, class_type));
    if (unknown)
      return refused(
        'invalid_prompt',
        `Cannot execute because node ${unknown[1].class_type} does not exist.`,
        `Node ID '#${unknown[0]}'`,
      );
    if (ends.length === 0) return refused('prompt_no_outputs', 'Prompt has no outputs', '');
    const errors = this.#nodeErrors(nodes, ends);
    const good = ends.filter(
      (end) => !Object.values(errors).some((said) => said.dependent_outputs.includes(end)),
    );
    if (good.length === 0)
      return refused('prompt_outputs_failed_validation', 'Prompt outputs failed validation', '', errors);
    const id = this.quirks.has('old') ? randomUUID() : String(body.prompt_id ?? randomUUID());
    this.#queue.push(newJob(id, nodes, body.client_id as string | undefined, good));
    void this.#work();
    if (this.quirks.has('queue-cleared')) this.#queue.length = 0;
    return { body: { prompt_id: id, number: this.#counter++, node_errors: errors } };
  }

  #nodeErrors(
    nodes: Nodes,
    ends: readonly string[],
  ): Record<string, { errors: object[]; class_type: string; dependent_outputs: string[] }> {
    const errors: Record<string, { errors: object[]; class_type: string; dependent_outputs: string[] }> = {};
    for (const end of ends)
      for (const id of behind(nodes, end)) {
        const said = faultsOf(nodes[id]!, nodes);
        if (said.length === 0) continue;
        errors[id] ??= { errors: said, class_type: nodes[id]!.class_type, dependent_outputs: [] };
        errors[id].dependent_outputs.push(end);
      }
    return errors;
  }

  #delete(text: string): Reply {
    const { delete: ids = [] } = JSON.parse(text) as { delete?: string[] };
    for (const id of ids) {
      const at = this.#queue.findIndex((job) => job.id === id);
      if (at >= 0) {
        this.#queue.splice(at, 1);
        this.stops++;
      }
    }
    return { type: 'text/plain', body: '' };
  }

  #interrupt(text: string): Reply {
    const { prompt_id: id } = JSON.parse(text || '{}') as { prompt_id?: string };
    const running = this.#running;
    if (running && (this.quirks.has('old') || id === undefined || id === running.id)) {
      running.interrupted = true;
      running.wake();
      this.stops++;
    }
    return { type: 'text/plain', body: '' };
  }

  #view(query: URLSearchParams): Reply {
    const bytes = this.#files.get(`${query.get('type')}/${query.get('subfolder')}/${query.get('filename')}`);
    if (!bytes) return { status: 404, type: 'text/plain', body: '404: Not Found' };
    if (this.fault === 'cut') return { type: 'image/png', body: bytes, cutAfter: bytes.length >> 1 };
    if (this.fault === 'no-picture') return { type: 'image/png', body: 'no picture at all' };
    if (this.fault === 'large') return { type: 'image/png', body: enlarged(bytes, 41_000_000) };
    return { type: 'application/octet-stream', body: bytes };
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.quirks.has('no-socket'))
      return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
    this.#upgrades.handleUpgrade(request, socket, head, (opened) => {
      const id = new URL(request.url!, 'http://here').searchParams.get('clientId') ?? randomUUID();
      const entry = { socket: opened, features: false };
      this.#sockets.set(id, entry);
      this.#tell(id, 'status', { status: { exec_info: { queue_remaining: 0 } }, sid: id });
      opened.on('message', (data: Buffer) => {
        const { type } = JSON.parse(data.toString()) as { type?: string };
        if (type === 'feature_flags' && !this.quirks.has('late-features') && !this.quirks.has('old'))
          entry.features = true;
      });
      opened.on('error', () => undefined);
      opened.on('close', () => this.#sockets.delete(id));
    });
  }

  #tell(id: string | undefined, type: string, data: object): void {
    if (id !== undefined) this.#sockets.get(id)?.socket.send(JSON.stringify({ type, data }));
  }

  /** A picture through the socket, in the form that the client's features ask for. */
  #show(job: Job, node: string, format: 1 | 2, bytes: Buffer): void {
    const to = job.clientId === undefined ? undefined : this.#sockets.get(job.clientId);
    const head = Buffer.alloc(8);
    if (to?.features) {
      const about = Buffer.from(
        JSON.stringify({ node_id: node, prompt_id: job.id, image_type: 'image/png' }),
      );
      head.writeUInt32BE(4);
      head.writeUInt32BE(about.length, 4);
      to.socket.send(Buffer.concat([head, about, bytes]));
    } else {
      head.writeUInt32BE(1);
      head.writeUInt32BE(format, 4);
      to?.socket.send(Buffer.concat([head, bytes]));
    }
  }

  async #work(): Promise<void> {
    await turn();
    if (this.#running) return;
    const job = this.#queue.shift();
    if (!job) return;
    this.#running = job;
    const result = await this.#run(job);
    if (!this.quirks.has('no-history')) {
      const keep = (): void => void this.#history.set(job.id, result as unknown as ExactJson);
      if (this.quirks.has('late-history')) setTimeout(keep, 25);
      else keep();
    }
    this.#running = undefined;
    this.#tell(job.clientId, 'status', { status: { exec_info: { queue_remaining: this.#queue.length } } });
    this.#tell(job.clientId, 'executing', { node: null, prompt_id: job.id });
    void this.#work();
  }

  async #run(job: Job): Promise<object> {
    const messages: [string, object][] = [];
    const tell = (type: string, data: object): void => {
      const told = { ...data, prompt_id: job.id };
      messages.push([type, told]);
      this.#tell(job.clientId, type, told);
    };
    const ended = (outputs: Outputs, completed: boolean): object => ({
      prompt: [0, job.id],
      outputs,
      status: { status_str: completed ? 'success' : 'error', completed, messages },
    });
    tell('execution_start', {});
    if (this.quirks.has('chatter')) this.#chatter(job);
    const key = writeExactJson(job.nodes as unknown as ExactJson);
    const cached = this.quirks.has('cache-none') ? undefined : this.#cache.get(key);
    this.runs.push({ id: job.id, cached: cached !== undefined });
    tell('execution_cached', { nodes: cached ? Object.keys(job.nodes) : [] });
    if (cached) {
      if (this.quirks.has('files-gone')) this.#files.clear();
      for (const [node, output] of Object.entries(cached)) tell('executed', { node, output });
      tell('execution_success', {});
      return ended(cached, true);
    }
    const outputs: Outputs = {};
    for (const end of job.outputs) {
      const sampler = behind(job.nodes, end).find((id) => job.nodes[id]!.class_type === 'KSampler');
      if (sampler === undefined) continue;
      tell('executing', { node: sampler });
      const bytes = await this.#sample(job, sampler);
      const failure = this.#failureOf(job, sampler);
      if (failure) {
        tell(...failure);
        return ended({}, false);
      }
      tell('executing', { node: end });
      const files = await this.#save(job, end, bytes);
      if (!files || this.fault === 'nothing') continue;
      outputs[end] = { images: files };
      tell('executed', { node: end, output: outputs[end] });
    }
    if (Object.keys(outputs).length > 0) this.#cache.set(key, outputs);
    tell('execution_success', {});
    return ended(outputs, true);
  }

  async #sample(job: Job, sampler: string): Promise<Buffer> {
    const { inputs } = job.nodes[sampler]!;
    const steps = Number(inputs.steps);
    const bytes = await drawing(job.nodes, sampler);
    for (let step = 1; step <= steps && !job.interrupted; step++) {
      this.#show(job, sampler, 1, bytes);
      this.#tell(job.clientId, 'progress', { value: step, max: steps, prompt_id: job.id, node: sampler });
      this.#tell(job.clientId, 'progress_state', { prompt_id: job.id, nodes: {} });
      this.#loseSocket(job);
      await Promise.race([this.#gate.wait(), new Promise<void>((resolve) => (job.wake = resolve))]);
    }
    return bytes;
  }

  #loseSocket({ clientId }: Job): void {
    const known = clientId === undefined ? undefined : this.#sockets.get(clientId);
    if (this.quirks.has('socket-cut')) known?.socket.terminate();
    if (known && this.quirks.has('socket-replaced')) this.#sockets.delete(clientId!);
  }

  #failureOf(job: Job, node: string): [string, object] | undefined {
    const about = { node_id: node, node_type: job.nodes[node]!.class_type, executed: [] };
    if (job.interrupted || this.fault === 'interrupted') return ['execution_interrupted', about];
    if (this.fault !== 'out-of-memory') return undefined;
    return [
      'execution_error',
      {
        ...about,
        exception_message:
          'Allocation on device 0 would exceed allowed memory.\n\nThis error means you ran out of memory on your GPU.',
        exception_type: 'torch.OutOfMemoryError',
        traceback: [],
      },
    ];
  }

  async #save(job: Job, end: string, bytes: Buffer): Promise<File[] | undefined> {
    const { class_type: type, inputs } = job.nodes[end]!;
    if (type === 'SaveImageWebsocket') {
      if (this.fault !== 'nothing') this.#show(job, end, 2, bytes);
      return undefined;
    }
    const prefix = type === 'SaveImage' ? String(inputs.filename_prefix) : 'ComfyUI_temp';
    const file: File = {
      // A blank and a sign that a query needs escaped.
      filename: `${prefix.split('/').at(-1)!}_${String(this.#files.size + 1).padStart(5, '0')}_ä&.png`,
      subfolder: prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '',
      type: type === 'SaveImage' ? 'output' : 'temp',
    };
    const written = withText(bytes, 'prompt', writeExactJson(job.nodes as unknown as ExactJson));
    this.#files.set(`${file.type}/${file.subfolder}/${file.filename}`, written);
    return [file];
  }

  /** What a client must pass over. */
  #chatter({ clientId }: Job): void {
    const socket = clientId === undefined ? undefined : this.#sockets.get(clientId)?.socket;
    this.#tell(clientId, 'executing', { node: null, prompt_id: 'another' });
    this.#tell(clientId, 'execution_interrupted', { prompt_id: 'another' });
    this.#tell(clientId, 'executing', { node: '3' });
    this.#tell(clientId, 'crystools.monitor', { cpu: 3 });
    socket?.send('no JSON');
    socket?.send(Buffer.from([0, 0, 0, 3, 0, 0, 0, 1, 51, 104, 105]));
    socket?.send(Buffer.from([0, 0, 0, 99, 1, 2, 3, 4, 5]));
    socket?.send(Buffer.from([0, 0, 0, 4, 255, 255, 255, 255, 1]));
    socket?.send(Buffer.from([1]));
  }
}

function newJob(id: string, nodes: Nodes, clientId: string | undefined, outputs: readonly string[]): Job {
  return { id, nodes, clientId, outputs, interrupted: false, wake: () => undefined };
}

function entry({ id, outputs }: Job, number: number): unknown[] {
  return [number, id, {}, {}, outputs];
}

function refused(type: string, message: string, details: string, errors: object = {}): Reply {
  return { status: 400, body: { error: { type, message, details, extra_info: {} }, node_errors: errors } };
}

/** A node, and all that feed it. */
function behind(nodes: Nodes, end: string): string[] {
  const ids = [end];
  for (let at = 0; at < ids.length; at++)
    for (const value of Object.values(nodes[ids[at]!]!.inputs)) {
      const id = Array.isArray(value) ? String(value[0]) : undefined;
      if (id !== undefined && id in nodes && !ids.includes(id)) ids.push(id);
    }
  return ids;
}

function faultsOf({ class_type: type, inputs }: Node, nodes: Nodes): object[] {
  const missing = REQUIRED[type]!.filter((name) => !(name in inputs)).map((name) => ({
    type: 'required_input_missing',
    message: 'Required input is missing',
    details: name,
    extra_info: { input_name: name },
  }));
  const choices = Object.entries(CHOICES[type] ?? {}).flatMap(([name, list]) =>
    name in inputs && !Array.isArray(inputs[name]) && !list.includes(String(inputs[name]))
      ? [
          {
            type: 'value_not_in_list',
            message: 'Value not in list',
            details: `${name}: '${String(inputs[name])}' not in ${JSON.stringify(list)}`,
            extra_info: {
              input_name: name,
              input_config: [list, {}],
              received_value: inputs[name] as string,
            },
          },
        ]
      : [],
  );
  const numbers = Object.entries(NUMBERS[type] ?? {}).flatMap(([name, [least]]) =>
    typeof inputs[name] === 'number' && inputs[name] < least
      ? [
          {
            type: 'value_smaller_than_min',
            message: `Value ${inputs[name]} smaller than min of ${least}`,
            details: name,
            extra_info: { input_name: name, received_value: inputs[name] },
          },
        ]
      : [],
  );
  const nowhere = Object.entries(inputs).flatMap(([name, value]) =>
    Array.isArray(value) && !(String(value[0]) in nodes)
      ? [
          {
            type: 'exception_during_inner_validation',
            message: 'Exception when validating inner node',
            details: `'${String(value[0])}'`,
            extra_info: { input_name: name },
          },
        ]
      : [],
  );
  return [...missing, ...choices, ...numbers, ...nowhere];
}

/** A KSampler's picture. */
function drawing(nodes: Nodes, sampler: string): Promise<Buffer> {
  const { inputs } = nodes[sampler]!;
  const linked = (value: ExactJson | undefined): Node | undefined =>
    Array.isArray(value) ? nodes[String(value[0])] : undefined;
  const textOf = (value: ExactJson | undefined): string =>
    linked(value)?.class_type === 'ConditioningZeroOut' ? '' : String(linked(value)?.inputs.text ?? '');
  const size = linked(inputs.latent_image)?.inputs ?? {};
  return draw({
    prompt: `${textOf(inputs.positive)}\n${String(linked(inputs.model)?.inputs.lora_name ?? '')}`,
    seed: String(inputs.seed),
    width: Math.floor(Number(size.width) / 8) * 8,
    height: Math.floor(Number(size.height) / 8) * 8,
  });
}
