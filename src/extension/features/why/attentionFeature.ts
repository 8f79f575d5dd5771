import * as vscode from 'vscode';
import type { Panels } from '../../services/panels';

/** The command that shows what the towers read. */
export function registerAttention({ panels }: { readonly panels: Panels }): vscode.Disposable {
  return vscode.commands.registerCommand('spellwright.showAttention', (argument?: unknown) => {
    const uri = panels.target(argument);
    if (uri) panels.openPanel(uri, { show: { kind: 'show-attention' } });
  });
}
