import * as vscode from 'vscode';
import { applyToDocument } from '../../../services/documentEdit';
import type { MakeSource, PanelHost } from '../panelSource';

/** The last edits of the spell under the caret. */
export const historySource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  const listening = vscode.Disposable.from(
    host.onDidScore(() => changed.fire()),
    host.caret.onDidChange(() => changed.fire()),
  );
  return {
    onDidChange: changed.event,
    message: () => {
      const { spell } = host.caret;
      const file = host.score?.file;
      return (
        file && { kind: 'history', spell, entries: spell === undefined ? [] : host.history.of(file, spell) }
      );
    },
    obeys: { restore: ({ entry }) => restore(entry, host) },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

/** Puts the text of an entry back where its spell is now. */
async function restore(entry: number, host: PanelHost): Promise<void> {
  const document = await host.document();
  let isThere = true;
  const outcome = await applyToDocument(document, (text) => {
    const edit = host.history.restore(host.dependencies.documents.parse(text), entry);
    isThere = edit !== undefined;
    return edit ? [edit] : [];
  });
  if (!isThere) host.notify('error', 'historyGone');
  else host.tell(outcome);
}
