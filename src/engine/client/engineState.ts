import type { EngineWork } from '../../core/ports';

/**
 * `stopped`: no process (not needed yet, idle, or given up); `starting`: forked, not answering yet; `loading`: reads
 * the checkpoint; `ready`: waits for work; `working`: calls are under way; `stuck`: one step has taken longer than it
 * should, or there is no sign of life; `restarting`: it crashed, and a new one follows after a pause.
 */
export type EngineState = 'stopped' | 'starting' | 'loading' | 'ready' | 'working' | 'stuck' | 'restarting';

/** What is wrong while the state is `stuck`, and what can be done: nothing happens by itself. Later calls do nothing. */
export interface Stall {
  /** The step that takes so long; undefined when none is known. */
  readonly work: EngineWork | undefined;
  /** There has been no sign of life: the process is stopped, or the machine too busy to run it. */
  readonly isSilent: boolean;
  /** How long it has taken so far; the machine's sleep does not count. */
  readonly seconds: number;
  /** Lets it go on, and tells again after so many seconds. */
  waitLonger(seconds: number): void;
  /** Ends the engine at once. A new one gets all that is unanswered. */
  restart(): void;
  /** Ends the engine at once. What is unanswered rejects with `engine-stuck`. */
  giveUp(): void;
}
