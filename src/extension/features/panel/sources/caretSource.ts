import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { belongsTo } from '../../../services/liveDocuments';
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

/** How often a key is tried that did not find the keyboard where it works. */
const TRIES = 5;

/** A page takes the keyboard up to 50 ms after it was told to, whoever has it by then. */
const BETWEEN_TRIES_MS = 60;

/**
 * The editor's own undo, which takes back what the panel changed as well; it works where the keyboard is. Of several keys
 * each waits for the one before, and the last brings the keyboard back: in between it would be in the panel. A panel that
 * takes the keyboard late takes it from under the key: nothing changes then, and the key is tried again, unless somebody
 * has gone to another text. An answer comes after the change that it made, so that no key works twice.
 */
function undoer(host: PanelHost): (redo: boolean) => Promise<void> {
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  const once = async (redo: boolean): Promise<void> => {
    try {
      for (let tries = 0; tries < TRIES; tries++) {
        const { document } = await host.showEditor();
        const { version } = document;
        await vscode.commands.executeCommand(redo ? 'redo' : 'undo');
        if (!belongsTo(version, document)) return;
        await pause(BETWEEN_TRIES_MS);
        const active = vscode.window.activeTextEditor?.document ?? document;
        if (!belongsTo(version, document) || active !== document) return;
      }
    } finally {
      if (--waiting === 0) await host.focus();
    }
  };
  return (redo) => {
    waiting++;
    const mine = last.then(() => once(redo));
    last = mine.catch(() => undefined);
    return mine;
  };
}
