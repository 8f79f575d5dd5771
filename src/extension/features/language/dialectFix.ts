import * as vscode from 'vscode';
import { dialectEdit } from '../../../core/spell/editFrontMatter';
import { DIALECTS } from '../../../core/spell/frontMatter';
import type { SpellFile } from '../../../core/spell/spell';
import { LANGUAGE_WORDING } from '../../../words/language';
import { say, type Language } from '../../../words/words';

/** Quick fixes for signs of another generator: reading the file in that one's dialect. */
export function dialectFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
  file: SpellFile,
  language: Language,
): vscode.CodeAction[] {
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const wished = file.diagnostics
    .filter(({ code, span }) => code === 'dialect-foreign' && span.start <= end && span.end >= start)
    .map(({ parameters }) => DIALECTS.find((dialect) => dialect === parameters.dialect))
    .filter((dialect) => dialect !== undefined);
  return wished.map((dialect) => {
    const title = say(LANGUAGE_WORDING.useDialect, language, { dialect });
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    const { start, end, text } = dialectEdit(file, dialect);
    const at = new vscode.Range(document.positionAt(start), document.positionAt(end));
    action.edit.replace(document.uri, at, text);
    return action;
  });
}
