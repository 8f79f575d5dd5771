import * as vscode from 'vscode';
import type { BiasFinding } from '../../../core/bias/finding';
import { plainText } from '../../../core/plainText';
import { BIAS_EDITOR_WORDING } from '../../../words/biasEditor';
import { say, type Language } from '../../../words/words';
import { belongsTo } from '../../services/liveDocuments';
import { plainWindow } from '../../services/plainWindow';
import { workspaceEditOf } from './workspaceEdit';

export const sayItCommand = 'spellwright.sayWho';

/** Lets the author choose from a list who a person word draws, and writes it. */
export async function sayIt(
  document: vscode.TextDocument,
  version: number,
  { fixes }: BiasFinding,
  language: Language,
): Promise<void> {
  const choices = fixes
    .filter(({ kind }) => kind === 'say-it')
    .map(({ choice, edits }) => ({ label: plainText(choice), edits }));
  const picked = await vscode.window.showQuickPick(choices, {
    title: say(BIAS_EDITOR_WORDING.sayItTitle, language),
  });
  if (!picked) return;
  if (
    !belongsTo(version, document) ||
    !(await vscode.workspace.applyEdit(workspaceEditOf(document, picked.edits)))
  ) {
    void plainWindow.showWarningMessage(say(BIAS_EDITOR_WORDING.changedMeanwhile, language));
  }
}
