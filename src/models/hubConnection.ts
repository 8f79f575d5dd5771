import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import type { LeastRate } from './downloadRate';
import type { HubAccess } from './hubAccess';
import { ModelError } from './modelError';

export interface HubResponse {
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  /** Must be read to its end or destroyed. */
  readonly body: Readable;
}

export interface HubRequest {
  readonly method: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** True stops at a redirect to another origin, and returns it: its headers say what the file is. */
  readonly stopBeforeLeaving?: (headers: Headers) => boolean;
}

export interface HubTimes extends LeastRate {
  /** Without an answer, or between two pieces of one, before the connection counts as lost. */
  readonly silenceMs: number;
  /** From a question to the last header of its answer, redirects included: headers may trickle as bodies do. */
  readonly answerMs: number;
  /** Before the second attempt; twice as long before each further one. */
  readonly firstPauseMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

export const usualTimes: HubTimes = {
  silenceMs: 30_000,
  answerMs: 60_000,
  // A modem of the last century brings seven times as much.
  slowMs: 60_000,
  slowBytes: 64 * 1024,
  firstPauseMs: 500,
  now: () => performance.now(),
};

const maxRedirects = 8;
const maxAttempts = 5;
/** What comes with a redirect or a refusal is read to its end, so that the connection can be used again; not for long. */
const refusalMs = 2000;
const refusalBytes = 16 * 1024;
/** A hub that asks for a longer pause is named to the user instead. */
const longestPauseSeconds = 60;

/** Requests to the hub and to the hosts it sends downloads to. */
export class HubConnection {
  readonly times: HubTimes;
  readonly #dispatcher: Dispatcher;

  /** @throws ModelError `endpoint-unusable`, `proxy-unusable` */
  constructor(
    private readonly access: HubAccess,
    times: Partial<HubTimes> = {},
  ) {
    this.times = { ...usualTimes, ...times };
    const { endpoint } = access;
    if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
      throw new ModelError('endpoint-unusable', { endpoint });
    }
    this.#dispatcher = dispatcherFor(access, this.times);
  }

  /** URL of a file. @param revision a branch or a commit */
  fileUrl(repository: string, revision: string, file: string): URL {
    const path = file.split('/').map(encodeURIComponent).join('/');
    return new URL(`${this.access.endpoint}/${repository}/resolve/${encodeURIComponent(revision)}/${path}`);
  }

  /**
   * Asks until there is an answer worth having: follows redirects, waits where the hub asks for it, and tries again
   * when the connection or the hub failed.
   * @throws ModelError `offline`, `hub-…`; the signal's reason
   */
  async ask(url: URL, options: HubRequest): Promise<HubResponse> {
    if (this.access.offline) throw new ModelError('offline');
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#answer(url, options);
      } catch (error) {
        options.signal?.throwIfAborted();
        const pauseMs = this.#pauseAfter(error, attempt);
        if (pauseMs === undefined) throw asModelError(error, url);
        await this.#wait(pauseMs, options.signal);
      }
    }
  }

  /** Pause before going on after a connection was lost; `attempt` counts from 1. */
  async pauseBefore(attempt: number, signal?: AbortSignal): Promise<void> {
    await this.#wait(this.times.firstPauseMs * 2 ** (attempt - 1), signal);
  }

  close(): Promise<void> {
    return this.#dispatcher.destroy();
  }

  /** Follows redirects, but no longer than an answer may take. What is read of the answer later has its own limits. */
  async #answer(url: URL, options: HubRequest): Promise<HubResponse> {
    const late = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal;
    const timer = setTimeout(() => late.abort(new TooLate()), this.times.answerMs);
    try {
      return await this.#follow(url, { ...options, signal });
    } finally {
      clearTimeout(timer);
    }
  }

  async #follow(
    start: URL,
    { method, headers, signal, stopBeforeLeaving }: HubRequest,
  ): Promise<HubResponse> {
    const home = new URL(this.access.endpoint).origin;
    let url = start;
    for (let redirects = 0; redirects <= maxRedirects; redirects++) {
      const answer = await request(url, {
        method,
        dispatcher: this.#dispatcher,
        signal,
        headers: {
          // A compressed answer would have another length than the file.
          'accept-encoding': 'identity',
          'user-agent': 'spellwright',
          ...headers,
          ...(this.access.token && url.origin === home && { authorization: `Bearer ${this.access.token}` }),
        },
      });
      const response: HubResponse = {
        url,
        status: answer.statusCode,
        headers: asHeaders(answer.headers),
        body: answer.body,
      };
      answer.body.on('error', () => undefined); // whoever reads it hears of it; nobody else needs to
      const next = redirectOf(response);
      if (next === undefined) {
        if (response.status < 400 || response.status === 416) return response;
        await discard(answer.body);
        throw new HubStatus(response);
      }
      if (next.origin !== url.origin && stopBeforeLeaving?.(response.headers)) return response;
      await discard(answer.body);
      if (url.protocol === 'https:' && next.protocol !== 'https:') {
        throw redirectsError(url, 'insecure', { to: `${next.protocol}//${next.host}` });
      }
      url = next;
    }
    throw redirectsError(start, 'too-often', { most: maxRedirects });
  }

  /** Milliseconds to wait before another attempt; undefined when there is no point in one. */
  #pauseAfter(error: unknown, attempt: number): number | undefined {
    if (attempt >= maxAttempts || error instanceof ModelError) return undefined;
    const backoff = this.times.firstPauseMs * 2 ** (attempt - 1);
    if (!(error instanceof HubStatus)) return backoff; // the connection failed
    if (error.response.status === 429) {
      const seconds = error.retryAfter;
      if (seconds === undefined) return backoff;
      return seconds <= longestPauseSeconds ? seconds * 1000 : undefined;
    }
    return error.response.status >= 500 ? backoff : undefined;
  }

  async #wait(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      await delay(ms, undefined, { signal });
    } catch {
      signal?.throwIfAborted();
    }
  }
}

