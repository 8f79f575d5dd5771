import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** How a server misbehaves; each is served once for each number that it counts down. */
export interface Faults {
  /** Answers 429 so often, with this Retry-After. */
  busy?: { times: number; seconds: string };
  /** Answers 500 so often. */
  failing?: number;
  /** Cuts so many answers in the middle. */
  cut?: number;
  /** Damages every answer. */
  answer?: 'html' | 'count' | 'index' | 'width' | 'nan' | 'zeros' | 'huge' | 'other' | 'shifted';
  /** Redirects there. */
  redirect?: string;
  /** What answers say of who gives them. */
  says?: { readonly model?: string; readonly system_fingerprint?: string };
  /** Never answers. */
  silent?: boolean;
  /** Answers a blank at a time, without end. */
  trickles?: boolean;
}

export interface TowersServerOptions {
  readonly dialect?: 'infinity' | 'vllm';
  readonly models?: readonly string[];
  readonly token?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly embedText: (text: string) => Promise<Float32Array>;
  readonly embedPicture: (png: Buffer) => Promise<Float32Array>;
}

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** Speaks the dialects of infinity and vLLM, as well or as badly as a test wants. */
export class TowersServer {
  readonly faults: Faults = {};
  readonly asked: Asked[] = [];
  /** Requests under way at once, at most. */
  most = 0;
  /** Requests that nobody has ended. */
  underWay = 0;

  private constructor(
    readonly url: string,
    private readonly server: Server,
  ) {}

  static async start(options: TowersServerOptions): Promise<TowersServer> {
    const listener = (request: IncomingMessage, response: ServerResponse): void =>
      void started.#answer(options, request, response).catch(() => response.destroy());
    const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const started = new TowersServer(`${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`, server);
    return started;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #answer(
    options: TowersServerOptions,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    this.most = Math.max(this.most, ++this.underWay);
    response.on('close', () => this.underWay--);
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const sent = Buffer.concat(pieces).toString();
    const body = (sent === '' ? {} : JSON.parse(sent)) as Record<string, unknown>;
    const { authorization } = request.headers;
    this.asked.push({ path: request.url!, authorization, body });
    const { faults } = this;
    const say = (status: number, value: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    if (faults.silent) return;
    if (faults.trickles) return trickle(response);
    if (faults.redirect) return say(307, '', { location: faults.redirect });
    if (options.token && authorization !== `Bearer ${options.token}`)
      return say(401, { error: { message: `${authorization} is not the token` } });
    const { dialect = 'infinity', models = ['mini'] } = options;
    if (request.url === '/v1/models')
      return say(200, { data: models.map((id) => ({ id, owned_by: dialect })) });
    if (request.url !== '/v1/embeddings') return say(404, {});
    if (faults.busy && faults.busy.times-- > 0) return say(429, {}, { 'retry-after': faults.busy.seconds });
    if (faults.failing && faults.failing-- > 0) return say(500, { error: { message: 'CUDA out of memory' } });
    if (faults.answer === 'html') return say(200, '<!doctype html><title>Log in</title>');
    const rows = await rowsOf(body, dialect, options);
    const data = rows.map((row, index) => ({ index, embedding: row && damaged(row, faults.answer) }));
    if (faults.answer === 'count') data.pop();
    if (faults.answer === 'index') data.forEach((each) => (each.index = 0));
    if (faults.answer === 'huge') return say(200, { data, padding: ' '.repeat(2 * 1024 * 1024) });
    // Order is told by the index alone.
    const text = JSON.stringify({ ...faults.says, data: data.reverse() });
    if (faults.cut && faults.cut-- > 0) {
      response.writeHead(200, { 'content-length': text.length });
      response.write(text.slice(0, text.length / 2));
      setImmediate(() => response.destroy());
      return;
    }
    say(200, text);
  }
}

/** Keeps a connection from ever being silent. */
function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const dripping = setInterval(() => response.write(' '), 5);
  response.on('close', () => clearInterval(dripping));
}

async function rowsOf(
  { input, modality, messages }: Record<string, unknown>,
  dialect: 'infinity' | 'vllm',
  { embedText, embedPicture }: TowersServerOptions,
): Promise<Float32Array[]> {
  const picture = (uri: string): Promise<Float32Array> =>
    embedPicture(Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64'));
  if (dialect === 'vllm' && messages !== undefined) {
    const [{ content }] = messages as [{ content: [{ image_url: { url: string } }] }];
    return [await picture(content[0].image_url.url)];
  }
  return Promise.all((input as string[]).map(modality === 'image' ? picture : embedText));
}

/** As base64 where it is right, in the numbers of JSON where it is not. */
function damaged(row: Float32Array, fault: Faults['answer']): string | (number | null)[] {
  if (fault === 'width') return [...row.subarray(1)];
  if (fault === 'nan') return [NaN, ...row.subarray(1)]; // null in JSON
  if (fault === 'zeros') return [...row.fill(0)];
  if (fault === 'other') return [...row].reverse();
  if (fault === 'shifted') return [...row].map((each, i) => each + (i % 2 ? 0.01 : -0.01));
  return Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString('base64');
}
