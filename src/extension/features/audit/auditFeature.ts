import * as vscode from 'vscode';
import { auditCommand } from '../../services/audits';
import type { Panels } from '../../services/panels';
import type { AuditService } from './auditService';

/** The command that asks whom the generator draws for the spell under the caret, or where a quick fix points. */
export function registerAudit({
  audits,
  panels,
}: {
  readonly audits: AuditService;
  readonly panels: Panels;
}): vscode.Disposable {
  return vscode.commands.registerCommand(auditCommand, async (argument?: unknown, place?: unknown) => {
    const uri = panels.target(argument);
    if (!uri) return;
    const document = await vscode.workspace.openTextDocument(uri);
    const offset = typeof place === 'number' ? place : caretOf(document);
    await audits.ask(document, offset, () => panels.openPanel(uri, { show: { kind: 'show-audit' } }));
  });
}

function caretOf(document: vscode.TextDocument): number {
  const editors = vscode.window.visibleTextEditors.filter((each) => each.document === document);
  const editor = editors.find((each) => each === vscode.window.activeTextEditor) ?? editors[0];
  return editor ? document.offsetAt(editor.selection.active) : 0;
}
