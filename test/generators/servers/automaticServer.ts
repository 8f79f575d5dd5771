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

/** Whose habits it has. `before-1.9`: samplers hold their schedulers, and there are no tasks. */
export type AutomaticKind = 'a1111' | 'before-1.9' | 'forge' | 'sdnext';

const MODELS = ['scenes', 'sketches'];
const HASHES: Readonly<Record<string, string>> = { scenes: '879db523c3', sketches: 'e1441589a6' };

interface Wish {
  readonly prompt: string;
  readonly negative_prompt?: string;
  readonly steps?: number;
  readonly width?: number;
  readonly height?: number;
  readonly cfg_scale?: number;
  readonly sampler_name?: string;
  readonly scheduler?: string;
  readonly force_task_id?: string;
  readonly override_settings?: { readonly sd_model_checkpoint?: string };
}

interface Job {
  readonly wish: Wish;
  readonly task: string | undefined;
  isActive: boolean;
  isDone: boolean;
}

export class AutomaticServer implements TestServer {
  url = '';
  fault: Fault | undefined;
  stops = 0;
  /** A grid before the pictures, as with `save_images` and more than one. */
  gridFirst = false;
  /** Pictures of each request; picture k has seed + k. */
  batch = 1;
  /** Draws instead of `draw`: a picture file for a prompt and a seed. */
  artist: ((prompt: string, seed: string) => Buffer) | undefined;
  /** Pictures that extensions put behind. */
  extras = 0;
  readonly #frame: HttpFrame;
  readonly #gate = new Gate();
  readonly #jobs: Job[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #interrupted = false;
  #interrupt: () => void = () => undefined;

  constructor(
    private readonly kind: AutomaticKind,
    options: ServerOptions = {},
  ) {
    this.#frame = new HttpFrame(options, (request) => this.#answer(request));
  }

  static async start(kind: AutomaticKind, options?: ServerOptions): Promise<AutomaticServer> {
    const server = new AutomaticServer(kind, options);
    server.url = await server.#frame.listen();
    return server;
  }

  get requests(): readonly SeenRequest[] {
    return this.#frame.requests;
  }

  set noise(noise: (() => Reply) | undefined) {
    this.#frame.noise = noise;
  }

  set spoil(spoil: (reply: Reply) => Reply) {
    this.#frame.spoil = spoil;
  }

  hold(): void {
    this.#gate.hold();
  }

  release(): void {
    this.#gate.release();
  }

  /** As a person does at the server's own page. */
  interrupt(): void {
    this.#interrupted = true;
    this.#interrupt();
  }

  close(): Promise<void> {
    return this.#frame.close();
  }

