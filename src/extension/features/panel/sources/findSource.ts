import * as vscode from 'vscode';
import type { FindMessage } from '../../../../protocol/panel/library';
import { shownFolder } from '../../../services/pictureFinds';
import { ProgressSpeed } from '../../progressSpeed';
import type { MakeSource, PanelHost } from '../panelSource';
import { addPictures } from '../pictureEdits';
import { foundPictures } from './librarySource';
import { pathOf, uriOf } from '../../../services/places';

/** The search for pictures of a spell or a text: begun, watched and ended from the page, and what was found taken over. */
export const findSource: MakeSource = (host) => {
  const { finds } = host.dependencies;
  const { uri } = host;
  const changed = new vscode.EventEmitter<void>();
  let speed = new ProgressSpeed();
  let known = host.score?.images;
  const listening = vscode.Disposable.from(
    finds.onDidChange((each) => {
      if (each.toString() !== uri.toString()) return;
      const progress = finds.get(uri)?.progress;
      if (progress) speed.note(progress);
      else speed = new ProgressSpeed();
      changed.fire();
    }),
    // Progress is told of often, and what is said here rests on the pictures alone.
    host.onDidScore(({ images }) => {
      if (images === known) return;
      known = images;
      changed.fire();
    }),
  );
  return {
    onDidChange: changed.event,
    // That of the next search too: the page is loaded again for a new one, and what is typed in it would be lost.
    folders: () => [finds.get(uri)?.folder, finds.folder(uri)].filter((folder) => folder !== undefined),
    message: () => messageOf(host, speed),
    obeys: {
      'find-start': async ({ by, text }) => {
        const own = host.score?.images?.paths.length ?? 0;
        if (finds.folder(uri) === undefined && own === 0 && !(await askWhere(host))) return;
        await finds.start(uri, { by, text, spell: host.caret.spell ?? 0 });
      },
      'find-stop': () => finds.stop(uri),
      'find-where': ({ own }) => (own ? finds.setFolder(uri, undefined) : askWhere(host)),
      'find-take': ({ paths }) => take(host, paths),
      'open-found': async ({ path: shown }) => {
        const file = shownPath(host, shown);
        if (file !== undefined)
          await vscode.commands.executeCommand('vscode.open', uriOf(file), host.column());
      },
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

function messageOf(host: PanelHost, speed: ProgressSpeed): FindMessage {
  const { finds } = host.dependencies;
  const { uri, score } = host;
  const find = finds.get(uri);
  const folder = finds.folder(uri);
  const references = new Set(find?.found ? score?.images?.paths : []);
  return {
    kind: 'find',
    phase: find?.phase ?? 'idle',
    ...(folder !== undefined && { folder: shownFolder(folder) }),
    own: score?.images?.paths.length ?? 0,
    by: find?.wish.by,
    visited: find?.visited,
    progress: find?.progress && { ...find.progress, ...speed.told() },
    error: find?.error,
    found: find?.found && {
      ...find.found,
      ...(find.folder !== undefined && { folder: shownFolder(find.folder) }),
      nearest: foundPictures(find.found.nearest, host, (path) => references.has(path)),
    },
  };
}

/** @returns whether a folder was chosen */
async function askWhere(host: PanelHost): Promise<boolean> {
  const { finds } = host.dependencies;
  const last = finds.folder(host.uri) ?? finds.lastFolder;
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: host.say('findWhereTitle'),
      openLabel: host.say('findWhereButton'),
      canSelectFiles: false,
      canSelectFolders: true,
      ...(last !== undefined && { defaultUri: uriOf(last) }),
    })) ?? [];
  if (picked?.scheme !== 'file') return false;
  finds.setFolder(host.uri, pathOf(picked));
  return true;
}

/** The path of a picture that the page shows as found; undefined for any other. */
function shownPath(host: PanelHost, written: string): string | undefined {
  const { dependencies, uri, score } = host;
  const told = [
    ...(dependencies.finds.get(uri)?.found?.nearest ?? []),
    ...(score?.score?.library?.found.flatMap(({ nearest, farthest }) => [...nearest, ...farthest]) ?? []),
  ];
  return told.find(({ path }) => host.shown(path) === written)?.path;
}

async function take(shown: PanelHost, written: readonly string[]): Promise<void> {
  const wanted = new Set(written);
  const { finds, scores, pictureFolders } = shown.dependencies;
  const paths = (finds.get(shown.uri)?.found?.nearest ?? []).flatMap(({ path }) =>
    wanted.has(shown.shown(path)) ? [path] : [],
  );
  const host = await shown.saved();
  if (!host || paths.length === 0) return;
  const outcome = await addPictures(await host.document(), paths, await pictureFolders.reach(host.uri));
  if (outcome === 'nothing-to-do') scores.refresh(host.uri);
  else host.tell(outcome);
  if (outcome === 'done') host.notify('information', 'findTaken', { count: paths.length });
}
