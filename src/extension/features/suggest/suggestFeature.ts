import * as vscode from 'vscode';
import type { SuggestWhat } from '../../../protocol/panel/suggest';
import type { Panels } from '../../services/panels';

/** The commands that bring the suggestions forward, and have them measured by that. */
export function registerSuggest(panels: Panels): vscode.Disposable {
  const show = (what: SuggestWhat) => (argument?: unknown) => {
    const uri = panels.target(argument);
    if (uri) panels.openPanel(uri, { show: { kind: 'show-suggest', what } });
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('spellwright.suggestFromPictures', show('prompt')),
    vscode.commands.registerCommand('spellwright.suggestHere', show('help')),
  );
}
