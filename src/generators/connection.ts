import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { parseLooseJson, type Json } from '../core/infotext/looseJson';
import { readAddress, shownUrl, type GeneratorAddress, type Place } from './address';
import { connectionError, SHORT_ANSWER_MS, silence, type Answer } from './answer';
import { parseExactJson, writeExactJson, type ExactJson } from './exactJson';
import { GeneratorError } from './generatorError';
import { refusalOf } from './refusal';
import { openSocket, type GeneratorSocket } from './socket';

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** From the question to the last byte; as long as it takes when undefined. */
  readonly timeoutMs?: number;
  /** Longer answers are refused. */
  readonly mostBytes?: number;
}

/** Lists of samplers and models; the longest are some megabytes. */
const MOST_LIST_BYTES = 64 * 1024 * 1024;
/** As large as pictures may be that are read back from the disk. */
export const MOST_PICTURE_BYTES = 128 * 1024 * 1024;
const MAX_REDIRECTS = 4;
/** A machine that vanished is noticed although nobody sends anything for minutes. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Requests to one generator: below its path, with its headers, to nobody else. Node's own client is asked and not `fetch`,
 * which would end a request after five minutes of silence; and there is no proxy between.
 */
export class GeneratorConnection {
  /** For people: no user, no password. */
  readonly url: string;
  readonly #place: Place;

  /** @throws GeneratorError `generator-address-unusable`, `generator-header-unusable` */
  constructor(address: GeneratorAddress) {
    this.#place = readAddress(address);
    this.url = shownUrl(this.#place.url);
  }

  /**
   * Asks, and reads the answer whole. A redirect is followed within the same origin only.
   * @param path from the address's own: `/sdapi/v1/txt2img`, with a query if need be
   * @param body sent as JSON; nothing is sent when undefined
   * @throws GeneratorError `generator-unreachable`, `-silent`, `-cut`, `-redirects`, `-answer-…`; the signal's reason
   */
  async ask(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: ExactJson,
    options: AskOptions = {},
  ): Promise<Answer> {
    options.signal?.throwIfAborted();
    const sent = body === undefined ? undefined : Buffer.from(writeExactJson(body), 'utf8');
    let url = this.#urlOf(path);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await this.#once(method, url, path, sent, options);
      const next = redirectOf(answer, url);
      if (next === undefined) return answer;
      // Other statuses than these turn a POST into a GET, and what was asked is lost.
      const repeats = method === 'GET' || answer.status === 307 || answer.status === 308;
      if (next.origin !== url.origin || !repeats)
        throw new GeneratorError('generator-redirects', { url: this.url, to: redirectTarget(next) });
      url = next;
    }
    throw new GeneratorError('generator-redirects', { url: this.url, to: redirectTarget(url) });
  }

  /** The JSON of an answer that says yes. Whole numbers beyond 2^53 are strings of digits. @throws as `ask`; what `jsonOf` throws */
  async getJson(path: string, options: AskOptions = {}): Promise<Json> {
    return this.jsonOf(await this.ask('GET', path, undefined, { timeoutMs: SHORT_ANSWER_MS, ...options }));
  }

  /** The same; waits as long as it takes unless told otherwise. */
  async postJson(path: string, body: ExactJson, options: AskOptions = {}): Promise<Json> {
    return this.jsonOf(await this.ask('POST', path, body, options));
  }

  /**
   * @throws GeneratorError of a refusal (`generator-refused`, `-unauthorized`, `-out-of-memory`), `generator-html`,
   * `generator-answer-unreadable`
   */
  jsonOf(answer: Answer): Json {
    const text = this.#accepted(answer);
    const json = parseLooseJson(text);
    if (json !== undefined) return json;
    throw new GeneratorError('generator-answer-unreadable', { url: this.url, path: answer.path });
  }

