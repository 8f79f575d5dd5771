import * as vscode from 'vscode';
import { EngineError } from '../../core/engineError';
import { DEVICE_WORDING, deviceDetails, deviceLine } from '../../words/device';
import { errorText } from '../../words/problemText';
import { say, type Language } from '../../words/words';
import type { EngineService } from '../services/engineService';
import { plainWindow } from '../services/plainWindow';
import type { Scores } from '../services/scores';

/** The command that tells what computes pictures, and why what was asked for does not. */
export function registerDevice(parts: {
  readonly scores: Scores;
  readonly engine: EngineService;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, engine, language } = parts;
  const words = (key: 'anew' | 'settings' | 'noneAsked' | 'choosing'): string =>
    say(DEVICE_WORDING[key], language);

  const show = async (
    user: Parameters<EngineService['engine']>[0],
    choosing: 'now' | 'anew',
  ): Promise<void> => {
    const state = await plainWindow.withProgress(
      { location: vscode.ProgressLocation.Notification, title: words('choosing'), cancellable: true },
      async (_, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        try {
          return await (await engine.engine(user)).device(choosing, { signal: abort.signal });
        } catch (error) {
          if (abort.signal.aborted) return undefined;
          if (!(error instanceof EngineError)) throw error;
          void plainWindow.showErrorMessage(errorText(error, { language, face: 'editor' }));
          return undefined;
        }
      },
    );
    if (!state) return;
    const sentences = [
      `${deviceLine(state, language)}${language === 'ja' ? '。' : '.'}`,
      ...(state.asked === 'cpu' && !state.server && !state.runtime
        ? [words('noneAsked')]
        : deviceDetails(state, language)),
    ];
    const offered = [...(state.refused.length > 0 ? [words('anew')] : []), words('settings')];
    const picked = await plainWindow.showInformationMessage(sentences.join(' '), ...offered);
    if (picked === words('anew')) await show(user, 'anew');
    else if (picked !== undefined)
      await vscode.commands.executeCommand('workbench.action.openSettings', 'spellwright.device');
  };

  return vscode.commands.registerCommand('spellwright.showDevice', async (argument?: unknown) => {
    const uri =
      typeof argument === 'string'
        ? vscode.Uri.parse(argument)
        : vscode.window.activeTextEditor?.document.uri;
    const user = uri && scores.get(uri);
    if (user) await show(user, 'now');
  });
}
