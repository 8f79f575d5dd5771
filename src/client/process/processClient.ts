import { setTimeout as delay } from 'node:timers/promises';
import { ChannelClosed, type Api } from '../../protocol/rpc';
import type { RpcClient } from '../../protocol/rpcClient';
import { abortable } from './abortable';
import { ProcessLife, type Program } from './processLife';
import type { ProcessFailure, ProcessStall, ProcessState } from './processState';
import { ProcessWatch, type Overdue } from './processWatch';
import type { Seat, Seats, Sitter } from './seats';

export interface ProcessClientOptions<A extends Api<A>, P, W> {
  readonly program: Program<A, P>;
  /**
   * What the process is told once, as its only command-line argument; asked anew at each start.
   * @param beatMs between two beats of its heart, in milliseconds
   */
  readonly argument: (beatMs: number) => unknown;
  /** What a beat of its heart says is under way. */
  readonly workOf: (beat: number) => W | undefined;
  /** Where the process stands by what a call tells of itself; undefined where it says nothing of that. */
  readonly standing?: (progress: P) => 'loading' | 'up' | undefined;
  /** The error that a request is rejected with. */
  readonly failure: (failure: ProcessFailure) => Error;
  /** Bounds the processes of several clients together; without it there is always room for this one's. */
  readonly seats?: Seats;
  /** How long one step of its work may take before it counts as stuck; asked again and again. */
  readonly stepLimitSeconds: () => number;
  /** Told once when the state becomes `stuck`. */
  readonly onStall?: (stall: ProcessStall<W>) => void;
  /** How often the process's heart is listened to. */
  readonly watchEveryMs?: number;
  readonly log: (line: string) => void;
  /** Waits before a restart. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

export interface RequestOptions<P> {
  /** Aborting rejects at once with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: P) => void;
  readonly patience?: Patience;
}

/** Processes that may die under one request before it is given up: it may be what kills them. */
export interface Patience {
  readonly crashes: number;
  /** So many times it is asked beside others, then among the suspects, one after another. */
  readonly inCompany: number;
}

const usualPatience: Patience = { crashes: 3, inCompany: 2 };

/** A busy machine may keep the heart from beating for some seconds. */
const silenceLimitSeconds = 10;
/** However patient the user is: a busy machine takes its time to start a process. */
const startLimitSeconds = 60;
const defaultWatchEveryMs = 1000;
const beatsPerTick = 2;
/** The end of a step may have been heard of by its answer, before the next beat. */
const patienceTicks = 1;

const firstPauseMs = 50;
const longestPauseMs = 2000;

/** A process that is up is ready, works or is stuck. */
type Phase = Exclude<ProcessState, 'ready' | 'working' | 'stuck'> | 'up';

/**
 * Whatever answers a contract, in a process of its own. The process is forked at the first need; when it dies, a new one
 * follows after a pause and gets every unanswered request again, so that a crash costs time and nothing else.
 */
export class ProcessClient<A extends Api<A>, P, W> implements Sitter {
  readonly #options: ProcessClientOptions<A, P, W>;
  readonly #listeners = new Set<(state: ProcessState) => void>();
  #life: ProcessLife<A, P, W> | undefined;
  #seat: Seat | undefined;
  /** The process that is about to be forked: after a pause, or when there is room for it. */
  #starting: Promise<ProcessLife<A, P, W>> | undefined;
  /** Where the process stands; whether it works or waits follows from `#unanswered`. */
  #phase: Phase = 'stopped';
  #unanswered = 0;
  #crashesInARow = 0;
  /** Processes that were ended because they were stuck. */
  readonly #killed = new WeakMap<
    ProcessLife<A, P, W>,
    { readonly seconds: number; readonly forGood: boolean }
  >();
  /** Requests that saw two processes die, one after another: so the guilty one is known. */
  #suspects: Promise<unknown> = Promise.resolve();
  #told: ProcessState = 'stopped';
  /** What every request is rejected with from now on. */
  #end: Error | undefined;
  /** Aborted with it. */
  readonly #disposal = new AbortController();
  /** Ticks while somebody waits, or the process is at work for nobody. */
  #watching: NodeJS.Timeout | undefined;
  #stall: ProcessStall<W> | undefined;
  /** Ticks in which it was stuck with what nobody waits for any more. */
  #lonelyTicks = 0;

  constructor(options: ProcessClientOptions<A, P, W>) {
    this.#options = options;
  }

