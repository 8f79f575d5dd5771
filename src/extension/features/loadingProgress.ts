import * as vscode from 'vscode';
import { EDITOR_WORDING } from '../../words/editor';
import { say, type Language } from '../../words/words';
import type { Scores } from '../services/scores';

/** Shorter loads need no notification. */
const patienceMs = 1000;

/** While a checkpoint loads for longer than a moment: a notification with a way to cancel. */
export function registerLoadingProgress(parts: {
  readonly scores: Scores;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, language } = parts;
  const loading = new Map<string, { readonly timer: NodeJS.Timeout; finish: () => void }>();

  const begin = (uri: vscode.Uri): void => {
    const key = uri.toString();
    const entry = {
      finish: (): void => undefined,
      timer: setTimeout(() => {
        void vscode.window.withProgress(
          {
            location: vscode.ProgressLocation.Notification,
            title: say(EDITOR_WORDING.loadingTitle, language),
            cancellable: true,
          },
          (_progress, token) =>
            new Promise<void>((resolve) => {
              entry.finish = resolve;
              token.onCancellationRequested(() => scores.cancel(uri));
            }),
        );
      }, patienceMs),
    };
    loading.set(key, entry);
  };
  const end = (key: string): void => {
    const entry = loading.get(key);
    if (entry === undefined) return;
    loading.delete(key);
    clearTimeout(entry.timer);
    entry.finish();
  };

  return vscode.Disposable.from(
    scores.onDidChange(({ uri, phase }) => {
      const key = uri.toString();
      if (phase !== 'loading') end(key);
      else if (!loading.has(key)) begin(uri);
    }),
    { dispose: () => [...loading.keys()].forEach(end) },
  );
}
