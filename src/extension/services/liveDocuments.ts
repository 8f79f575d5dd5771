/**
 * What keeps up with a text while somebody writes in it: when a run begins, what ends it, and whether its answer is still of
 * the text that stands there. Knows nothing of VS Code, whose documents, events and timers come from outside.
 */

/** As much of a document as this needs; VS Code's are such. */
export interface LiveText {
  readonly uri: { toString(): string };
  /** Another one after every change of the text. */
  readonly version: number;
  readonly isClosed: boolean;
}

/**
 * Whether something that was made of a version of a text is of the text as it stands now: the one place that says so.
 * @param version of the text that it was made of; undefined for what was never made
 */
export function belongsTo(version: number | undefined, text: Pick<LiveText, 'version'> | undefined): boolean {
  return version !== undefined && version === text?.version;
}

export interface Clock {
  /** In milliseconds. */
  now(): number;
  /** @returns what keeps it from being called */
  after(ms: number, call: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** One run, for the text as it was when it began. */
export interface Turn {
  readonly version: number;
  /** Aborted by a newer run, by `stop`, and when the document is closed. */
  readonly signal: AbortSignal;
  /** Whether what it finds still counts: nothing has ended it and the text is as it was. */
  isCurrent(): boolean;
}

export interface LiveWork<Document extends LiveText, State> {
  /** One run. What it throws after its end is dropped. */
  run(live: LiveDocument<Document, State>, turn: Turn): Promise<void>;
  /** For what a run throws otherwise. */
  failed(error: unknown, live: LiveDocument<Document, State>): void;
  readonly clock?: Clock;
}

/** Keys are not held up for longer than this by the length of the run before, in milliseconds. */
const longestPauseMs = 250;

interface Running {
  readonly version: number;
  readonly abort: AbortController;
  readonly end: Promise<void>;
}

/** One document, and what runs or waits to run for it: one run at a time, of the newest text. */
export class LiveDocument<Document extends LiveText, State> {
  readonly #clock: Clock;
  #cancelRest: () => void = () => undefined;
  #running?: Running;
  /** When the next run may begin by itself: between two of them the thread rests as long as the first one took. */
  #restedAt = -Infinity;

  /** @param state whatever the owner of the work keeps of the document */
  constructor(
    readonly document: Document,
    readonly state: State,
    private readonly work: LiveWork<Document, State>,
  ) {
    this.#clock = work.clock ?? systemClock;
  }

  /**
   * Begins a run when nobody has asked for one again for so long, at once for 0; it takes the place of the one that goes on.
   * A run for an older text ends now.
   * @param rest in milliseconds
   */
  begin(rest = 0): void {
    this.#cancelRest();
    if (!belongsTo(this.#running?.version, this.document)) this.#abort();
    if (rest > 0) this.#cancelRest = this.#clock.after(rest, () => void this.#start());
    else void this.#start();
  }

  /** The same after a key: at once where the runs are short, and else after a pause no longer than the last one took. */
  typed(rest = 0): void {
    if (!belongsTo(this.#running?.version, this.document)) this.#abort();
    this.begin(Math.max(rest, Math.min(this.#restedAt - this.#clock.now(), longestPauseMs)));
  }

  /** Settles after a run for the present text: the one that goes on, or one that begins now. Never rejects. */
  async settled(): Promise<void> {
    const running = this.#running;
    if (running && belongsTo(running.version, this.document)) return running.end;
    this.#cancelRest();
    return this.#start();
  }

  /** Ends what runs and what waits; the next `begin` begins anew. */
  stop(): void {
    this.#cancelRest();
    this.#abort();
  }

  #abort(): void {
    this.#running?.abort.abort();
  }

  #start(): Promise<void> {
    this.#abort();
    const { document } = this;
    const { version } = document;
    const abort = new AbortController();
    const { signal } = abort;
    const turn: Turn = {
      version,
      signal,
      isCurrent: () => !signal.aborted && !document.isClosed && belongsTo(version, document),
    };
    const running: Running = { version, abort, end: this.#run(turn) };
    this.#running = running;
    signal.addEventListener('abort', () => this.#end(running), { once: true });
    void running.end.then(() => this.#end(running));
    return running.end;
  }

  async #run(turn: Turn): Promise<void> {
    const began = this.#clock.now();
    const rest = (): void => {
      const now = this.#clock.now();
      this.#restedAt = now + (now - began);
    };
    turn.signal.addEventListener('abort', rest, { once: true });
    try {
      await this.work.run(this, turn);
    } catch (error) {
      if (!turn.signal.aborted) this.work.failed(error, this);
    } finally {
      turn.signal.removeEventListener('abort', rest);
      if (!turn.signal.aborted) rest();
    }
  }

  #end(running: Running): void {
    if (this.#running === running) this.#running = undefined;
  }
}

interface Listening {
  dispose(): void;
}

/** Where documents come from. */
export interface DocumentSource<Document> {
  readonly documents: readonly Document[];
  onDidOpen(listener: (document: Document) => void): Listening;
  onDidClose(listener: (document: Document) => void): Listening;
  /** Told of changes of the text only. */
  onDidChange(listener: (document: Document) => void): Listening;
}

export interface LiveOptions<Document extends LiveText, State> extends LiveWork<Document, State> {
  readonly source: DocumentSource<Document>;
  /** Which documents are followed. */
  follows(document: Document): boolean;
  /** What is kept of a document from its opening on. */
  opened(document: Document): State;
  /** For one that is followed now. */
  begun?(live: LiveDocument<Document, State>): void;
  /** After each change of the text. */
  typed?(live: LiveDocument<Document, State>): void;
  /** For one that is followed no more; nothing runs for it. */
  closed?(live: LiveDocument<Document, State>): void;
}

/** All open documents that some work keeps up with. */
export class LiveDocuments<Document extends LiveText, State> {
  readonly #live = new Map<string, LiveDocument<Document, State>>();
  readonly #listening: readonly Listening[];

  constructor(private readonly options: LiveOptions<Document, State>) {
    const { source } = options;
    this.#listening = [
      source.onDidOpen((document) => this.#open(document)),
      source.onDidClose((document) => this.#close(document)),
      source.onDidChange(({ uri }) => {
        const live = this.get(uri);
        if (live) options.typed?.(live);
      }),
    ];
  }

  /** Follows what is open already: called once by the owner, when it is ready for it, and whenever `follows` says otherwise. */
  follow(): void {
    for (const { document } of this.all) if (!this.options.follows(document)) this.#close(document);
    for (const document of this.options.source.documents) this.#open(document);
  }

  get(uri: LiveText['uri']): LiveDocument<Document, State> | undefined {
    return this.#live.get(uri.toString());
  }

  get all(): readonly LiveDocument<Document, State>[] {
    return [...this.#live.values()];
  }

  dispose(): void {
    for (const live of this.all) live.stop();
    this.#live.clear();
    for (const listening of this.#listening) listening.dispose();
  }

  #open(document: Document): void {
    const key = document.uri.toString();
    if (this.#live.has(key) || !this.options.follows(document)) return;
    const live = new LiveDocument(document, this.options.opened(document), this.options);
    this.#live.set(key, live);
    this.options.begun?.(live);
  }

  #close({ uri }: Document): void {
    const live = this.get(uri);
    if (!live) return;
    live.stop();
    this.#live.delete(uri.toString());
    this.options.closed?.(live);
  }
}
