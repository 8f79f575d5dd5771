import * as vscode from 'vscode';
import { LIBRARY_EDITOR_WORDING } from '../../../words/library';
import { shownTime } from '../../../words/amounts';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Panels } from '../../services/panels';
import { shownFolder, type PictureFind, type PictureFinds } from '../../services/pictureFinds';
import { isLibraryScore, type Scores } from '../../services/scores';
import { spellAt } from '../../../core/spell/places';
import { plainWindow } from '../../services/plainWindow';
import { ProgressSpeed } from '../progressSpeed';
import { isSaved, pathOf } from '../../services/places';

/** The command that finds the pictures of a folder for the spell under the caret, and its progress. */
export function registerFindPictures(parts: {
  readonly finds: PictureFinds;
  readonly scores: Scores;
  readonly panels: Panels;
  readonly language: Language;
}): vscode.Disposable {
  const { finds, scores, panels, language } = parts;
  const words = (key: keyof typeof LIBRARY_EDITOR_WORDING, parameters?: Parameters): string =>
    say(LIBRARY_EDITOR_WORDING[key], language, parameters);

  /** @returns whether somewhere was chosen */
  const askWhere = async (uri: vscode.Uri): Promise<boolean> => {
    const own = scores.get(uri)?.images?.paths.length ?? 0;
    const folders = [
      ...(finds.lastFolder === undefined ? [] : [finds.lastFolder]),
      ...(vscode.workspace.workspaceFolders ?? [])
        .filter((folder) => isSaved(folder.uri))
        .map((folder) => pathOf(folder.uri)),
    ];
    const picked = await vscode.window.showQuickPick(
      [
        ...(isLibraryScore(scores.get(uri))
          ? [
              {
                label: `$(file-media) ${words('findOwn', { pictures: own })}`,
                folder: undefined,
                asks: false,
              },
            ]
          : []),
        ...[...new Set(folders)].map((folder) => ({
          label: `$(folder) ${shownFolder(folder)}`,
          description: folder,
          folder,
          asks: false,
        })),
        { label: `$(folder-opened) ${words('findOther')}`, folder: undefined, asks: true },
      ],
      { title: words('findTitle'), placeHolder: words('findWhere') },
    );
    if (!picked) return false;
    if (!picked.asks) {
      finds.setFolder(uri, picked.folder);
      return true;
    }
    const [chosen] =
      (await vscode.window.showOpenDialog({
        title: words('findTitle'),
        canSelectFiles: false,
        canSelectFolders: true,
      })) ?? [];
    if (chosen?.scheme !== 'file') return false;
    finds.setFolder(uri, pathOf(chosen));
    return true;
  };

  const follow = async (uri: vscode.Uri, running: Promise<void>): Promise<void> => {
    const file = vscode.workspace.asRelativePath(uri);
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: words('findProgress', { file }),
      cancellable: true,
    };
    await plainWindow.withProgress(options, async (progress, token) => {
      token.onCancellationRequested(() => finds.stop(uri));
      const speed = new ProgressSpeed();
      let before = 0;
      const listening = finds.onDidChange((each) => {
        const find = finds.get(uri);
        if (each.toString() !== uri.toString() || !find) return;
        if (find.progress) speed.note(find.progress);
        const share = find.progress ? (100 * find.progress.done) / Math.max(1, find.progress.total) : 0;
        progress.report({ increment: Math.max(0, share - before), message: messageOf(find, speed, words) });
        before = Math.max(before, share);
      });
      await running.finally(() => listening.dispose());
    });
  };

  return vscode.commands.registerCommand('spellwright.findPictures', async (argument?: unknown) => {
    const uri = panels.target(argument);
    if (!uri || !(await askWhere(uri))) return;
    // The folder of a search joins those that the page may read, for which it is loaded again: only then it is told.
    const running = finds.start(uri, { by: 'spell', spell: spellAtCaret(uri, scores) });
    panels.openPanel(uri, { show: { kind: 'show-find' } });
    await follow(uri, running);
  });
}

function messageOf(
  { progress, visited }: PictureFind,
  speed: ProgressSpeed,
  words: (key: 'findSeen' | 'findDone' | 'findSpeed', parameters: Parameters) => string,
): string {
  if (!progress) return visited === undefined ? '' : words('findSeen', { names: visited });
  const { perSecond, secondsLeft } = speed.told();
  const done = words('findDone', { done: progress.done, total: progress.total });
  if (perSecond === undefined || secondsLeft === undefined) return done;
  const rate = perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));
  return `${done} · ${words('findSpeed', { rate, left: shownTime(secondsLeft) })}`;
}

/** The first where the caret stands in none. */
function spellAtCaret(uri: vscode.Uri, scores: Scores): number {
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  const file = scores.get(uri)?.file;
  if (!editor || !file) return 0;
  return spellAt(file, editor.document.offsetAt(editor.selection.active))?.index ?? 0;
}
