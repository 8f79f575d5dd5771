import type { Checkpoint } from '../../ports';
import type { SpellFile } from '../../spell/spell';
import type { Agreement } from '../agreement';
import type { FileScore } from '../fileScore';
import type { LibraryScore } from '../library/scoreLibraryFile';

/** What a report tells of one spell file. */
export interface ExportedFile {
  /** As shown to people: relative, or whatever they know it by. */
  readonly path: string;
  readonly file?: SpellFile;
  /** Undefined when the file could not be scored; `problems` say why. */
  readonly score?: FileScore;
  /** In place of `score`, where there were too many pictures for that. */
  readonly library?: LibraryScore;
  /** What a second checkpoint says of the same text and pictures. */
  readonly judged?: ExportedJudge;
  readonly problems: readonly ExportedProblem[];
}

export interface ExportedJudge {
  readonly score: FileScore;
  /** Absent when there are not two things to rank. */
  readonly agreement?: Agreement;
}

export interface ExportedProblem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  /** The file that it is about, as shown to people. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** Enough of a checkpoint's SHA-256 to tell it from others. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}

/** A checkpoint as it stands beside its scores: its name, and enough of its hash. */
export function checkpointLabel({ id, hash }: Pick<Checkpoint, 'id' | 'hash'>): string {
  return `${id} ${shortHash(hash)}`;
}

/** The names of two checkpoints, with their hashes where the names are one. */
export function namesApart(
  first: Pick<Checkpoint, 'id' | 'hash'>,
  second: Pick<Checkpoint, 'id' | 'hash'>,
): [string, string] {
  return first.id === second.id ? [checkpointLabel(first), checkpointLabel(second)] : [first.id, second.id];
}
