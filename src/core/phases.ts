/**
 * The phases of work that anybody is told of, each named once; what others tell of is derived from these.
 */

/** What an embedder reports progress of: reading the checkpoint, encoding texts, encoding pictures. */
export const progressPhases = ['loading', 'texts', 'images'] as const;
export type ProgressPhase = (typeof progressPhases)[number];

/** Where the scoring of a file stands: before, during, and how it ended. */
export const scorePhases = [
  'waiting',
  'loading',
  'scoring',
  'ready',
  'no-images',
  'failed',
  'stopped',
] as const;
export type ScorePhase = (typeof scorePhases)[number];

/** What becomes of a file's phase while an embedder reports progress: loading is told apart, and nothing else. */
export function scorePhaseOf(phase: ProgressPhase): 'loading' | 'scoring' {
  return phase === 'loading' ? phase : 'scoring';
}
