import type * as vscode from 'vscode';
import type { ScorePhase } from '../../core/phases';
import type { FileScore } from '../../core/score/fileScore';
import type { LibraryScore } from '../../core/score/library/scoreLibraryFile';
import type { SpellFile } from '../../core/spell/spell';
import { mostPictures, type ResolvedImages } from '../../files/resolveImages';
import type { Problem } from '../../tasks/problem';
import type { ScoredFile } from '../../tasks/scoreFile';
import { belongsTo } from './liveDocuments';

/**
 * Scores of a document: of a few pictures, or of a library. Of a library there is no number for each picture: `images` and
 * the matrices are empty, and whoever needs them finds nothing to do.
 */
export interface ShownScore extends FileScore {
  readonly library?: LibraryScore;
}

export function shownLibrary(library: LibraryScore): ShownScore {
  const none = new Float32Array(0);
  return {
    ...library,
    images: [],
    ...{ cosine: none, promptGivenImage: none, spellGivenImage: none, imageGivenPrompt: none },
    library,
  };
}

/** How many readable pictures scores rest on. */
export function picturesOf({ library, images }: ShownScore): number {
  return (library?.images ?? images).length;
}

/**
 * The scores of a document's own text: of the version that is asked for, and else of the one that `current.file` was parsed
 * from. Undefined while all there is belongs to an older text.
 */
export function ownScore(
  current: DocumentScore | undefined,
  text: { readonly version: number } | undefined = current,
): ShownScore | undefined {
  return belongsTo(current?.scoreVersion, text) ? current?.score : undefined;
}

/** More pictures than these are a library. Tests, which have a dozen, set it lower. */
const mostSingly =
  Number(typeof process === 'object' && process.env?.SPELLWRIGHT_TEST_MOST_PICTURES) || mostPictures;

/** Whether a document names so many pictures that they are scored as a library. */
export function isLibraryScore(current: Pick<DocumentScore, 'images'> | undefined): boolean {
  return current?.images !== undefined && isLibrary(current.images);
}

/** Whether there are too many pictures to score and show one by one. */
export function isLibrary({ paths }: Pick<ResolvedImages, 'paths'>): boolean {
  return paths.length > mostSingly;
}

/** Whether scores are on their way. */
export function isRunning({ phase }: Pick<DocumentScore, 'phase'>): boolean {
  return phase === 'waiting' || phase === 'loading' || phase === 'scoring';
}

/** The latest knowledge about one open spell document. */
export interface DocumentScore {
  readonly uri: vscode.Uri;
  /** Version of the document that `file` was parsed from. */
  readonly version: number;
  readonly file: SpellFile;
  readonly phase: ScorePhase;
  /** The last finished scores, of the checkpoint in use; those of an older text while a run goes on. See `ownScore`. */
  readonly score?: ShownScore;
  /** Version of the text that `score` is of. */
  readonly scoreVersion?: number;
  /** For `failed`: a message in the user's language, with what to do. */
  readonly error?: string;
  /** For `failed`: the id of a known model that has not been downloaded. */
  readonly missingModel?: string;
  /** While pictures and wildcards are looked for at length: how many names of files and folders have been read. */
  readonly searched?: number;
  readonly progress?: { readonly done: number; readonly total: number };
  /** All that the last run knows of the file: of `scoreVersion`, and of `version` where it failed. */
  readonly scored?: Omit<ScoredFile, 'score'> & { readonly score?: ShownScore };
  /** What is wrong with `scored`, no more of a kind than anybody reads; undefined until it is known, a moment after the scores. `problemSteps` tells all. */
  readonly problems?: readonly Problem[];
  /** The pictures that the file names, as they were found last; undefined before that. */
  readonly images?: ResolvedImages;
}

/** Scores of every open spell document, kept up to date while the user types. Features read it; one service writes it. */
export interface Scores {
  readonly onDidChange: vscode.Event<DocumentScore>;
  get(uri: vscode.Uri): DocumentScore | undefined;
  /** Scores again although the text did not change: pictures were added, the model changed. */
  refresh(uri: vscode.Uri): void;
  /** Stops what runs for it; its phase is `stopped` until the next edit or refresh. */
  cancel(uri: vscode.Uri): void;
}
