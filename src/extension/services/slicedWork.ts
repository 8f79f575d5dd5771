import type { Steps } from '../../core/steps';

/** Longest stretch of our own work on the extension host's thread, in milliseconds: all extensions share it. */
const sliceMs = 3;

/** Who waits for a turn of the event loop, first come, first served. */
const waiting: (() => void)[] = [];

/** One of those who wait goes on in each turn: what several do at the same time must not add up to one long stretch. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(takeTurn);
  });
}

function takeTurn(): void {
  waiting.shift()!();
  if (waiting.length > 0) setImmediate(takeTurn);
}

/** Long work calls `pause` often, first of all before it begins; now and then that lets the event loop run. */
export class SlicedWork {
  /** Nobody knows what was done already in the turn that it is made in. */
  #start = -Infinity;

  readonly pause = async (): Promise<void> => {
    if (performance.now() - this.#start < sliceMs) return;
    await nextTurn();
    this.#start = performance.now();
  };
}

/**
 * Takes steps, slice by slice; the first one in the next turn.
 * @param isWanted asked at each turn
 * @returns the steps' result; undefined as soon as it is not wanted any more
 */
export async function inSlices<T>(steps: Steps<T>, isWanted: () => boolean): Promise<T | undefined> {
  for (;;) {
    await nextTurn();
    if (!isWanted()) return undefined;
    const start = performance.now();
    while (performance.now() - start < sliceMs) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  }
}
