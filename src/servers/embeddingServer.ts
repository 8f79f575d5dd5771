import { normalized } from '../core/clip/similarity';
import { EngineError } from '../core/engineError';
import type { ServerAddress } from '../core/serverAddress';
import { ServerConnection, type ServerTimes } from './serverConnection';

/**
 * `infinity`: many inputs a request, `modality` says what they are; `deploy/ray-serve` speaks it too. `vllm`: pictures as
 * chat messages, one a request.
 */
type Dialect = 'infinity' | 'vllm';

/** Texts, or pictures, of one request. */
export const inputsPerRequest = 16;

/** A list of models, with what servers add to it. */
const mostListBytes = 1024 * 1024;
/** An element of an embedding in decimal digits, with its comma; base64 takes less. */
const bytesPerElement = 32;
const bytesPerEmbedding = 1024;

/** The models of a server, and how it wants to be asked. */
interface Found {
  readonly model: string;
  readonly dialect: Dialect;
  /** Before the routes: empty, or `/v1` where the address named no path. */
  readonly prefix: string;
}

/** A server that embeds texts and pictures in the style of OpenAI. */
export class EmbeddingServer {
  readonly connection: ServerConnection;
  readonly #wanted: string | undefined;
  #found: Promise<Found> | undefined;
  /** What its first answer said of itself. */
  #answering: string | undefined;
  #isExchanged = false;

  /** @throws EngineError `server-address-unusable`, `server-token-unusable` */
  constructor(address: ServerAddress, times?: Partial<ServerTimes>) {
    this.connection = new ServerConnection(address, times);
    this.#wanted = address.model || undefined;
  }

  /** The name of the model that is asked. @throws EngineError `server-…` */
  async model(signal?: AbortSignal): Promise<string> {
    return (await this.#find(signal)).model;
  }

  /**
   * Whether a later answer names another model, or another state of it, than the first one did. Servers that name neither
   * (`model`, `system_fingerprint`) are never seen to change.
   */
  get isExchanged(): boolean {
    return this.#isExchanged;
  }

  /**
   * One row for each text, in order, at unit length.
   * @param width elements of each
   * @throws EngineError `server-…`; the signal's reason
   */
  async texts(texts: readonly string[], width: number, signal?: AbortSignal): Promise<Float32Array[]> {
    const { model, dialect, prefix } = await this.#find(signal);
    const own = dialect === 'vllm' ? { truncate_prompt_tokens: -1 } : { modality: 'text' };
    const body = { model, input: texts, encoding_format: 'base64', ...own };
    return this.#embeddings(prefix, body, { count: texts.length, width, signal });
  }

  /** The same for pictures. @param pictures files of a kind that every server reads */
  async pictures(pictures: readonly Buffer[], width: number, signal?: AbortSignal): Promise<Float32Array[]> {
    const { model, dialect, prefix } = await this.#find(signal);
    const uris = pictures.map((bytes) => `data:image/png;base64,${bytes.toString('base64')}`);
    if (dialect === 'infinity') {
      const body = { model, input: uris, encoding_format: 'base64', modality: 'image' };
      return this.#embeddings(prefix, body, { count: uris.length, width, signal });
    }
    // Where one fails, nobody waits for the others.
    const ended = new AbortController();
    const given = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
    const each = uris.map((url) => {
      const content = [{ type: 'image_url', image_url: { url } }];
      const body = { model, messages: [{ role: 'user', content }], encoding_format: 'base64' };
      return this.#embeddings(prefix, body, { count: 1, width, signal: given });
    });
    try {
      return (await Promise.all(each)).flat();
    } finally {
      ended.abort();
    }
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  async #embeddings(
    prefix: string,
    body: object,
    {
      count,
      width,
      signal,
    }: { readonly count: number; readonly width: number; readonly signal?: AbortSignal },
  ): Promise<Float32Array[]> {
    const mostBytes = mostListBytes + count * (bytesPerEmbedding + width * bytesPerElement);
    const answer = await this.connection.ask(`${prefix}/embeddings`, body, { signal, mostBytes });
    this.#note(answer);
    return this.#rows(answer, count, width);
  }

  #note(answer: unknown): void {
    const { model, system_fingerprint: state } = (answer ?? {}) as Readonly<Record<string, unknown>>;
    const answering = JSON.stringify([model, state]);
    this.#answering ??= answering;
    if (answering !== this.#answering) this.#isExchanged = true;
  }

  /** What an answer holds, put in order and checked. */
  #rows(answer: unknown, count: number, width: number): Float32Array[] {
    const data = (answer as { readonly data?: unknown } | null)?.data;
    if (!Array.isArray(data)) throw this.connection.answerError('json');
    if (data.length !== count) throw this.connection.answerError('count');
    const rows = new Array<Float32Array>(count);
    for (const item of data as readonly unknown[]) {
      const { index, embedding } = (item ?? {}) as { readonly index?: unknown; readonly embedding?: unknown };
      if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= count || rows[index])
        throw this.connection.answerError('index');
      const numbers = numbersOf(embedding);
      if (numbers?.length !== width) throw this.connection.answerError('width');
      const row = normalized(numbers);
      if (!row) throw this.connection.answerError('numbers');
      rows[index] = row;
    }
    return rows;
  }

  #find(signal: AbortSignal | undefined): Promise<Found> {
    this.#found ??= this.#ask(signal).catch((error: unknown) => {
      this.#found = undefined; // the next need asks again
      throw error;
    });
    return this.#found;
  }

  /** infinity has no `/v1` unless it is told so; all others have. */
  async #ask(signal: AbortSignal | undefined): Promise<Found> {
    const { connection } = this;
    const prefixes = connection.url.pathname === '/' || connection.url.pathname === '' ? ['/v1', ''] : [''];
    for (const [i, prefix] of prefixes.entries()) {
      try {
        const answer = await connection.ask(`${prefix}/models`, undefined, {
          signal,
          mostBytes: mostListBytes,
        });
        return { ...this.#choose(answer), prefix };
      } catch (error) {
        const isAbsent = error instanceof EngineError && error.parameters.status === 404;
        if (!isAbsent || i === prefixes.length - 1) throw error;
      }
    }
    throw connection.answerError('json');
  }

  #choose(answer: unknown): { readonly model: string; readonly dialect: Dialect } {
    const data = (answer as { readonly data?: unknown } | null)?.data;
    if (!Array.isArray(data)) throw this.connection.answerError('json');
    const models = (data as readonly unknown[]).flatMap((each) => {
      const { id, owned_by: owner } = (each ?? {}) as { readonly id?: unknown; readonly owned_by?: unknown };
      return typeof id === 'string' ? [{ id, owner }] : [];
    });
    const chosen =
      this.#wanted === undefined && models.length === 1
        ? models[0]
        : models.find(({ id }) => id === this.#wanted);
    if (!chosen)
      throw new EngineError('server-model-unknown', {
        server: this.connection.host,
        model: this.#wanted ?? '',
        known: models
          .map(({ id }) => id)
          .slice(0, 10)
          .join(', '),
      });
    return { model: chosen.id, dialect: chosen.owner === 'vllm' ? 'vllm' : 'infinity' };
  }
}

/** Little-endian float32 in base64, or numbers; undefined for anything else. */
function numbersOf(embedding: unknown): Float32Array | undefined {
  if (Array.isArray(embedding))
    return embedding.every((each) => typeof each === 'number') ? Float32Array.from(embedding) : undefined;
  if (typeof embedding !== 'string') return undefined;
  const bytes = Buffer.from(embedding, 'base64');
  if (bytes.length % 4 !== 0) return undefined;
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));
}
