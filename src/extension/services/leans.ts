import type * as vscode from 'vscode';
import type { Lean } from '../../core/bias/lean';
import type { LeanHead } from '../../core/bias/leanHead';
import type { Checkpoint } from '../../core/ports';

/** How far the loaded checkpoint leans for the person words of one document. */
export interface DocumentLean {
  readonly uri: vscode.Uri;
  readonly checkpoint: Checkpoint;
  /** That it reads well; empty when unknown. They decide what it is asked with. */
  readonly languages: readonly string[];
  /** While words are measured, those that were measured before may be there already. */
  readonly phase: 'measuring' | 'measured';
  /** In the order of the text, each word once. */
  readonly words: readonly MeasuredWord[];
}

export interface MeasuredWord extends LeanHead {
  /** As it was written, where that is not `head`. */
  readonly written: string;
  readonly lean: Lean;
}

/** The leans of every open spell document. Features read them; one service measures them. */
export interface Leans {
  /** Fires with undefined as `lean` when there is nothing to tell of a document any more. */
  readonly onDidChange: vscode.Event<{ readonly uri: vscode.Uri; readonly lean: DocumentLean | undefined }>;
  get(uri: vscode.Uri): DocumentLean | undefined;
}
