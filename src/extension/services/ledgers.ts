import type * as vscode from 'vscode';
import type { FileScore } from '../../core/score/fileScore';
import type { ExplainedSpell } from '../../tasks/explainFile';

/** What is known of the words of the spell under the caret of one document. */
export interface DocumentLedger {
  /** Place in the file of the spell that is meant. */
  readonly spell: number;
  /** `measuring`: `result` is of before, if there is one. `stopped`: somebody cancelled before there was any. */
  readonly phase: 'measuring' | 'measured' | 'stopped' | 'failed';
  readonly progress?: { readonly done: number; readonly total: number };
  /** For `failed`: a message in the user's language. */
  readonly error?: string;
  readonly result?: LedgerResult;
}

export interface LedgerResult {
  /** Version of the document that it is of. */
  readonly version: number;
  readonly score: FileScore;
  /** Undefined where there is nothing to weigh. */
  readonly explained?: ExplainedSpell;
}

/** What is measured when somebody asks for it, as it is too much for every key. */
export type OnRequest = 'pairs' | 'shapley';

/** The ledger of words of each open spell document that somebody looks at. Features read it; one service measures it. */
export interface Ledgers {
  readonly onDidChange: vscode.Event<vscode.Uri>;
  get(uri: vscode.Uri): DocumentLedger | undefined;
  /** Whether anybody looks at it in a panel. */
  isWatched(uri: vscode.Uri): boolean;
  /** Has it measured, and kept up with, until disposed. */
  watch(uri: vscode.Uri): vscode.Disposable;
  /** Weighs the words of a phrase of the text as well, or does so no more. */
  unfold(uri: vscode.Uri, phrase: string, isOpen: boolean): void;
  isUnfolded(uri: vscode.Uri, phrase: string): boolean;
  /** Measures it for the text as it stands; an edit of the spell ends that. */
  measure(uri: vscode.Uri, what: OnRequest): void;
  /** Stops what was asked for; what is known stays. */
  cancel(uri: vscode.Uri): void;
}
