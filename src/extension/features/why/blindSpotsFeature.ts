import * as vscode from 'vscode';
import type { HostMessage } from '../../../protocol/panel';
import type { Panels } from '../../services/panels';

/** The commands that bring the slot test and the blind spots forward; the latter are tested by that. */
export function registerBlindSpots(panels: Panels): vscode.Disposable {
  const show = (message: HostMessage) => (argument?: unknown) => {
    const uri = panels.target(argument);
    if (uri) panels.openPanel(uri, { show: message });
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('spellwright.testSlots', show({ kind: 'show-slots' })),
    vscode.commands.registerCommand('spellwright.findBlindSpots', show({ kind: 'show-blind-spots' })),
  );
}
