import * as vscode from 'vscode';
import { languageId } from '../../services/spellDocuments';
import { isSaved } from '../../services/places';

/**
 * Tells when a spell file was saved under another name. The editor says of it no more than that a document was opened
 * whose text is that of another one; of a new file, that one is closed then.
 */
export function onSavedAs(listener: (from: vscode.Uri, to: vscode.Uri) => void): vscode.Disposable {
  return vscode.workspace.onDidOpenTextDocument((opened) => {
    if (opened.languageId !== languageId || !isSaved(opened.uri)) return;
    const text = opened.getText();
    if (text.trim() === '') return;
    const from = vscode.workspace.textDocuments.find(
      (each) =>
        each.languageId === languageId &&
        each.uri.scheme === 'untitled' &&
        each.uri.toString() !== opened.uri.toString() &&
        each.getText() === text,
    );
    if (from) listener(from.uri, opened.uri);
  });
}
