import * as vscode from 'vscode';
import { promptAt } from '../../../core/spell/places';
import { EVOLVE_WORDING } from '../../../words/evolve';
import { say, type Language } from '../../../words/words';
import { isEvolving, type Evolutions, type EvolutionStart } from '../../services/evolutions';
import { belongsTo } from '../../services/liveDocuments';
import type { Panels } from '../../services/panels';
import { plainWindow } from '../../services/plainWindow';
import type { Scores } from '../../services/scores';

/** The command that searches for a better prompt of the spell under the caret, and what the window says of it meanwhile. */
export function registerEvolve(parts: {
  readonly evolutions: Evolutions;
  readonly scores: Scores;
  readonly panels: Panels;
  readonly language: Language;
}): vscode.Disposable {
  const { evolutions, scores, panels, language } = parts;
  const shown = new Map<string, () => void>();

  const follow = (uri: vscode.Uri): void => {
    const key = uri.toString();
    const evolution = evolutions.get(uri);
    if (evolution && isEvolving(evolution)) {
      if (shown.has(key)) return;
      const title = say(EVOLVE_WORDING.statusBar, language, { file: vscode.workspace.asRelativePath(uri) });
      void plainWindow.withProgress(
        { location: vscode.ProgressLocation.Window, title },
        () => new Promise<void>((resolve) => shown.set(key, resolve)),
      );
    } else {
      shown.get(key)?.();
      shown.delete(key);
    }
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('spellwright.evolve', (argument?: unknown) => {
      const uri = panels.target(argument);
      if (!uri) return;
      panels.openPanel(uri, { show: { kind: 'show-evolution' } });
      const hasBegun = evolutions.start(uri, startAt(editorOf(uri), scores));
      if (!hasBegun) plainWindow.setStatusBarMessage(say(EVOLVE_WORDING.goesOn, language), 5000);
    }),
    evolutions.onDidChange(follow),
    { dispose: () => shown.forEach((resolve) => resolve()) },
  );
}

/** The spell under the caret; what of its prompt is selected stays. */
export function startAt(editor: vscode.TextEditor | undefined, scores: Scores): EvolutionStart {
  if (!editor) return {};
  const { document, selections, selection } = editor;
  const at = document.offsetAt(selection.active);
  const keepSpans = selections
    .filter(({ isEmpty }) => !isEmpty)
    .map(({ start, end }) => ({ start: document.offsetAt(start), end: document.offsetAt(end) }));
  const current = scores.get(document.uri);
  const place =
    current && belongsTo(current.version, document)
      ? promptAt(current.file, keepSpans[0]?.start ?? at)
      : undefined;
  return { at: place?.spell.span.start ?? at, ...(keepSpans.length > 0 && { keepSpans }) };
}

function editorOf(uri: vscode.Uri): vscode.TextEditor | undefined {
  const editors = vscode.window.visibleTextEditors.filter(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  return editors.find((each) => each === vscode.window.activeTextEditor) ?? editors[0];
}
