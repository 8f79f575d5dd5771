import * as vscode from 'vscode';
import type { DocumentSource } from './liveDocuments';

/** The documents that the editor has open. */
export const editorDocuments: DocumentSource<vscode.TextDocument> = {
  get documents() {
    return vscode.workspace.textDocuments;
  },
  onDidOpen: vscode.workspace.onDidOpenTextDocument,
  onDidClose: vscode.workspace.onDidCloseTextDocument,
  onDidChange: (listener) =>
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // It also fires when only the mark of unsaved changes does.
      if (contentChanges.length > 0) listener(document);
    }),
};

/** The open document of an address. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
