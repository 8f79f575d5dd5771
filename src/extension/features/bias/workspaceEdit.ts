import * as vscode from 'vscode';
import type { TextEdit } from '../../../core/bias/finding';

/** Edits of one document as one undoable step. */
export function workspaceEditOf(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const change = new vscode.WorkspaceEdit();
  change.set(
    document.uri,
    edits.map(({ span, text }) =>
      vscode.TextEdit.replace(
        new vscode.Range(document.positionAt(span.start), document.positionAt(span.end)),
        text,
      ),
    ),
  );
  return change;
}
