import type { Pause } from '../core/steps';

/** Longest stretch of work on a thread that others share, in milliseconds. */
const sliceMs = 3;

/**
 * A pause that lets the event loop run whenever work went on for some milliseconds.
 * @param signal its reason is thrown from the pause
 */
export function pauses(signal?: AbortSignal): Pause {
  let start = -Infinity;
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - start < sliceMs) return;
    await new Promise((resolve) => setImmediate(resolve));
    start = performance.now();
  };
}
