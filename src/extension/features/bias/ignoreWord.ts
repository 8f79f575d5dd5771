import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { addIgnoredWord } from '../../../core/bias/addIgnoredWord';
import { SETTINGS_FILE } from '../../../core/bias/settings';
import { readTextFile } from '../../../files/readTextFile';
import { BIAS_EDITOR_WORDING } from '../../../words/biasEditor';
import { say, type Language } from '../../../words/words';
import { plainWindow } from '../../services/plainWindow';
import { folderOf, type SettingsFiles } from './settingsFiles';
import { pathOf, uriOf } from '../../services/places';

export const ignoreWordCommand = 'spellwright.ignoreWord';

/**
 * Never to report a word again: writes it to the settings file that counts for a document, or to a new one in its
 * workspace folder. The file is saved, unless the user has changes of their own in it.
 */
export async function ignoreWord(
  uri: vscode.Uri,
  word: string,
  settings: SettingsFiles,
  language: Language,
): Promise<void> {
  const file = (await settings.of(uri)).path ?? newFileFor(uri);
  if (file === undefined) {
    void plainWindow.showWarningMessage(say(BIAS_EDITOR_WORDING.noFolder, language, { file: SETTINGS_FILE }));
    return;
  }
  const target = uriOf(file);
  const edit = await editOf(target, word);
  if (edit === 'unreadable') {
    const open = say(BIAS_EDITOR_WORDING.openSettings, language, { file: SETTINGS_FILE });
    const message = say(BIAS_EDITOR_WORDING.settingsNotEdited, language, { file });
    if ((await plainWindow.showErrorMessage(message, open)) === open) {
      await vscode.commands.executeCommand('vscode.open', target);
    }
    return;
  }
  if (edit === 'refused' || !(await vscode.workspace.applyEdit(edit.change))) {
    void plainWindow.showErrorMessage(say(BIAS_EDITOR_WORDING.editRefused, language, { file }));
  } else if (edit.save) {
    await (await vscode.workspace.openTextDocument(target)).save();
  }
}

async function editOf(
  target: vscode.Uri,
  word: string,
): Promise<{ readonly change: vscode.WorkspaceEdit; readonly save: boolean } | 'unreadable' | 'refused'> {
  const change = new vscode.WorkspaceEdit();
  const isThere = await access(pathOf(target)).then(
    () => true,
    () => false,
  );
  if (!isThere) {
    change.createFile(target, { contents: Buffer.from(addIgnoredWord('', word)!), ignoreIfExists: true });
    return { change, save: false };
  }
  const document = await vscode.workspace.openTextDocument(target).then(
    (opened) => opened,
    () => undefined, // a folder, or no text
  );
  if (document && !(await isUpToDate(document))) return 'refused';
  const text = document && addIgnoredWord(document.getText(), word);
  if (text === undefined) return 'unreadable';
  const all = new vscode.Range(0, 0, document!.lineCount, 0);
  change.replace(target, document!.validateRange(all), text);
  return { change, save: !document!.isDirty };
}

/** How long the editor may take to read a file anew: on a busy machine some seconds. */
const readAgainMs = 10_000;

/**
 * The editor's copy of a file that changed on disk a moment ago is still the old one: an edit of that could not be saved,
 * and its text would count as the user's. Waits for the new one.
 */
async function isUpToDate(document: vscode.TextDocument): Promise<boolean> {
  for (const end = performance.now() + readAgainMs; performance.now() < end;) {
    const onDisk = await readTextFile(pathOf(document.uri)).catch(() => undefined);
    if (document.isDirty || asRead(document.getText()) === asRead(onDisk ?? '')) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** The editor has one kind of line ends in a file, and no byte order mark. */
function asRead(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}

function newFileFor(uri: vscode.Uri): string | undefined {
  const around = vscode.workspace.getWorkspaceFolder(uri);
  const folder = around ? pathOf(around.uri) : folderOf(uri);
  return folder && path.join(folder, SETTINGS_FILE);
}
