import * as vscode from 'vscode';
import type { Replacement } from '../../core/yaml/replacement';

export type EditOutcome =
  | 'done'
  | 'nothing-to-do'
  | EditRefusal
  /** The editor did not take the edit: the file is read-only, or the user types without a pause. */
  | 'refused';

export type EditRefusal =
  /** The text is in a state that must not be edited by a program. */
  | 'unreadable'
  /** The text would become longer than what is read. */
  | 'full';

/** The user may type between reading and editing; then the edit is made again for the new text. */
const attempts = 3;

/** Edits a document, undoably, as one step. `edit` gets the text as it is and may be asked again. */
export async function applyToDocument(
  document: vscode.TextDocument,
  edit: (text: string) => readonly Replacement[] | EditRefusal,
): Promise<EditOutcome> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const replacements = edit(document.getText());
    if (typeof replacements === 'string') return replacements;
    if (replacements.length === 0) return 'nothing-to-do';
    const change = new vscode.WorkspaceEdit();
    change.set(
      document.uri,
      replacements.map(({ start, end, text }) =>
        vscode.TextEdit.replace(new vscode.Range(document.positionAt(start), document.positionAt(end)), text),
      ),
    );
    if (await vscode.workspace.applyEdit(change)) return 'done';
  }
  return 'refused';
}
