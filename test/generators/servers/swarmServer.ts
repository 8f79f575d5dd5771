import { WebSocketServer, type WebSocket } from 'ws';
import { draw, enlarged } from './drawing';
import {
  Gate,
  HttpFrame,
  NOT_FOUND,
  PAGE,
  refuseUpgrade,
  type Fault,
  type Reply,
  type SeenRequest,
  type ServerOptions,
  type TestServer,
} from './testServer';

const MODELS = ['scenes.safetensors', 'drawn/sketches.safetensors'];

interface Wish {
  readonly session_id: string;
  readonly prompt: string;
  readonly model?: string;
  readonly width?: number;
  readonly height?: number;
  readonly steps?: number;
  readonly sampler?: string;
}

export class SwarmServer implements TestServer {
  url = '';
  fault: Fault | undefined;
  stops = 0;
  /** Pictures come as files of the server, as when it keeps them. */
  keepsFiles = false;
  /** Each session ends after so many uses. */
  sessionUses = Infinity;
  /** A picture that is taken back comes before the right one. */
  discards = false;
  readonly #frame: HttpFrame;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #gate = new Gate();
  readonly #sessions = new Map<string, number>();
  readonly #files = new Map<string, Buffer>();
  readonly #drawing = new Map<string, () => void>();

  constructor(options: ServerOptions = {}) {
    this.#frame = new HttpFrame(
      options,
      (request) => this.#answer(request),
      (request, socket, head) => {
        if (request.url !== '/API/GenerateText2ImageWS') return refuseUpgrade(socket, NOT_FOUND);
        if (this.fault === 'html') return refuseUpgrade(socket, PAGE);
        this.#sockets.handleUpgrade(request, socket, head, (client) => this.#greet(client, request.headers));
      },
    );
  }

  static async start(options?: ServerOptions): Promise<SwarmServer> {
    const server = new SwarmServer(options);
    server.url = await server.#frame.listen();
    return server;
  }

  get requests(): readonly SeenRequest[] {
    return this.#frame.requests;
  }

  set noise(noise: (() => Reply) | undefined) {
    this.#frame.noise = noise;
  }

  /** Sessions that were made so far. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /** As a restart does. */
  forgetSessions(): void {
    for (const session of this.#sessions.keys()) this.#sessions.set(session, 0);
  }

  hold(): void {
    this.#gate.hold();
  }

  release(): void {
    this.#gate.release();
  }

  async close(): Promise<void> {
    for (const client of this.#sockets.clients) client.terminate();
    await this.#frame.close();
  }

  #answer({ method, path, text }: SeenRequest): Reply {
    const file = this.#files.get(decodeURIComponent(path));
    if (method === 'GET' && file) return { type: 'image/png', body: file };
    if (method !== 'POST' || !path.startsWith('/API/')) return NOT_FOUND;
    const said = JSON.parse(text) as { readonly session_id?: string; readonly other_sessions?: boolean };
    if (path === '/API/GetNewSession') {
      const session = `session-${this.#sessions.size}`;
      this.#sessions.set(session, this.sessionUses);
      return { body: { session_id: session, user_id: 'local', version: '0.9.6', server_id: 'x' } };
    }
    if (!this.#use(said.session_id)) return { status: 401, body: UNKNOWN_SESSION };
    if (path === '/API/InterruptAll') {
      this.stops++;
      for (const [session, stop] of this.#drawing)
        if (said.other_sessions || session === said.session_id) stop();
      return { body: { success: true } };
    }
    if (path !== '/API/ListT2IParams') return NOT_FOUND;
    return {
      body: {
        list: [
          { id: 'sampler', name: 'Sampler', type: 'dropdown', values: ['euler', 'dpmpp_2m'] },
          { id: 'scheduler', name: 'Scheduler', type: 'dropdown', values: ['normal', 'karras'] },
        ],
        models: { 'Stable-Diffusion': MODELS.map((name) => [name, 'sdxl']), LoRA: ['ink'] },
      },
    };
  }

  #use(session: string | undefined): boolean {
    const left = this.#sessions.get(session ?? '') ?? 0;
    if (session !== undefined && left > 0) this.#sessions.set(session, left - 1);
    return left > 0;
  }

  #greet(client: WebSocket, headers: SeenRequest['headers']): void {
    client.once('message', (data) => {
      const text = (data as Buffer).toString('utf8');
      this.#frame.requests.push({ method: 'WS', path: '/API/GenerateText2ImageWS', headers, text });
      this.#draw(client, text).catch(() => client.terminate());
    });
  }

  async #draw(client: WebSocket, text: string): Promise<void> {
    const tell = (message: unknown): void => client.send(JSON.stringify(message));
    const wish = JSON.parse(text) as Wish;
    const seed = /"seed":\s*(-?\d+)/.exec(text)![1]!;
    if (!this.#use(wish.session_id)) {
      tell(UNKNOWN_SESSION);
      return client.close();
    }
    tell({ status: { waiting_gens: 1, loading_models: 0, waiting_backends: 0, live_gens: 1 } });
    const preview = await draw({ ...wish, seed: '0', width: 8, height: 8 });
    tell({
      gen_progress: {
        batch_index: '0',
        overall_percent: 0.5,
        current_percent: 0.5,
        preview: `data:image/png;base64,${preview.toString('base64')}`,
      },
    });
    const interrupted = new Promise<'interrupted'>((resolve) =>
      this.#drawing.set(wish.session_id, () => resolve('interrupted')),
    );
    const became = await Promise.race([this.#gate.wait(), interrupted]);
    // It ends without a picture, and without a word.
    if (became === 'interrupted' || this.fault === 'nothing') return client.close();
    if (this.fault === 'cut') return client.terminate();
    if (this.fault === 'out-of-memory') {
      tell({ error: 'ComfyUI execution error: CUDA out of memory' });
      return client.close();
    }
    if (this.discards) {
      tell({
        image: {
          image: `data:image/png;base64,${preview.toString('base64')}`,
          batch_index: '7',
          metadata: null,
        },
      });
      tell({ discard_indices: [7] });
    }
    await this.#tellPicture(tell, wish, seed);
    client.close();
  }

  async #tellPicture(tell: (message: unknown) => void, wish: Wish, seed: string): Promise<void> {
    const { prompt, width = 512, height = 512, steps = 20, sampler = 'euler' } = wish;
    const model = this.fault === 'other-model' ? MODELS[0]! : (wish.model ?? MODELS[0]!);
    const png = await draw({ prompt: `${prompt} ${model}`, seed, width, height });
    const picture =
      this.fault === 'no-picture'
        ? Buffer.from('no')
        : this.fault === 'large'
          ? enlarged(png, 41_000_000)
          : png;
    const name = `/View/local/raw/a red #1 ${seed}.png`;
    this.#files.set(name, picture);
    const bare = model.replace(/\.safetensors$/, '');
    tell({
      image: {
        image: this.keepsFiles ? name.slice(1) : `data:image/png;base64,${picture.toString('base64')}`,
        batch_index: '0',
        metadata: `{"sui_image_params": {"prompt": ${JSON.stringify(prompt)}, "model": ${JSON.stringify(bare)}, "seed": ${seed}, "steps": ${steps}, "cfgscale": 7.0, "sampler": ${JSON.stringify(sampler)}, "width": ${width}, "height": ${height}, "swarm_version": "0.9.6"}}`,
      },
    });
  }
}

const UNKNOWN_SESSION = {
  error_id: 'invalid_session_id',
  error: 'Invalid session ID. You may need to refresh the page.',
};
