import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const commit = '0123456789abcdef0123456789abcdef01234567';

export interface FakeFile {
  readonly content: Buffer;
  /** Large files lie on the CDN, under their SHA-256. */
  readonly large: boolean;
}

export interface SeenRequest {
  readonly host: 'hub' | 'cdn';
  readonly method: string;
  readonly path: string;
  readonly range?: string;
  readonly authorization?: string;
}

type Misbehaviour = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/**
 * Two local servers that behave like the hub and its CDN: `resolve` answers small files itself and sends large ones to
 * the other host, with ETags, sizes and the commit in the headers. A test may let either misbehave.
 */
export class FakeHub {
  readonly seen: SeenRequest[] = [];
  readonly files = new Map<string, FakeFile>();
  /** Asked first; true means that it has answered. */
  onHub: Misbehaviour = () => false;
  onCdn: Misbehaviour = () => false;
  #hub!: Server;
  #cdn!: Server;

  static async start(): Promise<FakeHub> {
    const fake = new FakeHub();
    fake.#hub = await listen((request, response) => fake.#answerHub(request, response));
    fake.#cdn = await listen((request, response) => fake.#answerCdn(request, response));
    return fake;
  }

  get endpoint(): string {
    return urlOf(this.#hub);
  }

  get cdn(): string {
    return urlOf(this.#cdn);
  }

  /** @returns what the registry would pin */
  add(name: string, content: Buffer | string, large = false): { name: string; size: number; sha256: string } {
    const bytes = Buffer.from(content);
    this.files.set(name, { content: bytes, large });
    return { name, size: bytes.length, sha256: sha256(bytes) };
  }

  reset(): void {
    this.seen.length = 0;
    this.onHub = this.onCdn = () => false;
  }

  ranges(): string[] {
    return this.seen.flatMap(({ range }) => range ?? []);
  }

  async stop(): Promise<void> {
    for (const server of [this.#hub, this.#cdn]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  async #answerHub(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#note('hub', request);
    if (await this.onHub(request, response)) return;
    const [, name] = /^\/[^/]+\/[^/]+\/resolve\/[^/]+\/(.+)$/.exec(request.url ?? '') ?? [];
    const file = this.files.get(decodeURIComponent(name ?? ''));
    if (!file) {
      response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
      return;
    }
    response.setHeader('x-repo-commit', commit);
    if (file.large) {
      response.writeHead(302, {
        location: `${this.cdn}/${sha256(file.content)}?signature=secret`,
        'x-linked-size': file.content.length,
        'x-linked-etag': `"${sha256(file.content)}"`,
      });
      response.end();
      return;
    }
    response.setHeader('etag', `"${gitId(file.content)}"`);
    sendRange(request, response, file.content);
  }

  async #answerCdn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#note('cdn', request);
    if (await this.onCdn(request, response)) return;
    const hash = /^\/([0-9a-f]{64})/.exec(request.url ?? '')?.[1];
    const file = [...this.files.values()].find(({ content }) => sha256(content) === hash);
    if (file) sendRange(request, response, file.content);
    else response.writeHead(403).end();
  }

  #note(host: 'hub' | 'cdn', { method = '', url = '', headers }: IncomingMessage): void {
    this.seen.push({ host, method, path: url, range: headers.range, authorization: headers.authorization });
  }
}

/** Sends what a range asks for, but only `limit` bytes of it before the connection breaks. */
export function sendRange(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  limit = Infinity,
): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from > 0 && from >= content.length) {
    response.writeHead(416).end();
    return;
  }
  const part = content.subarray(from);
  response.setHeader('content-length', part.length);
  if (from > 0) response.setHeader('content-range', `bytes ${from}-${content.length - 1}/${content.length}`);
  response.writeHead(from > 0 ? 206 : 200);
  if (request.method === 'HEAD') response.end();
  else if (part.length <= limit) response.end(part);
  // Ended, not destroyed: what was sent before arrives, however busy the machine is.
  else response.write(part.subarray(0, limit), () => response.socket?.end());
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** git-hash-object: the name of a small file's blob. */
export function gitId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}

function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Server> {
  const server = createServer((request, response) => void answer(request, response));
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
