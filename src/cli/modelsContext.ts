import type { Engines } from '../client/engines';
import type { ModelPlaces } from '../models/modelPlaces';
import type { Terminal } from './terminal';

/** What `spellwright models …` works with. */
export interface ModelsContext {
  readonly terminal: Terminal;
  readonly engines: Engines;
  readonly places: ModelPlaces;
  /** What others published for known checkpoints. */
  readonly publishedScores: string;
  /** Remembers which files of the cache were hashed and right. */
  readonly memoFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}
