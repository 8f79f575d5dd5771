import * as vscode from 'vscode';
import type { Panels } from '../services/panels';

/** `spellwright.showGallery` (argument: the address of a spell file) brings the gallery forward; its pictures are judged by that. */
export function registerGallery(panels: Panels): vscode.Disposable {
  return vscode.commands.registerCommand('spellwright.showGallery', (argument?: unknown) => {
    const uri = panels.target(argument);
    if (uri) panels.openPanel(uri, { show: { kind: 'show-gallery' } });
  });
}
