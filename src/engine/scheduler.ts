import type { Priority } from '../core/ports';
import { workUnits } from './workUnits';

const rank: Record<Priority, number> = { caret: 0, visible: 1, background: 2 };

interface Turn {
  readonly rank: number;
  /** Number of the job: of equally urgent jobs the older one finishes first. */
  readonly job: number;
  start(): Promise<void>;
}

/** One request's claim on the native thread, taken turn by turn. */
export interface Job {
  /**
   * Runs the task when the thread is free and nothing more urgent waits.
   * Rejects with the signal's reason when the job was aborted before its turn.
   */
  turn<T>(task: () => Promise<T>): Promise<T>;
}

/**
 * Shares the one thread that native runs block. Work comes in short turns, so that a key press waits for one of
 * them at most, whatever else is under way.
 */
export class Scheduler {
  readonly #waiting: Turn[] = [];
  readonly #interactiveMs: number;
  /** Turns that may be under way side by side: 1 where they share one processor. */
  atOnce = 1;
  #underWay = 0;
  #jobs = 0;
  #lastInteractive = -Infinity;

  /** @param interactiveMs how long after an urgent job another one is expected: someone is typing */
  constructor(interactiveMs = 2000) {
    this.#interactiveMs = interactiveMs;
  }

  /** True while someone is typing: turns should be short. */
  get interactive(): boolean {
    return performance.now() - this.#lastInteractive < this.#interactiveMs;
  }

  job(priority: Priority, signal: AbortSignal): Job {
    const job = this.#jobs++;
    if (priority === 'caret') this.#lastInteractive = performance.now();
    return {
      turn: (task) =>
        new Promise((resolve, reject) => {
          signal.throwIfAborted();
          const turn: Turn = {
            rank: rank[priority],
            job,
            start: async () => {
              signal.removeEventListener('abort', abort);
              try {
                resolve(await workUnits.during('turn', task));
              } catch (error) {
                reject(error as Error);
              }
            },
          };
          const abort = (): void => {
            this.#waiting.splice(this.#waiting.indexOf(turn), 1);
            reject(signal.reason as Error);
          };
          signal.addEventListener('abort', abort, { once: true });
          this.#waiting.push(turn);
          void this.#pump();
        }),
    };
  }

  async #pump(): Promise<void> {
    if (this.#underWay >= this.atOnce) return;
    this.#underWay++;
    for (let turn = this.#takeNext(); turn; turn = this.#takeNext()) {
      await turn.start();
      await messagesArrive();
    }
    this.#underWay--;
  }

  #takeNext(): Turn | undefined {
    let best = 0;
    for (let i = 1; i < this.#waiting.length; i++) {
      const [a, b] = [this.#waiting[i]!, this.#waiting[best]!];
      if (a.rank < b.rank || (a.rank === b.rank && a.job < b.job)) best = i;
    }
    return this.#waiting.splice(best, 1)[0];
  }
}

/**
 * Lets the event loop read what has come in during a run: a key press, a cancellation, the end of our parent.
 * Twice, because the first `setImmediate` may fire before the loop polls its pipes.
 */
async function messagesArrive(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