  #answer(request: SeenRequest): Reply | Promise<Reply> {
    const [route] = request.path.split('?');
    const answers: Readonly<Record<string, (() => Reply | Promise<Reply>) | undefined>> = {
      'GET /sdapi/v1/sd-models': () => ({ body: MODELS.map(modelEntry) }),
      'GET /sdapi/v1/samplers': () => ({ body: samplersOf(this.kind) }),
      'GET /sdapi/v1/sd-vae': this.kind === 'a1111' ? () => ({ body: [] }) : undefined,
      'GET /sdapi/v1/sd-modules': this.kind === 'forge' ? () => ({ body: [] }) : undefined,
      'GET /sdapi/v1/version':
        this.kind === 'sdnext' ? () => ({ body: { app: 'sd.next', updated: '2026-07-01' } }) : undefined,
      'GET /sdapi/v1/schedulers': /a1111|forge/.test(this.kind) ? () => ({ body: SCHEDULERS }) : undefined,
      'GET /sdapi/v1/loras': /a1111|forge/.test(this.kind)
        ? () => ({ body: [{ name: 'ink', alias: 'inkstyle' }] })
        : undefined,
      'GET /sdapi/v1/extra-networks':
        this.kind === 'sdnext' ? () => ({ body: [{ name: 'ink', type: 'lora' }] }) : undefined,
      'GET /sdapi/v1/progress': () => this.#progress(request),
      'POST /internal/progress': /a1111|forge/.test(this.kind)
        ? () => this.#taskProgress(request)
        : undefined,
      'POST /sdapi/v1/interrupt': () => {
        this.stops++;
        this.interrupt();
        return this.kind === 'sdnext' ? { status: 204 } : { body: {} };
      },
      'POST /sdapi/v1/txt2img': () => this.#draw(request),
    };
    return answers[`${request.method} ${route}`]?.() ?? NOT_FOUND;
  }

  /** One after the other, as the queue lock has it. */
  async #draw(request: SeenRequest): Promise<Reply> {
    const wish = JSON.parse(request.text) as Wish;
    const known = samplersOf(this.kind).some(({ name }) => name === (wish.sampler_name ?? name));
    if (!known && this.kind !== 'a1111') return { status: 404, body: { detail: 'Sampler not found' } };
    const job: Job = { wish, task: wish.force_task_id, isActive: false, isDone: false };
    this.#jobs.push(job);
    const turn = this.#turn.then(() => this.#work(job, request.text));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #work(job: Job, text: string): Promise<Reply> {
    this.#interrupted = false;
    job.isActive = true;
    const interrupted = new Promise<void>((resolve) => (this.#interrupt = resolve));
    await Promise.race([this.#gate.wait(), interrupted]);
    job.isActive = false;
    job.isDone = true;
    if (this.fault === 'interrupted') this.#interrupted = true;
    if (this.fault === 'html') return PAGE;
    if (this.fault === 'out-of-memory')
      return this.kind === 'forge'
        ? { status: 500, body: { detail: 'CUDA out of memory. Tried to allocate 2.00 GiB' } }
        : {
            status: 500,
            body: { error: 'OutOfMemoryError', detail: '', body: '', errors: 'CUDA out of memory. Tried…' },
          };
    return this.#pictures(job.wish, BigInt(/"seed":\s*(-?\d+)/.exec(text)![1]!));
  }

  async #pictures(wish: Wish, seed: bigint): Promise<Reply> {
    const { prompt, width = 512, height = 512, steps = 20, negative_prompt = '' } = wish;
    const asked = wish.override_settings?.sd_model_checkpoint;
    const model =
      (this.fault !== 'other-model' && MODELS.find((name) => modelEntry(name).title === asked)) || MODELS[0]!;
    const sampler = wish.sampler_name ?? 'Euler a';
    const seeds = Array.from({ length: this.batch }, (_, k) => seed + BigInt(k));
    const infotexts = seeds.map(
      (each) =>
        `${prompt}\nNegative prompt: ${negative_prompt}\nSteps: ${steps}, Sampler: ${sampler}, Schedule type: ${wish.scheduler ?? 'Automatic'}, CFG scale: 7, Seed: ${each}, Size: ${width}x${height}, Model hash: ${HASHES[model]}, Model: ${model}`,
    );
    const pictures = await Promise.all(
      seeds.map(async (each, k) => {
        const png =
          this.artist?.(prompt, String(each)) ??
          (await draw({ prompt: `${prompt} ${model}`, seed: String(each), width, height }));
        return this.#damaged(withText(png, 'parameters', infotexts[k]!)).toString('base64');
      }),
    );
    const grid = this.gridFirst ? [pictures[0]!] : [];
    const extras = Array.from({ length: this.extras }, () => pictures[0]!);
    const info = `{"prompt": ${JSON.stringify(prompt)}, "all_prompts": ${JSON.stringify(seeds.map(() => prompt))}, "all_negative_prompts": [${JSON.stringify(negative_prompt)}], "seed": ${seed}, "all_seeds": [${seeds.join(', ')}], "width": ${width}, "height": ${height}, "steps": ${steps}, "cfg_scale": ${wish.cfg_scale ?? 7}, "sampler_name": ${JSON.stringify(sampler)}, "sd_model_name": "${model}", "sd_model_hash": "${HASHES[model]}", "eta": NaN, "index_of_first_image": ${grid.length}, "infotexts": ${JSON.stringify([...grid.map(() => infotexts[0]), ...infotexts])}, "extra_generation_params": ${wish.scheduler ? JSON.stringify({ 'Schedule type': wish.scheduler }) : '{}'}}`;
    const images = this.fault === 'nothing' ? [] : [...grid, ...pictures, ...extras];
    const body = JSON.stringify({ images, parameters: {}, info });
    return { body, ...(this.fault === 'cut' && { cutAfter: Math.floor(body.length / 2) }) };
  }

  #damaged(png: Buffer): Buffer {
    if (this.fault === 'no-picture') return Buffer.from('this is no picture, whatever its name says');
    return this.fault === 'large' ? enlarged(png, 41_000_000) : png;
  }

  /** Of whatever is drawn. */
  async #progress({ path }: SeenRequest): Promise<Reply> {
    const job = this.#jobs.find(({ isActive }) => isActive);
    const skips = path.includes('skip_current_image=true');
    return {
      body: {
        progress: job ? 0.5 : 0,
        eta_relative: job ? 3 : 0,
        state: {
          interrupted: this.#interrupted,
          skipped: false,
          job: job ? 'txt2img' : '',
          sampling_step: job ? 10 : 0,
          sampling_steps: job ? 20 : 0,
        },
        current_image: job && !skips ? (await preview(job.wish)).toString('base64') : null,
      },
    };
  }

  async #taskProgress({ text }: SeenRequest): Promise<Reply> {
    const { id_task, live_preview } = JSON.parse(text) as { id_task: string; live_preview: boolean };
    const job = this.#jobs.find(({ task }) => task === id_task);
    const isActive = job?.isActive === true;
    return {
      body: {
        active: isActive,
        queued: job !== undefined && !job.isActive && !job.isDone,
        completed: job?.isDone === true,
        progress: isActive ? 0.5 : null,
        live_preview:
          isActive && live_preview
            ? `data:image/png;base64,${(await preview(job.wish)).toString('base64')}`
            : null,
        id_live_preview: 1,
        textinfo: null,
      },
    };
  }
}

function preview({ prompt }: Wish): Promise<Buffer> {
  return draw({ prompt, seed: '0', width: 8, height: 8 });
}

function modelEntry(name: string): Readonly<Record<string, string>> {
  return {
    title: `${name}.safetensors [${HASHES[name]}]`,
    model_name: name,
    hash: HASHES[name]!,
    filename: `/srv/models/${name}.safetensors`,
  };
}

const SCHEDULERS = [
  { name: 'automatic', label: 'Automatic', aliases: null },
  { name: 'karras', label: 'Karras', aliases: null },
  { name: 'sgm_uniform', label: 'SGM Uniform', aliases: ['SGMUniform'] },
];

function samplersOf(kind: AutomaticKind): { readonly name: string; readonly aliases: readonly string[] }[] {
  const names = [
    ['Euler a', 'k_euler_a'],
    ['DPM++ 2M', 'k_dpmpp_2m'],
    ['Euler', 'k_euler'],
  ] as const;
  const listed = names.map(([name, alias]) => ({ name, aliases: [alias] }));
  return kind === 'before-1.9'
    ? [...listed, { name: 'DPM++ 2M Karras', aliases: ['k_dpmpp_2m_ka'] }]
    : listed;
}
