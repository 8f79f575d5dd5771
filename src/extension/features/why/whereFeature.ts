import * as vscode from 'vscode';
import { panelWords } from '../../../words/panel';
import { say, type Language } from '../../../words/words';
import type { Panels } from '../../services/panels';
import { plainWindow } from '../../services/plainWindow';
import type { Scores } from '../../services/scores';
import { phraseAtCaret } from './phraseAtCaret';

/** The command that looks for the selected words, or the phrase at the caret, in the pictures. */
export function registerWhere(parts: {
  readonly scores: Scores;
  readonly panels: Panels;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, panels, language } = parts;
  return vscode.commands.registerCommand('spellwright.whereInPictures', (argument?: unknown) => {
    const uri = panels.target(argument);
    if (!uri) return;
    const editors = vscode.window.visibleTextEditors.filter(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    const editor = editors.find((each) => each === vscode.window.activeTextEditor) ?? editors[0];
    const phrase = editor && phraseAtCaret(editor, scores.get(uri));
    panels.openPanel(uri, { show: { kind: 'show-where', ...(phrase !== undefined && { phrase }) } });
    if (phrase === undefined) plainWindow.setStatusBarMessage(say(panelWords.whereNoPhrase, language), 5000);
  });
}
