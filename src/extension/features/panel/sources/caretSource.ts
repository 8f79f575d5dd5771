import * as vscode from 'vscode';
import type { MakeSource, PanelHost } from '../panelSource';

/** The spell under the caret, and the way back to a spell in the editor. */
export const caretSource: MakeSource = (host) => ({
  onDidChange: host.caret.onDidChange,
  message: () => ({ kind: 'caret', spell: host.caret.spell }),
  obeys: { jump: ({ spell }) => jump(spell, host) },
  dispose: () => undefined,
});

async function jump(spell: number, host: PanelHost): Promise<void> {
  const document = await host.document();
  const target = host.dependencies.documents.parse(document.getText()).spells[spell];
  if (!target) return;
  const start = document.positionAt(target.positive.span.start);
  const editor = await vscode.window.showTextDocument(document, {
    viewColumn: host.editor()?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(start, start),
  });
  editor.revealRange(
    new vscode.Range(document.positionAt(target.span.start), document.positionAt(target.span.end)),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}
