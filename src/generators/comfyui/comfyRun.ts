import { isList, isObject, textOf, type Json } from '../../core/infotext/looseJson';
import type { GeneratorConnection } from '../connection';
import type { GenerationProgress } from '../generator';
import { GeneratorError } from '../generatorError';
import {
  eventOf,
  failureOf,
  filesOf,
  type ComfyEvent,
  type ComfyFailure,
  type ComfyFile,
} from './comfyMessages';
import { failureError } from './graphRefusal';
import { within, type Inbox } from './inbox';

/** What a request has made. */
export interface ComfyOutcome {
  /** By node. */
  readonly files: ReadonlyMap<string, readonly ComfyFile[]>;
  /** Pictures that came through the socket instead of being saved. */
  readonly sent: readonly Uint8Array[];
}

export interface RunOptions {
  readonly promptId: string;
  /** Nodes whose steps are the work. */
  readonly samplers: ReadonlySet<string>;
  /** Nodes that send their pictures through the socket. */
  readonly senders: ReadonlySet<string>;
  readonly onProgress: (progress: GenerationProgress) => void;
}

/** Milliseconds. */
export interface RunTimes {
  /** Of silence at an open socket, before it is asked what became of the request: the socket may be another's by now. */
  readonly silenceMs: number;
  /** Between two questions without a socket: the first, and the longest. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** For the answer to such a question. */
  readonly answerMs: number;
}

export const USUAL_TIMES: RunTimes = {
  silenceMs: 2_000,
  firstPauseMs: 100,
  longestPauseMs: 1_000,
  answerMs: 30_000,
};

/** Questions in a row that may fail before the request is given up. */
const MOST_FAILURES = 3;
/** Questions in a row that find nothing of the request: between queue and history it is nowhere for a moment. */
const MOST_ABSENT = 5;

/** Milliseconds for messages that are on their way when the end is known. */
const DRAIN_MS = 2_000;

type Look =
  | {
      readonly state: 'done';
      readonly files: ReadonlyMap<string, readonly ComfyFile[]>;
      readonly failure?: ComfyFailure;
    }
  | { readonly state: 'pending' | 'running' | 'absent' };

/** Follows one request to its end: by the socket's messages, and where it is silent by asking. */
export class ComfyRun {
  readonly #files = new Map<string, readonly ComfyFile[]>();
  readonly #sent: Uint8Array[] = [];
  readonly #finishedSamplers = new Set<string>();
  #node: string | undefined;
  #isStarted = false;
  /** A node said that it does not go on; others may. */
  #blocked: ComfyFailure | undefined;

  constructor(
    private readonly connection: GeneratorConnection,
    private readonly options: RunOptions,
    private readonly times: RunTimes,
  ) {}

  /** @throws GeneratorError; the signal's reason */
  async wait(inbox: Inbox, signal?: AbortSignal): Promise<ComfyOutcome> {
    this.options.onProgress({ queued: true });
    let [failures, absent, pause] = [0, 0, this.times.firstPauseMs];
    for (let isFinished = false; ;) {
      const ms = inbox.isOpen && !isFinished ? this.times.silenceMs : pause;
      const message = isFinished ? await this.#rest(ms, signal) : await inbox.take(ms, signal);
      const event = message === undefined ? undefined : eventOf(message, this.options.promptId);
      if (event) isFinished = this.#take(event);
      // A message of others is no reason to ask, but a socket that has just closed is.
      if (message !== undefined && !isFinished) continue;
      const look = await this.#look(signal).catch((error: unknown) => {
        if (!isPassing(error) || ++failures >= MOST_FAILURES) throw error;
      });
      pause = Math.min(pause * 2, this.times.longestPauseMs);
      if (!look) continue;
      failures = 0;
      if (look.state === 'done') {
        if (!isFinished) await this.#drain(inbox, signal);
        return this.#outcome(look);
      }
      absent = look.state === 'absent' ? absent + 1 : 0;
      if (absent >= MOST_ABSENT && !this.#hasResult())
        throw new GeneratorError('generator-request-lost', { url: this.connection.url });
      // Its end was told, and the history keeps nothing of it.
      if (absent >= MOST_ABSENT) return { files: this.#files, sent: this.#sent };
      if (look.state === 'running' && !this.#isStarted) this.#start();
    }
  }

  async #rest(ms: number, signal: AbortSignal | undefined): Promise<undefined> {
    await within(undefined, ms, signal);
    return undefined;
  }

