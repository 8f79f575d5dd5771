import type { LazySession } from './session';

/** What somebody looks at now and then need not keep its graph, and what that takes of memory, for much longer. */
const defaultUnusedMs = 60_000;

/** A session that is closed when nobody needed it for a while, and opened again at the next need. */
export class PassingSession implements Pick<LazySession, 'run' | 'dispose'> {
  readonly #session: Pick<LazySession, 'run' | 'dispose'>;
  readonly #unusedMs: number;
  #running = 0;
  #closing: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param unusedMs after which it is closed */
  constructor(session: Pick<LazySession, 'run' | 'dispose'>, unusedMs = defaultUnusedMs) {
    this.#session = session;
    this.#unusedMs = unusedMs;
  }

  /** See `LazySession.run`. */
  run: LazySession['run'] = async (inputs, outputs) => {
    clearTimeout(this.#timer);
    this.#running++;
    try {
      await this.#closing;
      return await this.#session.run(inputs, outputs);
    } finally {
      if (--this.#running === 0) {
        this.#timer = setTimeout(() => (this.#closing = this.#session.dispose()), this.#unusedMs);
        this.#timer.unref?.(); // not in browsers, whose timers keep nothing alive
      }
    }
  };

  async dispose(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#closing;
    await this.#session.dispose();
  }
}
