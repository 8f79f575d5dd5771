import * as vscode from 'vscode';
import type { PanelPhase } from '../../../../protocol/panel/shell';
import { ProgressSpeed } from '../../progressSpeed';
import { stallText } from '../../../../words/engine';
import type { DocumentScore } from '../../../services/scores';
import type { MakeSource } from '../panelSource';

/** Where the scoring stands. */
export const statusSource: MakeSource = (host) => {
  const { uri, dependencies } = host;
  const { scores, engine, language } = dependencies;
  const changed = new vscode.EventEmitter<void>();
  // What is known last of a file that was closed.
  let last = host.score;
  let speed = new ProgressSpeed();
  const listening = vscode.Disposable.from(
    host.onDidScore((score) => {
      last = score;
      if (score.progress) speed.note(score.progress);
      else speed = new ProgressSpeed();
      changed.fire();
    }),
    engine.onDidChangeStall(() => changed.fire()),
  );
  return {
    onDidChange: changed.event,
    message: () => {
      const stall = last && engine.stallFor(last);
      return (
        last && {
          kind: 'status',
          phase: host.score === undefined ? 'closed' : phaseOf(last),
          error: last.error,
          missingModel: last.missingModel,
          stuck: stall && stallText(stall, language),
          progress: last.progress && {
            ...{ done: last.progress.done, total: last.progress.total },
            ...speed.told(),
          },
        }
      );
    },
    obeys: {
      // A file that was closed is opened again, which scores it.
      retry: async () => {
        if (host.score) scores.refresh(uri);
        else
          await vscode.window.showTextDocument(await host.document(), { viewColumn: vscode.ViewColumn.One });
      },
      save: async () => {
        await host.saved();
      },
      cancel: () => scores.cancel(uri),
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

function phaseOf({ phase, file, uri }: DocumentScore): PanelPhase {
  // A file that waits has perhaps not been read yet.
  const isKnown = phase !== 'failed' && phase !== 'loading' && phase !== 'waiting';
  if (file.spells.length === 0 && isKnown) return 'no-spells';
  // The paths of a file that was never saved start nowhere.
  const waitsForFolder = uri.scheme !== 'file' && file.frontMatter.images.length > 0;
  return phase === 'no-images' && waitsForFolder ? 'never-saved' : phase;
}