  /** The history may know of the end before the pictures that a node sent have been taken from the socket. */
  async #drain(inbox: Inbox, signal: AbortSignal | undefined): Promise<void> {
    while (inbox.isOpen && this.options.senders.size > 0) {
      const message = await inbox.take(DRAIN_MS, signal);
      const event = message === undefined ? undefined : eventOf(message, this.options.promptId);
      if (message === undefined || (event && this.#take(event))) return;
    }
  }

  #hasResult(): boolean {
    return this.#files.size > 0 || this.#sent.length > 0;
  }

  #start(): void {
    this.#isStarted = true;
    this.options.onProgress({});
  }

  /** @returns whether the request is at its end */
  #take(event: ComfyEvent): boolean {
    if (!this.#isStarted && event.kind !== 'finished') this.#start();
    switch (event.kind) {
      case 'executing':
        this.#finish(this.#node);
        this.#node = event.node;
        return false;
      case 'cached':
        for (const node of event.nodes) this.#finish(node);
        return false;
      case 'progress':
        this.#progress(event.node, event.value, event.max);
        return false;
      case 'executed':
        if (event.files.length > 0) this.#files.set(event.node, event.files);
        return false;
      case 'picture':
        if (this.options.senders.has(event.node ?? this.#node ?? '')) this.#sent.push(event.bytes);
        else this.options.onProgress({ preview: event.bytes });
        return false;
      case 'failed':
        if (event.exception !== 'ExecutionBlocked') throw failureError(event, this.connection.url);
        this.#blocked = event;
        return false;
      case 'interrupted':
        throw failureError(event, this.connection.url);
      case 'finished':
        return true;
      case 'started':
        return false;
    }
  }

  #finish(node: string | undefined): void {
    if (node !== undefined && this.options.samplers.has(node)) this.#finishedSamplers.add(node);
  }

  #progress(node: string, value: number, max: number): void {
    const { samplers, onProgress } = this.options;
    const told = { step: Math.min(value, max), steps: max };
    if (samplers.size > 0 && !samplers.has(node)) return;
    const before = samplers.size === 0 ? 0 : this.#finishedSamplers.size;
    const fraction = (before + value / max) / Math.max(1, samplers.size);
    onProgress({ ...told, fraction: Math.min(1, Math.max(0, fraction)) });
  }

  #outcome({ files, failure }: Look & { readonly state: 'done' }): ComfyOutcome {
    if (failure) throw failureError(failure, this.connection.url);
    const all = new Map([...this.#files, ...files]);
    if (all.size === 0 && this.#sent.length === 0 && this.#blocked)
      throw failureError(this.#blocked, this.connection.url);
    return { files: all, sent: this.#sent };
  }

  async #look(signal: AbortSignal | undefined): Promise<Look> {
    const { promptId } = this.options;
    const asked = { signal, timeoutMs: this.times.answerMs };
    const history = await this.connection.getJson(`/history/${encodeURIComponent(promptId)}`, asked);
    const entry = isObject(history) ? history[promptId] : undefined;
    if (isObject(entry)) return { state: 'done', ...historyOf(entry) };
    const queue = await this.connection.getJson('/queue', asked);
    const { queue_running: running, queue_pending: pending } = isObject(queue) ? queue : {};
    if (!isObject(history) || !isList(running) || !isList(pending))
      throw new GeneratorError('generator-answer-unreadable', { url: this.connection.url, path: '/queue' });
    if (hasRequest(running, promptId)) return { state: 'running' };
    return { state: hasRequest(pending, promptId) ? 'pending' : 'absent' };
  }
}

/** `[number, id, graph, …]` each. */
export function hasRequest(queue: readonly Json[], promptId: string): boolean {
  return queue.some((item) => isList(item) && textOf(item[1]) === promptId);
}

function historyOf(entry: {
  readonly [name: string]: Json | undefined;
}): Omit<Look & { state: 'done' }, 'state'> {
  const outputs = isObject(entry.outputs) ? entry.outputs : {};
  const files = new Map(
    Object.entries(outputs).flatMap(([node, output]) => {
      const ofNode = filesOf(output);
      return ofNode.length > 0 ? [[node, ofNode] as const] : [];
    }),
  );
  // Old servers say nothing of how it ended.
  const status = isObject(entry.status) ? entry.status : {};
  if (status.status_str !== 'error') return { files };
  const messages = isList(status.messages) ? status.messages : [];
  const failure = messages
    .map((message) =>
      isList(message) && isObject(message[1]) ? failureOf(textOf(message[0]) ?? '', message[1]) : undefined,
    )
    .find((found) => found !== undefined);
  return { files, failure: failure ?? { kind: 'failed', node: '', type: '', message: '', exception: '' } };
}

/** What the next question may be answered without. */
function isPassing(error: unknown): boolean {
  return error instanceof GeneratorError && error.code !== 'generator-unauthorized';
}
