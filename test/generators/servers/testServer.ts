import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';

/** What a request said. */
export interface SeenRequest {
  readonly method: string;
  /** Without the prefix; with the query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** As it came: what JSON.parse would round is still there. */
  readonly text: string;
}

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes as they are; anything else as JSON. */
  readonly body?: unknown;
  /** So many bytes of the body are sent, then the connection ends. */
  readonly cutAfter?: number;
}

/** How a server misbehaves with everything that is asked from then on, until it is told otherwise. */
export type Fault =
  /** The request for a picture is answered with a web page. */
  | 'html'
  /** The connection ends in the middle of a picture. */
  | 'cut'
  | 'out-of-memory'
  /** Somebody else stops what is drawn. */
  | 'interrupted'
  /** A text file in place of a picture. */
  | 'no-picture'
  /** No picture at all, and no error. */
  | 'nothing'
  /** A picture of 40 MB. */
  | 'large'
  /** It draws with its own model, whatever was asked for, and does not complain. */
  | 'other-model';

export interface ServerOptions {
  /** Before all routes, such as `/gen`. */
  readonly prefix?: string;
  /** Basic authentication. */
  readonly user?: string;
  readonly password?: string;
}

/** A generator for tests, on this machine. */
export interface TestServer {
  /** With the prefix. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  fault: Fault | undefined;
  /** Answers everything while it is set. */
  noise: (() => Reply) | undefined;
  /** Draws nothing further until it is released; progress is told meanwhile. */
  hold(): void;
  release(): void;
  /** How often it was told to stop. */
  readonly stops: number;
  close(): Promise<void>;
}

export type Handler = (request: SeenRequest) => Reply | Promise<Reply>;
export type Upgrader = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export const PAGE: Reply = { type: 'text/html', body: '<!DOCTYPE html><title>Sign in</title>' };
export const NOT_FOUND: Reply = { status: 404, body: { detail: 'Not Found' } };

/** Listens, hands requests to a handler, and remembers them. */
export class HttpFrame {
  readonly requests: SeenRequest[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** What is told of everything while a server makes noise. */
  noise: (() => Reply) | undefined;
  /** What becomes of each answer. */
  spoil: (reply: Reply) => Reply = (reply) => reply;

  constructor(
    private readonly options: ServerOptions,
    private readonly handler: Handler,
    upgrade?: Upgrader,
  ) {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    if (upgrade)
      this.#server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => {
        const refusal = this.#refusal(request);
        if (refusal) return refuseUpgrade(socket, refusal);
        request.url = this.#pathOf(request);
        this.requests.push({ method: 'WS', path: request.url!, headers: request.headers, text: '' });
        if (this.noise) return refuseUpgrade(socket, this.noise());
        upgrade(request, socket, head);
      });
  }

  /** @returns the address, with the prefix */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.options.prefix ?? ''}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const seen: SeenRequest = {
      method: request.method!,
      path: this.#pathOf(request) ?? '',
      headers: request.headers,
      text: await text(request),
    };
    const refusal = this.#refusal(request);
    if (!refusal) this.requests.push(seen);
    send(response, refusal ?? this.noise?.() ?? this.spoil(await this.handler(seen)));
  }

  #pathOf(request: IncomingMessage): string | undefined {
    const { prefix = '' } = this.options;
    return request.url?.startsWith(`${prefix}/`) ? request.url.slice(prefix.length) : undefined;
  }

  #refusal(request: IncomingMessage): Reply | undefined {
    const { user, password } = this.options;
    const wanted = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    if (user !== undefined && request.headers.authorization !== wanted)
      return {
        status: 401,
        headers: { 'www-authenticate': 'Basic' },
        body: { detail: `Incorrect: ${request.headers.authorization}` },
      };
    return this.#pathOf(request) === undefined ? NOT_FOUND : undefined;
  }
}

export function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null));
}

function send(
  response: ServerResponse,
  { status = 200, type = 'application/json', headers, body, cutAfter }: Reply,
): void {
  const bytes = status === 204 ? Buffer.alloc(0) : bytesOf(body);
  response.writeHead(status, {
    ...(status !== 204 && { 'content-type': type, 'content-length': bytes.length }),
    ...headers,
  });
  if (cutAfter === undefined) response.end(bytes);
  else response.write(bytes.subarray(0, cutAfter), () => response.destroy());
}

export function refuseUpgrade(
  socket: Duplex,
  { status = 200, type = 'application/json', body }: Reply,
): void {
  const bytes = bytesOf(body);
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} No\r\ncontent-type: ${type}\r\ncontent-length: ${bytes.length}\r\nconnection: close\r\n\r\n`,
      ),
      bytes,
    ]),
  );
}

/** A gate that work waits at. */
export class Gate {
  #open: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;

  hold(): void {
    this.#open = new Promise((resolve) => (this.#release = resolve));
  }

  release(): void {
    this.#release();
  }

  wait(): Promise<void> {
    return this.#open;
  }
}
