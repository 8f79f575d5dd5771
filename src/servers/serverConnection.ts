import { setTimeout as delay } from 'node:timers/promises';
import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { EngineError } from '../core/engineError';
import { isThisMachine, serverUrl, type ServerAddress } from '../core/serverAddress';

export interface ServerTimes {
  /** Without an answer, or between two pieces of one, before a request counts as lost. */
  readonly silenceMs: number;
  /** Until an answer is whole, all attempts and pauses together: a server that trickles is never silent. */
  readonly wholeMs: number;
  /** Before the second attempt; twice as long before each further one. */
  readonly firstPauseMs: number;
  /** A server that asks for a longer pause is named to the user instead. */
  readonly longestPauseSeconds: number;
  readonly attempts: number;
}

export const usualServerTimes: ServerTimes = {
  // Replicas that start load a checkpoint first.
  silenceMs: 120_000,
  wholeMs: 300_000,
  firstPauseMs: 500,
  longestPauseSeconds: 60,
  attempts: 6,
};

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Longer answers are refused. */
  readonly mostBytes: number;
}

/** Requests under way at once: enough to keep a few replicas busy, few enough for one machine's connections. */
export const mostRequests = 8;
/** What comes with a refusal is read so far. */
const refusalBytes = 4096;

/** Requests to one server: below its path, with its token, to nobody else, a few at once. */
export class ServerConnection {
  /** Host and port, for people. */
  readonly host: string;
  readonly url: URL;
  readonly #token: string | undefined;
  readonly #times: ServerTimes;
  readonly #dispatcher: Dispatcher;
  #underWay = 0;
  readonly #waiting = new Set<() => void>();

  /** @throws EngineError `server-address-unusable`, `server-token-unusable` */
  constructor({ url, token }: ServerAddress, times: Partial<ServerTimes> = {}) {
    this.#times = { ...usualServerTimes, ...times };
    this.url = serverUrl(url);
    this.host = this.url.host;
    this.#token = token?.replace(/\s/g, '') || undefined;
    if (this.#token && /[^\x21-\x7e]/.test(this.#token))
      throw new EngineError('server-token-unusable', { server: this.host });
    const { silenceMs } = this.#times;
    const options = { headersTimeout: silenceMs, bodyTimeout: silenceMs };
    // What this machine tells itself is no proxy's business.
    this.#dispatcher = isThisMachine(this.url) ? new Agent(options) : new EnvHttpProxyAgent(options);
  }

  /**
   * The JSON of an answer. Asks again after a lost connection, a server's error and a refusal for being busy, as long as
   * there is a point in it; redirects are not followed.
   * @param path below the address's own
   * @param body sent as JSON; a GET when undefined
   * @throws EngineError `server-…`; the signal's reason
   */
  async ask(path: string, body: unknown, options: AskOptions): Promise<unknown> {
    const late = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal;
    const release = await this.#turn(signal);
    const isLate = setTimeout(() => late.abort(this.#tooSlow()), this.#times.wholeMs);
    try {
      const sent = body === undefined ? undefined : JSON.stringify(body);
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.#once(path, sent, { ...options, signal });
        } catch (error) {
          signal.throwIfAborted();
          const pauseMs = this.#pauseAfter(error, attempt);
          if (pauseMs === undefined) throw this.#asEngineError(error);
          await delay(pauseMs, undefined, { signal }).catch(() => undefined);
          signal.throwIfAborted();
        }
      }
    } finally {
      clearTimeout(isLate);
      release();
    }
  }

  close(): Promise<void> {
    return this.#dispatcher.destroy();
  }

  /** Waits until few enough requests are under way. @returns ends this one's turn */
  async #turn(signal: AbortSignal): Promise<() => void> {
    while (this.#underWay >= mostRequests) {
      signal.throwIfAborted();
      await this.#room(signal);
    }
    signal.throwIfAborted();
    this.#underWay++;
    return () => {
      this.#underWay--;
      this.#next();
    };
  }

