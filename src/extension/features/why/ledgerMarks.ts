import * as vscode from 'vscode';
import type { Configuration } from '../../services/configuration';
import type { Ledgers } from '../../services/ledgers';
import { belongsTo } from '../../services/liveDocuments';
import { isRunning, type Scores } from '../../services/scores';
import { shownUnits, type ShownUnit } from './shownUnits';

/** Whether the effects of words are shown in editors of a document now. */
export type AreEffectsShown = (uri: vscode.Uri) => boolean;

/**
 * In the spell under the caret: words that say nothing are dimmed, words that hurt have a line above them, where no underline
 * is; a dashed one where that may be chance.
 */
export function registerLedgerMarks(parts: {
  readonly ledgers: Ledgers;
  readonly scores: Scores;
  readonly configuration: Configuration;
  readonly areShown: AreEffectsShown;
}): vscode.Disposable {
  const { ledgers, scores, configuration, areShown } = parts;
  let types = decorationTypes();

  const show = (editor: vscode.TextEditor): void => {
    const { document } = editor;
    const { result, phase } = ledgers.get(document.uri) ?? {};
    const isShown = result !== undefined && areShown(document.uri);
    // What was found in the text before moves with its words until the new one is weighed.
    const current = scores.get(document.uri);
    const isComing = phase === 'measuring' || (current !== undefined && isRunning(current));
    if (isShown && !belongsTo(result.version, document) && isComing) return;
    const units = isShown && belongsTo(result.version, document) ? shownUnits(result) : [];
    const ranges = (which: (unit: ShownUnit) => boolean): vscode.Range[] =>
      units
        .filter(which)
        .map(({ span }) => new vscode.Range(document.positionAt(span.start), document.positionAt(span.end)));
    editor.setDecorations(
      types.idle,
      ranges(({ entry }) => entry.idle),
    );
    editor.setDecorations(
      types.hurts,
      ranges(({ entry }) => entry.hurts && entry.isSure),
    );
    editor.setDecorations(
      types.mayHurt,
      ranges(({ entry }) => entry.hurts && !entry.isSure),
    );
  };
  const showAll = (): void => vscode.window.visibleTextEditors.forEach(show);

  return vscode.Disposable.from(
    ledgers.onDidChange((uri) => {
      for (const editor of vscode.window.visibleTextEditors)
        if (editor.document.uri.toString() === uri.toString()) show(editor);
    }),
    configuration.wordEffects.onDidChange(showAll),
    vscode.window.onDidChangeVisibleTextEditors(showAll),
    vscode.window.onDidChangeActiveColorTheme(() => {
      disposeOf(types);
      types = decorationTypes();
      showAll();
    }),
    { dispose: () => disposeOf(types) },
  );
}

interface Types {
  readonly idle: vscode.TextEditorDecorationType;
  readonly hurts: vscode.TextEditorDecorationType;
  readonly mayHurt: vscode.TextEditorDecorationType;
}

function decorationTypes(): Types {
  const { kind } = vscode.window.activeColorTheme;
  const isHighContrast =
    kind === vscode.ColorThemeKind.HighContrast || kind === vscode.ColorThemeKind.HighContrastLight;
  const rangeBehavior = vscode.DecorationRangeBehavior.ClosedClosed;
  const lineAbove = (borderStyle: 'solid' | 'dashed'): vscode.TextEditorDecorationType =>
    vscode.window.createTextEditorDecorationType({
      rangeBehavior,
      borderWidth: '2px 0 0 0',
      borderStyle,
      borderColor: new vscode.ThemeColor('charts.orange'),
    });
  return {
    // Who chose high contrast is not to lose it.
    idle: vscode.window.createTextEditorDecorationType({
      rangeBehavior,
      ...(isHighContrast ? { fontStyle: 'italic' } : { opacity: '0.55' }),
    }),
    hurts: lineAbove('solid'),
    mayHurt: lineAbove('dashed'),
  };
}

function disposeOf(types: Types): void {
  for (const type of [types.idle, types.hurts, types.mayHurt]) type.dispose();
}
