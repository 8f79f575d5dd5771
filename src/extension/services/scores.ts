import type * as vscode from 'vscode';
import type { ScorePhase } from '../../core/phases';
import type { FileScore } from '../../core/score/fileScore';
import type { Span, SpellFile } from '../../core/spell/spell';
import type { ResolvedImages } from '../../files/resolveImages';

/** The latest knowledge about one open spell document. */
export interface DocumentScore {
  readonly uri: vscode.Uri;
  /** Version of the document that `file` was parsed from. */
  readonly version: number;
  readonly file: SpellFile;
  readonly phase: ScorePhase;
  /** The last finished scores, of the checkpoint in use; while `phase` is `scoring` they may belong to `scoreVersion` < `version`. */
  readonly score?: FileScore;
  readonly scoreVersion?: number;
  /** For `failed`: a message in the user's language, with what to do. */
  readonly error?: string;
  /** For `failed`: the id of a known model that has not been downloaded. */
  readonly missingModel?: string;
  /** While pictures and wildcards are looked for at length: how many names of files and folders have been read. */
  readonly searched?: number;
  readonly progress?: { readonly done: number; readonly total: number };
  /** What was found wrong besides the syntax while scoring `scoreVersion`, in the user's language. */
  readonly problems?: readonly DocumentProblem[];
  /** The pictures that the file names, as they were found last; undefined before that. */
  readonly images?: ResolvedImages;
}

export interface DocumentProblem {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: string;
  readonly message: string;
  /** Where in the document; the first line when undefined. */
  readonly span?: Span;
  /** For `images-outside`: the folder that was not searched, absolute. */
  readonly folder?: string;
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
