import * as vscode from 'vscode';
import { SEARCH_EDITOR_WORDING } from '../../../words/search';
import { say, type Language } from '../../../words/words';
import type { Panels } from '../../services/panels';
import { plainWindow } from '../../services/plainWindow';
import { isSearching, type SearchService } from '../../services/searches';

/** The command that searches with the user's generator from the spell under the caret, and its progress. */
export function registerSearch(parts: {
  readonly searches: SearchService;
  readonly panels: Panels;
  readonly language: Language;
}): vscode.Disposable {
  const { searches, panels, language } = parts;
  const shown = new Map<string, (looked: number) => void>();

  const follow = (uri: vscode.Uri): void => {
    const key = uri.toString();
    const search = searches.get(uri);
    if (!search || !isSearching(search)) {
      shown.get(key)?.(Infinity);
      shown.delete(key);
    } else if (shown.has(key)) shown.get(key)!(search.looked);
    else if (search.beginning) {
      const title = say(SEARCH_EDITOR_WORDING.progress, language, {
        file: vscode.workspace.asRelativePath(uri),
        budget: search.budget,
      });
      const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
      void plainWindow.withProgress(options, (progress, token) => {
        token.onCancellationRequested(() => searches.stop(uri));
        let before = 0;
        return new Promise<void>((resolve) =>
          shown.set(key, (looked) => {
            if (looked === Infinity) return resolve();
            progress.report({
              increment: (100 * (looked - before)) / search.budget,
              message: `${looked} / ${search.budget}`,
            });
            before = looked;
          }),
        );
      });
    }
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('spellwright.searchWithGenerator', (argument?: unknown) => {
      const uri = panels.target(argument);
      if (!uri) return;
      panels.openPanel(uri, { show: { kind: 'show-search' } });
      if (!searches.start(uri, caretIn(uri)))
        plainWindow.setStatusBarMessage(say(SEARCH_EDITOR_WORDING.goesOn, language), 5000);
    }),
    searches.onDidChange(follow),
    { dispose: () => shown.forEach((tell) => tell(Infinity)) },
  );
}

function caretIn(uri: vscode.Uri): number | undefined {
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  return editor?.document.offsetAt(editor.selection.active);
}
