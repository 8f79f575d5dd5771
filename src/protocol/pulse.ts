import type { EngineWork } from '../core/ports';

/**
 * The engine's heartbeat: while its process runs, a thread of its own writes a beat into a pipe of its own, whatever
 * the main thread does. A beat says which unit of work is the oldest under way; a unit that makes progress becomes a
 * new one.
 */

/** The pipe's number in the engine's process. */
export const pulseDescriptor = 4;
/** Of one beat. */
export const beatBytes = 4;

const works: readonly (EngineWork | undefined)[] = [
  undefined,
  'loading',
  'opening',
  'tokens',
  'turn',
  'picture',
];
const kinds = 16;

/**
 * A beat as one number, so that one thread can read it while another writes it.
 * @param unit counts units of work; it may wrap around, only that two that follow each other differ matters
 * @param work what is under way; undefined for nothing
 */
export function beatOf(unit: number, work: EngineWork | undefined): number {
  return ((unit * kinds) >>> 0) + works.indexOf(work);
}

/** What is under way. */
export function workOf(beat: number): EngineWork | undefined {
  return works[beat % kinds];
}
