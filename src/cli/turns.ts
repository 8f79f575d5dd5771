import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../core/steps';

/** Longest stretch of work before the event loop has a turn, in which Ctrl+C is heard; in milliseconds. */
const turnMs = 50;

/** Takes all steps of long work. @throws the signal's reason once it is aborted */
export async function inTurns<T>(steps: Steps<T>, signal: AbortSignal): Promise<T> {
  for (let until = performance.now() + turnMs; ;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < until) continue;
    await nextTurn();
    signal.throwIfAborted();
    until = performance.now() + turnMs;
  }
}

/** Enough of a report to be written at once, in UTF-16 units. */
const pieceLength = 65_536;

/**
 * Writes a text that is made in pieces, a few at a time, each when the one before has been taken.
 * @throws the signal's reason once it is aborted
 */
export async function writePieces(
  pieces: Iterable<string>,
  write: (text: string) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let waiting: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    length += piece.length;
    if (length < pieceLength) continue;
    await write(waiting.join(''));
    await nextTurn();
    signal.throwIfAborted();
    waiting = [];
    length = 0;
  }
  await write(waiting.join(''));
}
