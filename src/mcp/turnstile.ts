import { ToolError } from '../tools/tool';

export interface TurnstileLimits {
  /** What runs at once. */
  readonly atOnce: number;
  /** What waits, beyond those. */
  readonly waiting: number;
}

/** Lets a few pieces of work run at once; others wait, in their order, and too many are refused. */
export class Turnstile {
  #running = 0;
  readonly #queue: (() => void)[] = [];

  constructor(private readonly limits: TurnstileLimits) {}

  /** @throws ToolError `too-busy`; the signal's reason, while it waits; what the work throws */
  async pass<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      this.#running--;
      this.#queue.shift()?.();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    const { atOnce, waiting } = this.limits;
    if (this.#running < atOnce) {
      this.#running++;
      return;
    }
    if (this.#queue.length >= waiting)
      throw new ToolError('too-busy', `${waiting} calls wait already. Wait for answers before you ask more.`);
    await new Promise<void>((settle, reject) => {
      const enter = (): void => {
        signal.removeEventListener('abort', leave);
        this.#running++;
        settle();
      };
      const leave = (): void => {
        this.#queue.splice(this.#queue.indexOf(enter), 1);
        reject(signal.reason as Error);
      };
      this.#queue.push(enter);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