  /** Until a request ends and this one is the first that waits, or the signal says that nobody waits any more. */
  #room(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      this.#waiting.add(go);
      signal.addEventListener('abort', go);
    });
  }

  #next(): void {
    const [first] = this.#waiting;
    first?.();
  }

  async #once(path: string, sent: string | undefined, { signal, mostBytes }: AskOptions): Promise<unknown> {
    const answer = await request(
      new URL(`${this.url.origin}${this.url.pathname.replace(/\/$/, '')}${path}`),
      {
        method: sent === undefined ? 'GET' : 'POST',
        dispatcher: this.#dispatcher,
        signal,
        body: sent,
        headers: {
          accept: 'application/json',
          // A compressed answer could be larger than its bytes tell.
          'accept-encoding': 'identity',
          'user-agent': 'spellwright',
          ...(sent !== undefined && { 'content-type': 'application/json' }),
          ...(this.#token && { authorization: `Bearer ${this.#token}` }),
        },
      },
    );
    answer.body.on('error', () => undefined); // whoever reads it hears of it; nobody else needs to
    const { statusCode: status } = answer;
    const header = (name: string): string | undefined => [answer.headers[name] ?? []].flat()[0];
    if (status >= 300) {
      const said = await read(answer.body, refusalBytes).catch(() => '');
      const type = header('content-type');
      throw new Refusal(
        status,
        type?.includes('html') ? '' : said,
        header('retry-after'),
        header('location'),
      );
    }
    const text = await read(answer.body, mostBytes);
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw this.answerError(/^\s*</.test(text) ? 'html' : 'json');
    }
  }

  /** Of an answer that cannot be used. */
  answerError(fault: AnswerFault): EngineError {
    return new EngineError('server-answer', { server: this.host, fault });
  }

  /** Milliseconds to wait before another attempt; undefined when there is no point in one. */
  #pauseAfter(error: unknown, attempt: number): number | undefined {
    if (attempt >= this.#times.attempts || error instanceof EngineError || error === TOO_LARGE)
      return undefined;
    if (certificateCode(error) !== undefined) return undefined;
    const backoff = this.#times.firstPauseMs * 2 ** (attempt - 1);
    if (!(error instanceof Refusal)) return backoff; // the connection failed
    if (error.status !== 429 && error.status < 500) return undefined;
    const seconds = error.retryAfter;
    if (seconds === undefined) return backoff;
    return seconds <= this.#times.longestPauseSeconds ? seconds * 1000 : undefined;
  }

  #asEngineError(error: unknown): EngineError {
    if (error instanceof EngineError) return error;
    const server = this.host;
    if (error === TOO_LARGE) return this.answerError('size');
    if (error instanceof Refusal) {
      const { status, location } = error;
      if (status < 400) {
        const to = URL.parse(location ?? '', this.url)?.origin ?? '?';
        return new EngineError('server-redirects', { server, to });
      }
      if (status === 401 || status === 403) return new EngineError('server-unauthorized', { server, status });
      if (status === 429) return new EngineError('server-busy', { server, seconds: error.retryAfter ?? 60 });
      const detail = this.#discreet(error.said).slice(0, 300).trim();
      return new EngineError('server-failed', { server, status, detail });
    }
    const certificate = certificateCode(error);
    if (certificate !== undefined)
      return new EngineError('server-certificate', { server, reason: certificate });
    const { code, message } = error as NodeJS.ErrnoException;
    return new EngineError('server-unreachable', { server, reason: code ?? message }, { cause: error });
  }

  #tooSlow(): EngineError {
    return new EngineError('server-slow', { server: this.host, seconds: this.#times.wholeMs / 1000 });
  }

  /** What a server says, without the token that it may repeat. */
  #discreet(text: string): string {
    return this.#token ? text.replaceAll(this.#token, '…') : text;
  }
}

/** What can be wrong with an answer; worded in `words/engine.ts`. */
export type AnswerFault = 'html' | 'json' | 'count' | 'index' | 'width' | 'numbers' | 'size';

const TOO_LARGE = new Error('too large');

async function read(body: Dispatcher.ResponseData['body'], mostBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > mostBytes) throw TOO_LARGE;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** How OpenSSL and Node name a certificate that nobody vouches for, or that is not this host's. */
function certificateCode(error: unknown): string | undefined {
  const { code = '' } = error as NodeJS.ErrnoException;
  return /^(ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/.test(code)
    ? code
    : undefined;
}

/** An answer that is none. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly said: string,
    private readonly wait: string | undefined,
    readonly location: string | undefined,
  ) {
    super(`HTTP ${status}`);
  }

  /** Seconds; RFC 9110 allows a date as well. */
  get retryAfter(): number | undefined {
    if (this.wait === undefined) return undefined;
    const seconds = /^\d+(\.\d+)?$/.test(this.wait)
      ? Number(this.wait)
      : (Date.parse(this.wait) - Date.now()) / 1000;
    return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
  }
}