function dispatcherFor({ proxy, noProxy, strictTls = true }: HubAccess, { silenceMs }: HubTimes): Dispatcher {
  const tls = strictTls ? undefined : { rejectUnauthorized: false };
  try {
    return new EnvHttpProxyAgent({
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
      ...(proxy && { httpProxy: proxy, httpsProxy: proxy }),
      ...(noProxy !== undefined && { noProxy }),
      ...(tls && { connect: tls, requestTls: tls, proxyTls: tls }),
    });
  } catch (cause) {
    // Undici says no more than that the address is none; it may hold a password, so it is not shown.
    const { message } = cause as Error;
    throw new ModelError('proxy-unusable', { reason: message }, { cause });
  }
}

async function discard(body: Dispatcher.ResponseData['body']): Promise<void> {
  await body.dump({ limit: refusalBytes, signal: AbortSignal.timeout(refusalMs) }).catch(() => undefined);
}

/** Named as the system names it. */
class TooLate extends Error {
  readonly code = 'ETIMEDOUT';
}

/** An answer that is none. */
class HubStatus extends Error {
  constructor(readonly response: HubResponse) {
    super(`HTTP ${response.status}`);
  }

  /** Seconds; RFC 9110 allows a date as well. */
  get retryAfter(): number | undefined {
    const given = this.response.headers.get('retry-after');
    if (given === null) return undefined;
    const seconds = /^\d+$/.test(given) ? Number(given) : (Date.parse(given) - Date.now()) / 1000;
    return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
  }
}

function asModelError(error: unknown, url: URL): ModelError {
  if (error instanceof ModelError) return error;
  const about = { host: url.host, path: decodeURIComponent(url.pathname) };
  if (!(error instanceof HubStatus)) {
    const { code, message } = error as NodeJS.ErrnoException;
    return new ModelError('hub-unreachable', { ...about, reason: code ?? message }, { cause: error });
  }
  const { status, headers } = error.response;
  // The hub says 403 and 401 alike about what one must ask its authors for.
  if (headers.get('x-error-code') === 'GatedRepo' || status === 403)
    return new ModelError('hub-gated', about);
  if (status === 401) return new ModelError('hub-unauthorized', about);
  if (status === 404 || status === 410) return new ModelError('hub-not-found', about);
  if (status === 429) return new ModelError('hub-busy', { ...about, seconds: error.retryAfter ?? 60 });
  return new ModelError('hub-failed', { ...about, status });
}

function redirectOf({ status, headers, url }: HubResponse): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const next = URL.parse(headers.get('location') ?? '', url);
  if (next && /^https?:$/.test(next.protocol)) return next;
  throw redirectsError(url, 'nowhere');
}

/** Why a redirection is not followed. Worded in `words/models.ts`. */
export type RedirectFault = 'insecure' | 'too-often' | 'nowhere';

function redirectsError(
  { host }: { readonly host: string },
  fault: RedirectFault,
  about: Readonly<Record<string, string | number>> = {},
): ModelError {
  return new ModelError('hub-redirects', { host, fault, ...about });
}

function asHeaders(headers: Record<string, string | string[] | undefined>): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  return new Headers(pairs);
}
