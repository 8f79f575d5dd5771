import * as vscode from 'vscode';
import { NEW_FILE_WORDING } from '../../words/newFile';
import { systemReason } from '../../words/systemReason';
import { say, type Language } from '../../words/words';
import { pathOf } from '../services/places';
import { plainWindow } from '../services/plainWindow';

/** The file that a newcomer is shown first, in a language that they read. */
const first: Readonly<Record<Language, string>> = { en: '1-first-steps.spell', ja: '10-japanese.spell' };

/**
 * `spellwright.openExamples`: copies the examples into a folder of the user's choice, since what somebody tries out must
 * not change what is installed, and opens the first. Never writes over anything: a folder of that name gets a neighbour.
 */
export function registerOpenExamples({
  installed,
  language,
}: {
  /** The extension's own folder. */
  readonly installed: vscode.Uri;
  readonly language: Language;
}): vscode.Disposable {
  return vscode.commands.registerCommand('spellwright.openExamples', async () => {
    const chosen = await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      title: say(NEW_FILE_WORDING.whereExamples, language),
      openLabel: say(NEW_FILE_WORDING.copyHere, language),
    });
    if (chosen?.[0] === undefined) return undefined;
    try {
      const copy = await freeName(chosen[0]);
      await plainWindow.withProgress(
        { location: vscode.ProgressLocation.Window, title: say(NEW_FILE_WORDING.copying, language) },
        () => copyWhole(installed, copy),
      );
      await show(copy, language);
      return copy;
    } catch (error) {
      const reason = systemReason(error, language);
      await plainWindow.showErrorMessage(
        say(NEW_FILE_WORDING.cannotCopy, language, { folder: pathOf(chosen[0]), reason }),
      );
      return undefined;
    }
  });
}

/**
 * All of them or none: half of them, of a disk that is full, would look like all. File by file, as the build lists them: in a
 * browser the extension's folders cannot be listed or copied whole.
 */
async function copyWhole(installed: vscode.Uri, to: vscode.Uri): Promise<void> {
  const { fs } = vscode.workspace;
  const list = await fs.readFile(vscode.Uri.joinPath(installed, 'dist/examples.json'));
  const names = JSON.parse(new TextDecoder().decode(list)) as readonly string[];
  await fs.createDirectory(to);
  const copying = names.map(async (name) => {
    const bytes = await fs.readFile(vscode.Uri.joinPath(installed, 'examples', name));
    await fs.writeFile(vscode.Uri.joinPath(to, name), bytes);
  });
  const failed = (await Promise.allSettled(copying)).find(({ status }) => status === 'rejected');
  if (!failed) return;
  await Promise.resolve(fs.delete(to, { recursive: true })).catch(() => undefined);
  throw (failed as PromiseRejectedResult).reason;
}

/** A name in the folder that nothing has yet. */
async function freeName(folder: vscode.Uri): Promise<vscode.Uri> {
  const taken = new Set(
    (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name.toLowerCase()),
  );
  const name = 'spellwright-examples';
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}-${number}`;
  return vscode.Uri.joinPath(folder, free);
}

/** The first file, at once; the folder in place of an empty window, else in one of its own if the user wishes. */
async function show(copy: vscode.Uri, language: Language): Promise<void> {
  if (vscode.workspace.workspaceFolders === undefined) {
    await vscode.commands.executeCommand('vscode.openFolder', copy, { forceReuseWindow: true });
    return;
  }
  await vscode.window.showTextDocument(vscode.Uri.joinPath(copy, first[language]), { preview: false });
  if (vscode.workspace.getWorkspaceFolder(copy) !== undefined) return;
  const open = say(NEW_FILE_WORDING.openFolder, language);
  // Nobody waits for the answer: the file is open already.
  void plainWindow
    .showInformationMessage(say(NEW_FILE_WORDING.copied, language, { folder: pathOf(copy) }), open)
    .then(
      (answer) =>
        answer === open &&
        vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: true }),
    );
}
