import * as vscode from 'vscode';
import { spellAt } from '../../core/spell/places';
import type { Language } from '../../words/words';
import type { Configuration } from '../services/configuration';
import { editorDocuments } from '../services/editorDocuments';
import { ownScore, type DocumentScore, type Scores } from '../services/scores';
import { lensLine } from './codeLenses';
import { rankedSpells, scoreLabel } from './scoreLabel';

/** After this without a key the lens shows the same, in milliseconds: the editor asks for it 250 ms after the last key, and draws it 250 ms later. */
const lensDelayMs = 1000;

/**
 * The score of the spell that is being written, behind the line that its lens stands above: from the key that it follows until
 * the lens, which the editor draws half a second after the last key at the earliest, says it too.
 */
export function registerLiveMark(parts: {
  readonly scores: Scores;
  readonly configuration: Configuration;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, configuration, language } = parts;
  // No part of the text: it breaks no line and moves nothing.
  const mark = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 2em', color: new vscode.ThemeColor('editorCodeLens.foreground') },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  let shown: { readonly editor: vscode.TextEditor; readonly timer: NodeJS.Timeout } | undefined;
  let typed: vscode.TextDocument | undefined;

  const hide = (): void => {
    clearTimeout(shown?.timer);
    shown?.editor.setDecorations(mark, []);
    shown = undefined;
  };
  const rest = (): void => {
    hide();
    typed = undefined;
  };
  const show = (current: DocumentScore): void => {
    const editor = vscode.window.activeTextEditor;
    if (!editor || editor.document !== typed || current.uri.toString() !== typed.uri.toString()) return;
    const label = labelAt(editor, current, language);
    if (!label || !configuration.codeLens.value) return hide();
    if (shown && shown.editor !== editor) hide();
    clearTimeout(shown?.timer);
    editor.setDecorations(mark, [
      { range: label.range, renderOptions: { after: { contentText: label.text } } },
    ]);
    shown = { editor, timer: setTimeout(rest, lensDelayMs) };
  };
  return vscode.Disposable.from(
    mark,
    editorDocuments.onDidChange((document) => (typed = document)),
    // What is wrong comes in an event of its own, with the same numbers.
    scores.onDidChange((current) => {
      if (current.progress === undefined && current.problems === undefined) show(current);
    }),
    vscode.window.onDidChangeActiveTextEditor(rest),
    { dispose: () => clearTimeout(shown?.timer) },
  );
}

/** Nothing while the numbers are those of an older text. */
function labelAt(
  { document, selection }: vscode.TextEditor,
  current: DocumentScore,
  language: Language,
): { readonly range: vscode.Range; readonly text: string } | undefined {
  const score = ownScore(current, document);
  const spell = spellAt(current.file, document.offsetAt(selection.active));
  const scored = spell && score?.spells[spell.index];
  if (!score || !scored) return undefined;
  const text = scoreLabel(score, scored, rankedSpells(score), language);
  if (text === undefined) return undefined;
  const { end } = lensLine(document, spell);
  return { range: new vscode.Range(end, end), text };
}
