import type { IncomingMessage } from 'node:http';
import WebSocket from 'ws';
import { connectionError, silence, SHORT_ANSWER_MS, type Answer } from './answer';
import { writeExactJson, type ExactJson } from './exactJson';
import { GeneratorError } from './generatorError';

/** A message of a generator: text is JSON mostly, bytes are previews and pictures. */
export type SocketMessage = string | Uint8Array;

export interface GeneratorSocket {
  /** @throws GeneratorError `generator-cut` where it is closed already */
  send(body: ExactJson): void;
  /**
   * The next message; undefined once the other end has closed in order.
   * @throws GeneratorError `generator-cut`, `generator-answer-too-large`, `generator-answer-unreadable`; the signal's reason
   */
  next(): Promise<SocketMessage | undefined>;
  /** At once; a wait for the next message ends with undefined. */
  close(): void;
}

interface Opening {
  readonly url: URL;
  readonly path: string;
  /** The address for people. */
  readonly shown: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the opening, and closes the socket later. */
  readonly signal?: AbortSignal;
}

const MOST_MESSAGE_BYTES = 192 * 1024 * 1024;
/** Messages that nobody has taken yet, before the other end has to wait. */
const MOST_WAITING = 32;
const MOST_REFUSAL_BYTES = 64 * 1024;

/** @param refusalOf what an answer means that is no socket */
export function openSocket(
  { url, path, shown, headers, signal }: Opening,
  refusalOf: (answer: Answer) => GeneratorError | undefined,
): Promise<GeneratorSocket> {
  signal?.throwIfAborted();
  const about = { url: shown, path };
  const socket = new WebSocket(url, {
    headers: { 'user-agent': 'spellwright', ...headers },
    followRedirects: false,
    perMessageDeflate: false,
    maxPayload: MOST_MESSAGE_BYTES,
    handshakeTimeout: SHORT_ANSWER_MS,
  });
  return new Promise((resolve, reject) => {
    // Messages may follow the greeting at once, before anybody who waits for the promise has run.
    const opened = new OpenSocket(socket, about, signal);
    const stopped = (): void => {
      reject(signal?.reason);
      socket.terminate();
    };
    signal?.addEventListener('abort', stopped, { once: true });
    socket.once('open', () => resolve(opened));
    socket.once('unexpected-response', (request, response) => {
      readRefusal(response, path).then(
        (answer) => {
          reject(refusalOf(answer) ?? new GeneratorError('generator-answer-unreadable', about));
          request.destroy();
        },
        (error: unknown) => reject(connectionError(error, true, about)),
      );
    });
    socket.once('error', (error) => {
      const late = error.message === 'Opening handshake has timed out';
      reject(late ? silence(shown, SHORT_ANSWER_MS) : socketError(error, about));
    });
    socket.once('close', () => {
      signal?.removeEventListener('abort', stopped);
      reject(new GeneratorError('generator-cut', about));
    });
  });
}

class OpenSocket implements GeneratorSocket {
  readonly #messages: SocketMessage[] = [];
  readonly #waiting: (() => void)[] = [];
  #closed = false;
  #error: unknown;

  constructor(
    private readonly socket: WebSocket,
    private readonly about: { readonly url: string; readonly path: string },
    private readonly signal: AbortSignal | undefined,
  ) {
    socket.on('message', (data, isBinary) => {
      const bytes = bytesOf(data);
      this.#messages.push(isBinary ? bytes : bytes.toString('utf8'));
      if (this.#messages.length >= MOST_WAITING) socket.pause();
      this.#wake();
    });
    socket.on('error', (error) => (this.#error ??= socketError(error, about)));
    socket.on('close', (code) => {
      this.#closed = true;
      // 1006 stands for a connection that ended without a word.
      if (code === 1006) this.#error ??= new GeneratorError('generator-cut', about);
      this.#wake();
    });
  }

  send(body: ExactJson): void {
    if (this.#closed || this.socket.readyState !== WebSocket.OPEN)
      throw this.#error ?? new GeneratorError('generator-cut', this.about);
    this.socket.send(writeExactJson(body));
  }

  async next(): Promise<SocketMessage | undefined> {
    for (;;) {
      this.signal?.throwIfAborted();
      const message = this.#messages.shift();
      if (this.socket.isPaused && this.#messages.length < MOST_WAITING) this.socket.resume();
      if (message !== undefined) return message;
      if (this.#error !== undefined) throw this.#error;
      if (this.#closed) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  close(): void {
    this.#closed = true;
    this.#wake();
    this.socket.terminate();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

function bytesOf(data: WebSocket.RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}

function socketError(error: Error, about: { readonly url: string; readonly path: string }): GeneratorError {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
    return new GeneratorError(
      'generator-answer-too-large',
      { ...about, megabytes: MOST_MESSAGE_BYTES / (1024 * 1024) },
      { cause: error },
    );
  // What is no web socket, or an invalid frame.
  if (code.startsWith('WS_ERR_') || code === '')
    return new GeneratorError('generator-answer-unreadable', about, { cause: error });
  return connectionError(error, code === 'ECONNRESET', about);
}

async function readRefusal(response: IncomingMessage, path: string): Promise<Answer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    if (length >= MOST_REFUSAL_BYTES) break;
  }
  return { path, status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(pieces) };
}
