/** What the part inside the extension host measures, in milliseconds. */
export interface HostFigures {
  /** From the call to the end of `activate`, the extension's code read and run for the first time. */
  readonly activation: number;
  /** The same of processor time of the host's thread, which other programs do not lengthen; so with all that follow. */
  readonly activationOfProcessor: number;
  /** From the opening of the first spell file to its scores: the engine starts and loads the checkpoint. */
  readonly firstScores: number;
  /** Longest time that the host's thread was not free, by the clock: with nothing to do, and while somebody types. */
  readonly longestIdleBlock: number;
  readonly longestIdleBlockOfProcessor: number;
  readonly longestBlock: number;
  readonly longestBlockOfProcessor: number;
  /** A message from the host to a page of its own and back, each time: what the way through browser and server takes. */
  readonly echoes: readonly number[];
  readonly changes: readonly Change[];
  /** Scores that were told of an older text than the one that stood there. */
  readonly stale: number;
}

/** One change of the text, in milliseconds since 1970 by the host's clock. */
export interface Change {
  readonly version: number;
  /** The host was told of it. */
  readonly at: number;
  /** Its scores were handed to the panel; absent where a newer change came first. */
  readonly scored?: number;
}

/** Files in the folder that both parts know, by which they speak. */
export const signals = {
  /** The host has scores and an open panel. */
  ready: 'ready',
  /** The browser has typed all it had to. */
  typed: 'typed',
  figures: 'figures.json',
  /** Why the host gave up. */
  failed: 'failed',
} as const;

export const folderVariable = 'SPELLWRIGHT_BENCH_FOLDER';
export const spellFile = 'bench.spell';
