import * as vscode from 'vscode';
import type { MakeSource, PanelHost } from '../panelSource';

/** The spell under the caret, the way back to a spell in the editor, and to what stood there before. */
export const caretSource: MakeSource = (host) => {
  const undo = undoer(host);
  return {
    onDidChange: host.caret.onDidChange,
    message: () => ({ kind: 'caret', spell: host.caret.spell }),
    obeys: { jump: ({ spell }) => jump(spell, host), undo: ({ redo }) => undo(redo) },
    dispose: () => undefined,
  };
};

async function jump(spell: number, host: PanelHost): Promise<void> {
  const document = await host.document();
  const target = host.dependencies.documents.parse(document.getText()).spells[spell];
  if (!target) return;
  const start = document.positionAt(target.positive.span.start);
  const editor = await host.showEditor(new vscode.Range(start, start));
  editor.revealRange(
    new vscode.Range(document.positionAt(target.span.start), document.positionAt(target.span.end)),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}

/**
 * The editor's own undo, which takes back what the panel changed as well; it works where the keyboard is. Of several keys
 * each waits for the one before, and the last brings the keyboard back: in between it would be in the panel.
 */
function undoer(host: PanelHost): (redo: boolean) => Promise<void> {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const once = async (redo: boolean): Promise<void> => {
    try {
      await host.showEditor();
      await vscode.commands.executeCommand(redo ? 'redo' : 'undo');
    } finally {
      if (--waiting === 0) host.focus();
    }
  };
  return (redo) => {
    waiting++;
    const mine = last.then(() => once(redo));
    last = mine.catch(() => undefined);
    return mine;
  };
}
