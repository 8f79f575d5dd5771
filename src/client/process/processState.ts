/**
 * `stopped`: no process (not needed yet, idle, waiting for its turn, or given up); `starting`: forked, not answering
 * yet; `loading`: reads what it works with; `ready`: waits for work; `working`: calls are under way; `stuck`: one step
 * has taken longer than it should, or there is no sign of life; `restarting`: it crashed, and a new one follows after a
 * pause.
 */
export type ProcessState = 'stopped' | 'starting' | 'loading' | 'ready' | 'working' | 'stuck' | 'restarting';

/** What is wrong while the state is `stuck`, and what can be done: nothing happens by itself. Later calls do nothing. */
export interface ProcessStall<W> {
  /** The step that takes so long; undefined when none is known. */
  readonly work: W | undefined;
  /** There has been no sign of life: the process is stopped, or the machine too busy to run it. */
  readonly isSilent: boolean;
  /** How long it has taken so far; the machine's sleep does not count. */
  readonly seconds: number;
  /** Lets it go on, and tells again after so many seconds. */
  waitLonger(seconds: number): void;
  /** Ends the process at once. A new one gets all that is unanswered. */
  restart(): void;
  /** Ends the process at once. What is unanswered rejects with the failure `stuck`. */
  giveUp(): void;
}

/** Why a request is not answered; the contract's owner makes an error of its own of it. */
export type ProcessFailure =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'stuck'; readonly seconds: number }
  /** It could not be forked. */
  | { readonly kind: 'not-forked'; readonly cause: unknown }
  /** It ended before it answered anything. */
  | ({ readonly kind: 'not-started' } & ProcessExit)
  /** So many processes ended under this request. */
  | ({ readonly kind: 'crashed'; readonly crashes: number } & ProcessExit);

export interface ProcessExit {
  /** Exit code, the signal's name, or why it could not be started. */
  readonly reason: number | string;
  /** The last error that it wrote to stderr; empty when it said nothing. */
  readonly lastError: string;
}
