import * as vscode from 'vscode';
import { EDITOR_WORDING } from '../../words/editor';
import { say, type Language } from '../../words/words';
import { plainWindow } from '../services/plainWindow';
import type { DocumentScore, Scores } from '../services/scores';

/** What takes less needs no notification. */
const patienceMs = 1000;

/** What a notification tells of. */
type Waiting = 'loading' | 'searching';

interface Entry {
  readonly waiting: Waiting;
  readonly timer: NodeJS.Timeout;
  finish: () => void;
  report: (names: number) => void;
}

/** While a checkpoint loads, or files are looked for, for longer than a moment: a notification with a way to cancel. */
export function registerLoadingProgress(parts: {
  readonly scores: Scores;
  readonly language: Language;
}): vscode.Disposable {
  const { scores, language } = parts;
  const entries = new Map<string, Entry>();

  const begin = (uri: vscode.Uri, waiting: Waiting): void => {
    const key = uri.toString();
    const title = waiting === 'loading' ? EDITOR_WORDING.loadingTitle : EDITOR_WORDING.searchingTitle;
    const entry: Entry = {
      waiting,
      finish: (): void => undefined,
      report: (): void => undefined,
      timer: setTimeout(() => {
        void plainWindow.withProgress(
          {
            location: vscode.ProgressLocation.Notification,
            title: say(title, language),
            cancellable: true,
          },
          (progress, token) =>
            new Promise<void>((resolve) => {
              entry.finish = resolve;
              entry.report = (names) =>
                progress.report({ message: say(EDITOR_WORDING.searchingSeen, language, { names }) });
              token.onCancellationRequested(() => scores.cancel(uri));
            }),
        );
      }, patienceMs),
    };
    entries.set(key, entry);
  };
  const end = (key: string): void => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    clearTimeout(entry.timer);
    entry.finish();
  };

  return vscode.Disposable.from(
    scores.onDidChange((current) => {
      const key = current.uri.toString();
      const waiting = waitingOf(current);
      if (entries.get(key)?.waiting !== waiting) end(key);
      if (waiting && !entries.has(key)) begin(current.uri, waiting);
      if (current.searched !== undefined) entries.get(key)?.report(current.searched);
    }),
    { dispose: () => [...entries.keys()].forEach(end) },
  );
}

function waitingOf({ phase, searched }: DocumentScore): Waiting | undefined {
  if (phase === 'loading') return 'loading';
  return searched === undefined ? undefined : 'searching';
}
