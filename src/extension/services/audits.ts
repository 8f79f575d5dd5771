import type * as vscode from 'vscode';
import type { BiasFinding } from '../../core/bias/finding';
import type { EvidenceTable } from '../../core/bias/rule';
import type { FileAudit } from '../../tasks/auditFile';

/** Asks whom the generator draws: the command of the palette, and what a quick fix runs with the file and the place. */
export const auditCommand = 'spellwright.auditGenerator';

/** What came of an audit. */
export interface FinishedAudit extends FileAudit {
  /** Of the spell. */
  readonly name: string;
  /** What CLIP reads of the prompt that was drawn. */
  readonly text: string;
  /** The positive prompt as it stood in the file: another one is another question. */
  readonly source: string;
  readonly open?: BiasFinding;
  /** Sentences on how the pictures were drawn, in the user's language: another model than the one asked for, say. */
  readonly remarks: readonly string[];
}

export interface AuditState {
  readonly phase: 'drawing' | 'reading' | 'done' | 'stopped' | 'failed';
  readonly progress?: { readonly done: number; readonly total: number };
  /** Of `failed`: a sentence in the user's language. */
  readonly error?: string;
  /** Of this audit, or of the last one that was finished. */
  readonly result?: FinishedAudit;
}

/** Audits of the generator, one for each file. */
export interface Audits {
  readonly onDidChange: vscode.Event<vscode.Uri>;
  get(uri: vscode.Uri): AuditState | undefined;
  /** Whether a generator is set that could be asked. */
  readonly canAsk: boolean;
  /** Published figures that are shown beside. */
  readonly evidence: EvidenceTable;
  /** Where the pictures of a file lie, absolute. */
  folder(uri: vscode.Uri): string;
  stop(uri: vscode.Uri): void;
}