  /** The same for what goes back to the generator one day: numbers beyond 2^53 are bigints. */
  exactJsonOf(answer: Answer): ExactJson {
    const text = this.#accepted(answer);
    const json = parseExactJson(text);
    if (json !== undefined) return json;
    throw new GeneratorError('generator-answer-unreadable', { url: this.url, path: answer.path });
  }

  /** An error for an answer that says no, or says it in HTML; undefined for one that says yes. */
  refusalOf(answer: Answer): GeneratorError | undefined {
    return refusalOf(answer, this.url, (text) => this.discreet(text));
  }

  /**
   * A web socket below the same address, with the same headers.
   * @throws as `ask`
   */
  openSocket(path: string, options: { readonly signal?: AbortSignal } = {}): Promise<GeneratorSocket> {
    const url = this.#urlOf(path);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    return openSocket({ url, path, shown: this.url, headers: this.#place.headers, ...options }, (answer) =>
      this.refusalOf(answer),
    );
  }

  #accepted(answer: Answer): string {
    const refusal = this.refusalOf(answer);
    if (refusal) throw refusal;
    return answer.bytes.toString('utf8');
  }

  #urlOf(path: string): URL {
    return new URL(`${this.#place.url.origin}${this.#place.url.pathname.replace(/\/$/, '')}${path}`);
  }

  /** What a server says, without the secrets that it may repeat. */
  discreet(text: string): string {
    return this.#place.secrets.reduce((kept, secret) => kept.replaceAll(secret, '…'), text);
  }

  #once(
    method: string,
    url: URL,
    path: string,
    sent: Buffer | undefined,
    { signal, timeoutMs, mostBytes = MOST_LIST_BYTES }: AskOptions,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      let connected = false;
      const about = { url: this.url, path };
      const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
        method,
        agent: false,
        headers: {
          accept: '*/*',
          // A compressed answer could be larger than its bytes tell.
          'accept-encoding': 'identity',
          'user-agent': 'spellwright',
          ...(sent && { 'content-type': 'application/json', 'content-length': sent.length }),
          ...this.#place.headers,
        },
      });
      const timer =
        timeoutMs === undefined ? undefined : setTimeout(() => fail(silence(this.url, timeoutMs)), timeoutMs);
      const stopped = (): void => fail(signal?.reason);
      const settle = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stopped);
      };
      const fail = (error: unknown): void => {
        settle();
        reject(error);
        request.destroy();
      };
      signal?.addEventListener('abort', stopped);
      request.on('socket', (socket) => {
        socket.setKeepAlive(true, KEEP_ALIVE_MS);
        socket.once('connect', () => (connected = true));
      });
      request.on('error', (error) => fail(connectionError(error, connected, about)));
      request.on('response', (response) => {
        readAnswer(response, path, mostBytes).then(
          (answer) => {
            settle();
            resolve(answer);
            request.destroy();
          },
          (error: unknown) =>
            fail(error === TOO_LARGE ? tooLarge(about, mostBytes) : connectionError(error, true, about)),
        );
      });
      request.end(sent);
    });
  }
}

const TOO_LARGE = new Error('too large');

async function readAnswer(response: IncomingMessage, path: string, mostBytes: number): Promise<Answer> {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new Error(`${encoding} was not asked for`);
  if (Number(response.headers['content-length'] ?? 0) > mostBytes) throw TOO_LARGE;
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > mostBytes) throw TOO_LARGE;
    pieces.push(piece);
  }
  return {
    path,
    status: response.statusCode ?? 0,
    headers: response.headers,
    bytes: Buffer.concat(pieces, length),
  };
}

function tooLarge(about: { readonly url: string; readonly path: string }, mostBytes: number): GeneratorError {
  return new GeneratorError('generator-answer-too-large', {
    ...about,
    megabytes: Math.max(1, Math.round(mostBytes / (1024 * 1024))),
  });
}

function redirectOf({ status, headers }: Answer, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  return URL.parse(headers.location ?? '', from) ?? undefined;
}

/** Without a query: logins put what they like there. */
function redirectTarget(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
