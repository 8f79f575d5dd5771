import * as vscode from 'vscode';
import { plainText } from '../../core/plainText';

type Asking = 'showInformationMessage' | 'showWarningMessage' | 'showErrorMessage';

/** As the editor's own, with a message that stays text: a name or an answer in it is a stranger's, and a link would run commands. */
function asking<Name extends Asking>(name: Name): (typeof vscode.window)[Name] {
  const show = (message: string, ...rest: unknown[]): unknown =>
    (vscode.window[name] as (message: string, ...rest: unknown[]) => unknown)(plainText(message), ...rest);
  return show as (typeof vscode.window)[Name];
}

/**
 * The parts of `vscode.window` that show sentences. VS Code makes links of `[x](command:…)` in notifications, progress and
 * prompts, which run any command when clicked.
 */
export const plainWindow = {
  showInformationMessage: asking('showInformationMessage'),
  showWarningMessage: asking('showWarningMessage'),
  showErrorMessage: asking('showErrorMessage'),

  showInputBox({ validateInput, ...options }: vscode.InputBoxOptions): Thenable<string | undefined> {
    return vscode.window.showInputBox({
      ...options,
      ...(options.prompt !== undefined && { prompt: plainText(options.prompt) }),
      ...(validateInput && {
        validateInput: async (text: string) => {
          const fault = await validateInput(text);
          return typeof fault === 'string' ? plainText(fault) : fault;
        },
      }),
    });
  },

  withProgress<R>(
    { title, ...options }: vscode.ProgressOptions,
    work: (
      progress: vscode.Progress<{ message?: string; increment?: number }>,
      token: vscode.CancellationToken,
    ) => Thenable<R>,
  ): Thenable<R> {
    return vscode.window.withProgress(
      { ...options, ...(title !== undefined && { title: plainText(title) }) },
      (progress, token) =>
        work(
          {
            report: ({ message, ...step }) =>
              progress.report({ ...step, ...(message !== undefined && { message: plainText(message) }) }),
          },
          token,
        ),
    );
  },

  setStatusBarMessage(text: string, hideAfterMs: number): vscode.Disposable {
    return vscode.window.setStatusBarMessage(plainText(text), hideAfterMs);
  },
};
