import path from 'node:path';
import * as vscode from 'vscode';
import { pictureFormat, readableExtensions } from '../../../../core/clip/pictureFormat';
import type { FileScore } from '../../../../core/score/fileScore';
import type { Reach } from '../../../../files/reach';
import type { ResolvedImages } from '../../../../files/resolveImages';
import type { IncomingFile } from '../../../../protocol/panel/pictures';
import { isLibrary, type DocumentScore } from '../../../services/scores';
import { systemReason } from '../../../../words/systemReason';
import { firstBytes, pathOfDropped } from '../droppedFile';
import type { MakeSource, PanelHost } from '../panelSource';
import { addPictures, removePicture, whyNoPicture } from '../pictureEdits';
import { foldersOf } from '../foldersOf';
import { pictureList } from '../pictureList';
import { savePicture } from '../savePicture';
import { isSaved, pathOf, uriOf } from '../../../services/places';

interface Known {
  readonly images: Pick<ResolvedImages, 'paths' | 'problems'>;
  readonly score: FileScore | undefined;
}

const nothing: Known = { images: { paths: [], problems: [] }, score: undefined };

/** The reference pictures, and what adds and removes them. */
export const picturesSource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  let known = knownOf(host.score) ?? nothing;
  let folders: readonly string[] | undefined;
  let settle: () => void = () => undefined;
  const prepared = new Promise<void>((resolve) => (settle = resolve));
  const notice = (score: DocumentScore | undefined): void => {
    if (score === undefined || score.images !== undefined || isOver(score)) settle();
    const next = knownOf(score);
    if (!next || isSame(next, known)) return;
    known = next;
    folders = undefined;
    changed.fire();
  };
  const listening = host.onDidScore(notice);
  // Opening the file, where it is not open yet, has it scored.
  void Promise.resolve(host.document()).then(
    () => notice(host.score),
    () => settle(),
  );
  return {
    onDidChange: changed.event,
    prepared,
    folders: () => (folders ??= foldersOf(known.images.paths)),
    message: () => ({
      kind: 'pictures',
      ...(isLibrary(known.images) && { library: known.images.paths.length }),
      pictures: pictureList(known.images, known.score, {
        language: host.dependencies.language,
        shown: (picture) => host.shown(picture),
        address: (picture, version) =>
          host
            .address(picture)
            .with({ query: version.slice(0, 12) })
            .toString(),
      }),
    }),
    obeys: {
      'pick-pictures': () => pick(host),
      'add-files': ({ files }) => addFiles(files, host),
      'add-uris': ({ uris }) => addUris(uris, host),
      'remove-picture': async ({ path: picture }) =>
        host.tell(await removePicture(await host.document(), picture, await reach(host))),
      'open-picture': async ({ path: picture }) => {
        const file = known.images.paths.find((each) => host.shown(each) === picture);
        if (file !== undefined)
          await vscode.commands.executeCommand('vscode.open', uriOf(file), host.column());
      },
    },
    dispose: () => {
      vscode.Disposable.from(listening, changed).dispose();
      settle(); // nothing is found any more: whoever waits would wait for good
    },
  };
};

function knownOf(score: DocumentScore | undefined): Known | undefined {
  return score?.images && { images: score.images, score: score.score };
}

/** Nothing will be found any more. */
function isOver({ phase, uri }: DocumentScore): boolean {
  return phase === 'failed' || phase === 'stopped' || !isSaved(uri);
}

function isSame(a: Known, b: Known): boolean {
  if (a.images === b.images && a.score === b.score) return true;
  return (
    isSameList(a.images.paths, b.images.paths) &&
    JSON.stringify(a.images.problems) === JSON.stringify(b.images.problems) &&
    (a.score === b.score ||
      (isSameList(
        a.score?.images.map(({ hash }) => hash) ?? [],
        b.score?.images.map(({ hash }) => hash) ?? [],
      ) &&
        JSON.stringify(a.score?.failures ?? []) === JSON.stringify(b.score?.failures ?? [])))
  );
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

function reach(host: PanelHost): Promise<Reach> {
  return host.dependencies.pictureFolders.reach(host.uri);
}

/** The folder of a file that was saved. */
function folderOf({ uri }: PanelHost): string {
  return path.dirname(pathOf(uri));
}

/** Asks for pictures with the editor's dialog and adds them. */
async function pick(shown: PanelHost): Promise<void> {
  const host = await shown.saved();
  if (!host) return;
  const picked = await vscode.window.showOpenDialog({
    title: host.say('pickTitle'),
    openLabel: host.say('pickButton'),
    canSelectMany: true,
    defaultUri: uriOf(folderOf(host)),
    filters: { [host.say('pickFilter')]: [...readableExtensions] },
  });
  if (picked)
    await addUris(
      picked.map((uri) => uri.toString()),
      host,
    );
}

async function addFiles(files: readonly IncomingFile[], shown: PanelHost): Promise<void> {
  const host = await shown.saved();
  if (!host) return;
  const refusal = whyNoPicture(await host.document());
  if (refusal) return host.tell(refusal);
  const saved: string[] = [];
  for (const { name, bytes } of files) {
    const format = pictureFormat(bytes);
    if (!format) {
      host.notify('error', 'notAPicture', { file: name || host.say('picture') });
      continue;
    }
    try {
      saved.push(await savePicture(folderOf(host), await reach(host), name, format, bytes));
    } catch (error) {
      host.dependencies.log(`${name}: ${String(error)}`);
      const reason = systemReason(error, host.dependencies.language);
      host.notify('error', 'pictureSaveFailed', { file: name, reason });
    }
  }
  if (saved.length > 0) await add(saved, host);
}

async function addUris(uris: readonly string[], shown: PanelHost): Promise<void> {
  const host = await shown.saved();
  if (!host) return;
  const found: string[] = [];
  for (const uri of uris) {
    const picture = pathOfDropped(uri);
    const file = decodeURIComponent(uri.split('/').at(-1) ?? uri);
    const bytes = picture === undefined ? undefined : await firstBytes(picture);
    if (picture === undefined || bytes === undefined) host.notify('error', 'pictureElsewhere', { file });
    else if (!pictureFormat(bytes)) host.notify('error', 'notAPicture', { file });
    else found.push(picture);
  }
  if (found.length > 0) await add(found, host);
}

async function add(pictures: readonly string[], host: PanelHost): Promise<void> {
  const outcome = await addPictures(await host.document(), pictures, await reach(host));
  // A glob may name them already: then the file stays as it is, and only the pictures are new.
  if (outcome === 'nothing-to-do') host.dependencies.scores.refresh(host.uri);
  else host.tell(outcome);
  // Nobody waits for the answer.
  if (outcome === 'done' || outcome === 'nothing-to-do')
    void host.dependencies.offerSpells(host.uri, pictures);
}