  /**
   * Asks the process, and asks again, whole, where it dies before it has answered.
   * @param ask what is asked; each of its calls gets `call`
   */
  request<T>(
    ask: (
      rpc: RpcClient<A, P>,
      call: { readonly signal?: AbortSignal; readonly onProgress: (progress: P) => void },
    ) => Promise<T>,
    options: RequestOptions<P> = {},
  ): Promise<T> {
    return abortable(this.#answer(ask, options), options.signal);
  }

  get state(): ProcessState {
    if (this.#stall) return 'stuck';
    if (this.#phase !== 'up') return this.#phase;
    return this.#unanswered > 0 ? 'working' : 'ready';
  }

  /** Of the process, while there is one. */
  get pid(): number | undefined {
    return this.#life?.pid;
  }

  get isIdle(): boolean {
    return this.#life !== undefined && this.#unanswered === 0;
  }

  get isNeeded(): boolean {
    return this.#unanswered > 0 && !this.#end;
  }

  /** Calls the listener at every change of `state`. Returns how to stop that. */
  onState(listener: (state: ProcessState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the process that is idle; the next request starts another. */
  rest(): void {
    const life = this.#life;
    if (!life) return;
    this.#forget(life);
    this.#enter('stopped');
    life.end();
  }

  /** Ends the process. Unanswered and later requests are rejected with the reason, or as `stopped`. */
  dispose(reason: Error = this.#options.failure({ kind: 'stopped' })): void {
    this.#end ??= reason;
    this.#disposal.abort(this.#end);
    clearInterval(this.#watching);
    if (this.#stall) this.#life?.kill();
    else this.#life?.end();
    this.#stall = undefined;
    this.#enter('stopped');
    this.#listeners.clear();
  }

  async #answer<T>(
    ask: Parameters<ProcessClient<A, P, W>['request']>[0],
    { signal, onProgress, patience = usualPatience }: RequestOptions<P>,
  ): Promise<T> {
    const { standing, failure } = this.#options;
    const follow = (progress: P): void => {
      const phase = standing?.(progress);
      if (phase) this.#enter(phase);
      onProgress?.(progress);
    };
    let crashes = 0;
    const attempt = async (): Promise<{ readonly value: T } | undefined> => {
      signal?.throwIfAborted(); // Nobody waits any more: no reason to start a process.
      const life = await abortable(this.#running(), signal);
      this.#seat?.use();
      try {
        const value = (await ask(life.rpc, { signal, onProgress: follow })) as T;
        this.#crashesInARow = 0;
        return { value };
      } catch (error) {
        if (!(error instanceof ChannelClosed)) throw error;
        const exit = await life.exited;
        const killed = this.#killed.get(life);
        if (killed?.forGood) throw failure({ kind: 'stuck', seconds: killed.seconds });
        // One that never was up has not died of this request; of one that was ended nobody knows what it was stuck with.
        if (++crashes < (life.wasUp && !killed ? patience : usualPatience).crashes) return undefined;
        if (killed) throw failure({ kind: 'stuck', seconds: killed.seconds });
        throw failure(life.wasUp ? { kind: 'crashed', crashes, ...exit } : { kind: 'not-started', ...exit });
      }
    };

    this.#unanswered++;
    if (this.#starting) this.#options.seats?.serve(); // it may wait since a time when nobody needed it
    this.#tell();
    this.#watch();
    try {
      for (;;) {
        const answer = await (crashes < patience.inCompany ? attempt() : this.#alone(attempt));
        if (answer) return answer.value;
      }
    } finally {
      this.#unanswered--;
      // However the loading ended that this call reported, nobody will report its end after it.
      if (this.#phase === 'loading') this.#phase = 'up';
      // Nor does a process follow that nobody waits for.
      if (this.#phase === 'restarting' && this.#unanswered === 0) this.#phase = 'stopped';
      this.#tell();
      if (this.isIdle) this.#options.seats?.serve();
    }
  }

  #watch(): void {
    if (this.#watching) return;
    this.#life?.watch.startOver();
    this.#watching = setInterval(() => this.#tick(), this.#watchEveryMs);
    // In a browser a timer keeps nothing alive.
    this.#watching.unref?.();
  }

  #tick(): void {
    const life = this.#life;
    const overdue = life?.watch.tick();
    if (!life || !overdue) {
      this.#stall = undefined;
      this.#tell();
    } else if (!this.#stall) {
      this.#stall = this.#stallOf(life, overdue);
      this.#tell();
      if (this.#unanswered > 0) this.#options.onStall?.(this.#stall);
    }
    this.#lonelyTicks = this.#stall && this.#unanswered === 0 ? this.#lonelyTicks + 1 : 0;
    if (this.#lonelyTicks > patienceTicks) this.#stall?.restart();
    if (this.#unanswered === 0 && !this.#stall && !life?.watch.isAtWork) {
      clearInterval(this.#watching);
      this.#watching = undefined;
    }
  }

  #stallOf(life: ProcessLife<A, P, W>, { work, isSilent, ticks }: Overdue<W>): ProcessStall<W> {
    const seconds = Math.round((ticks * this.#watchEveryMs) / 1000);
    const isPresent = (): boolean => this.#stall === stall && this.#life === life;
    const kill = (forGood: boolean): void => {
      if (!isPresent()) return;
      this.#killed.set(life, { seconds, forGood });
      life.kill();
    };
    const stall: ProcessStall<W> = {
      work,
      isSilent,
      seconds,
      waitLonger: (more) => {
        if (!isPresent()) return;
        life.watch.grant(this.#ticks(more));
        this.#stall = undefined;
        this.#tell();
      },
      restart: () => kill(false),
      giveUp: () => kill(true),
    };
    return stall;
  }

  get #watchEveryMs(): number {
    return this.#options.watchEveryMs ?? defaultWatchEveryMs;
  }

  #ticks(seconds: number): number {
    return Math.ceil((seconds * 1000) / this.#watchEveryMs);
  }

  #alone<T>(attempt: () => Promise<T>): Promise<T> {
    const result = this.#suspects.then(attempt);
    this.#suspects = result.catch(() => undefined);
    return result;
  }

  async #running(): Promise<ProcessLife<A, P, W>> {
    if (this.#end) throw this.#end;
    if (this.#life) return this.#life;
    if (!this.#starting) {
      const starting = this.#start().finally(() => {
        if (this.#starting === starting) this.#starting = undefined;
      });
      this.#starting = starting;
    }
    return this.#starting;
  }

  async #start(): Promise<ProcessLife<A, P, W>> {
    const { program, argument, workOf, failure, seats, log, pause = delay } = this.#options;
    if (this.#crashesInARow > 0) {
      this.#enter('restarting');
      await pause(Math.min(firstPauseMs * 2 ** (this.#crashesInARow - 1), longestPauseMs));
    }
    const seat = await seats?.take(this, this.#disposal.signal);
    // Whoever asks from now on is not to wait for a start that does not come.
    const refuse = (error: Error): Error => {
      seat?.leave();
      this.#starting = undefined;
      return error;
    };
    if (this.#end) throw refuse(this.#end);
    if (this.#unanswered === 0) throw refuse(failure({ kind: 'stopped' })); // nobody waits for it any more
    this.#enter('starting');
    const beatMs = Math.ceil(this.#watchEveryMs / beatsPerTick);
    const watch = new ProcessWatch<W>(() => this.#limits(), workOf);
    let life: ProcessLife<A, P, W>;
    try {
      life = new ProcessLife(program, argument(beatMs), watch, log);
    } catch (cause) {
      this.#enter('stopped');
      throw refuse(failure({ kind: 'not-forked', cause }));
    }
    this.#life = life;
    this.#seat = seat;
    void life.up.then(() => {
      // Its first words may be heard after those of a call.
      if (this.#phase === 'starting') this.#enter('up');
    });
    void life.closed.then(() => this.#lost(life));
    void life.exited.then(({ reason }) => {
      seat?.leave();
      if (!this.#end) log(`The ${program.name}'s process ended (${reason}).`);
    });
    return life;
  }

  #limits(): { work: number; silence: number; start: number } {
    const work = this.#options.stepLimitSeconds();
    return {
      work: this.#ticks(work),
      silence: this.#ticks(Math.min(work, silenceLimitSeconds)),
      start: this.#ticks(startLimitSeconds),
    };
  }

  #lost(life: ProcessLife<A, P, W>): void {
    if (this.#life !== life) return; // it was let go
    this.#forget(life);
    if (this.#end) return;
    // With nobody waiting it was idle and ended itself, or its end hurt nobody.
    if (this.#unanswered > 0) this.#crashesInARow++;
    this.#enter(this.#unanswered > 0 ? 'restarting' : 'stopped');
  }

  #forget(life: ProcessLife<A, P, W>): void {
    if (this.#life !== life) return;
    this.#life = undefined;
    this.#seat = undefined;
    this.#stall = undefined;
  }

  #enter(phase: Phase): void {
    this.#phase = this.#end ? 'stopped' : phase;
    this.#tell();
  }

  #tell(): void {
    const { state } = this;
    if (state === this.#told) return;
    this.#told = state;
    for (const listener of this.#listeners) listener(state);
  }
}
