import { draw, enlarged } from './drawing';
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

const KNOWN = [
  ...['prompt', 'negative_prompt', 'seed', 'steps', 'guidance_scale', 'width', 'height', 'sampler', 'model'],
  ...['batch_count', 'loras'],
];

/** Few routes, and no patience with names that it does not know. */
export class DrawThingsServer implements TestServer {
  url = '';
  fault: Fault | undefined;
  readonly stops = 0;
  readonly #frame: HttpFrame;
  readonly #gate = new Gate();

  constructor(options: ServerOptions = {}) {
    this.#frame = new HttpFrame(options, (request) => this.#answer(request));
  }

  static async start(options?: ServerOptions): Promise<DrawThingsServer> {
    const server = new DrawThingsServer(options);
    server.url = await server.#frame.listen();
    return server;
  }

  get requests(): readonly SeenRequest[] {
    return this.#frame.requests;
  }

  set noise(noise: (() => Reply) | undefined) {
    this.#frame.noise = noise;
  }

  hold(): void {
    this.#gate.hold();
  }

  release(): void {
    this.#gate.release();
  }

  close(): Promise<void> {
    return this.#frame.close();
  }

  async #answer({ method, path, text }: SeenRequest): Promise<Reply> {
    if (method === 'GET' && path === '/sdapi/v1/options') return { body: { guidance_scale: 4.5, steps: 20 } };
    if (method !== 'POST' || path !== '/sdapi/v1/txt2img') return NOT_FOUND;
    const wish = JSON.parse(text) as Record<string, string | number>;
    const unknown = Object.keys(wish).find((name) => !KNOWN.includes(name));
    if (unknown !== undefined) return { status: 422, body: { error: `Unrecognized key: ${unknown}` } };
    await this.#gate.wait();
    if (this.fault === 'html') return PAGE;
    if (this.fault === 'out-of-memory') return { status: 500, body: { error: 'MPS backend out of memory' } };
    if (this.fault === 'nothing') return { body: { images: [] } };
    const { prompt, seed, width = 512, height = 512 } = wish;
    const png = await draw({
      prompt: String(prompt),
      seed: String(seed),
      width: Number(width),
      height: Number(height),
    });
    const picture =
      this.fault === 'no-picture'
        ? Buffer.from('no')
        : this.fault === 'large'
          ? enlarged(png, 41_000_000)
          : png;
    const body = JSON.stringify({ images: [picture.toString('base64')] });
    return { body, ...(this.fault === 'cut' && { cutAfter: Math.floor(body.length / 2) }) };
  }
}
