import type { Progress } from '../../core/ports';

/** Between two steps of a long work that are told, in milliseconds: each costs every view of the file some time. */
const pauseMs = 100;

/** Lets through as much of a work's progress as somebody can follow: each beginning and end, and few steps between. */
export class ProgressPace {
  #told?: { readonly phase: Progress['phase']; readonly at: number };

  /** @param now milliseconds that only grow */
  isDue({ phase, done, total }: Progress, now: number = performance.now()): boolean {
    const { phase: before, at } = this.#told ?? {};
    if (phase === before && done < total && now - at! < pauseMs) return false;
    this.#told = { phase, at: now };
    return true;
  }
}
