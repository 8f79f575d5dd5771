import * as vscode from 'vscode';
import { clearKeptPictures, keptPictureBytes } from '../../files/keptPictures';
import { shownBytes } from '../../words/amounts';
import { KEPT_PICTURES_WORDING } from '../../words/keptPictures';
import { systemReason } from '../../words/systemReason';
import { say, type Language, type Parameters } from '../../words/words';
import { plainWindow } from '../services/plainWindow';

/** The command that says what the editor keeps of pictures, and deletes it when the user agrees. */
export function registerKeptEmbeddings(parts: {
  readonly cacheFolder: string;
  readonly language: Language;
}): vscode.Disposable {
  const { cacheFolder: folder, language } = parts;
  const words = (key: keyof typeof KEPT_PICTURES_WORDING, parameters?: Parameters): string =>
    say(KEPT_PICTURES_WORDING[key], language, parameters);
  return vscode.commands.registerCommand('spellwright.clearEmbeddings', async () => {
    const bytes = await keptPictureBytes(folder);
    const parameters = { size: shownBytes(bytes), folder };
    if (bytes === 0) {
      void plainWindow.showInformationMessage(words('nothingKept', parameters));
      return;
    }
    const clear = words('clear');
    const detail = words('clearDetail', parameters);
    const answer = await plainWindow.showWarningMessage(
      words('clearQuestion', parameters),
      { modal: true, detail },
      clear,
    );
    if (answer !== clear) return;
    try {
      await clearKeptPictures(folder);
      void plainWindow.showInformationMessage(words('cleared', parameters));
    } catch (error) {
      const reason = systemReason(error, language);
      void plainWindow.showErrorMessage(words('notCleared', { ...parameters, reason }));
    }
  });
}
