import path from 'node:path';
import * as vscode from 'vscode';
import type {
  GalleryDetailsMessage,
  GalleryDrawingMessage,
  GalleryMessage,
} from '../../../../protocol/panel/gallery';
import { systemReason } from '../../../../words/systemReason';
import type {
  DeletedPictures,
  DocumentPictures,
  JudgedGalleryPicture,
} from '../../../services/generatedPictures';
import { plainWindow } from '../../../services/plainWindow';
import { ownScore } from '../../../services/scores';
import { copyParameters, parametersToCopy, placeOfPrompt } from '../galleryEdits';
import { drawingOf, galleryMessage, makingOf, type GalleryOptions } from '../galleryMessage';
import type { MakeSource, PanelHost } from '../panelSource';
import { drawingParts } from '../panelDependencies';
import { addPictures } from '../pictureEdits';
import { isSaved, uriOf } from '../../../services/places';

/** Of a file with as many texts at most, all are offered to be drawn, as they are compared; of a larger one, those of one spell. */
const fewPrompts = 16;

/** In this window somebody has agreed to pictures going to the trash. */
let mayDelete = false;

/** The pictures that generators made of the file, and what becomes of them. They are judged while the page shows them. */
export const gallerySource: MakeSource = (host) => {
  const { generatedPictures, generators } = drawingParts(host.dependencies);
  const { uri } = host;
  const changed = new vscode.EventEmitter<void>();
  let watching: vscode.Disposable | undefined;
  let judged: DocumentPictures | undefined;
  let last: GalleryMessage | undefined;
  const see = (isSeen: boolean): void => {
    if (isSeen === (watching !== undefined)) return;
    watching?.dispose();
    watching = isSeen && isSaved(uri) ? generatedPictures.watch(uri) : undefined;
    changed.fire();
  };
  const listening = vscode.Disposable.from(
    generatedPictures.onDidChange((each) => {
      if (each.toString() === uri.toString()) changed.fire();
    }),
    generators.onDidChange(() => changed.fire()),
    host.onDidScore(() => changed.fire()),
    host.onDidHide(() => see(false)),
  );
  return {
    onDidChange: changed.event,
    // The folder of the pictures is named before it is there: naming another one later loads the page anew.
    folders: () =>
      isSaved(uri)
        ? [
            generators.folder(uri),
            ...new Set(
              picturesOf(host).flatMap(({ origin, file }) =>
                origin === 'found' ? [path.dirname(file)] : [],
              ),
            ),
          ]
        : [],
    message: (): GalleryMessage => {
      const pictures = generatedPictures.get(uri);
      if (pictures?.phase === 'judged') judged = pictures;
      const message = galleryMessage(
        {
          pictures,
          judged,
          score: ownScore(host.score),
          references: new Set(host.score?.images?.paths),
          hasGenerator: generators.address !== undefined,
        },
        optionsOf(host),
      );
      // Whoever comes back sees what was there, until it is looked up again.
      const isAgain = !pictures || (pictures.phase === 'looking' && pictures.pictures.length === 0);
      if (isAgain && last) return { ...last, phase: message.phase, hasGenerator: message.hasGenerator };
      last = pictures && message;
      return message;
    },
    obeys: {
      'gallery-seen': ({ isSeen }) => see(isSeen),
      'gallery-judge': ({ goes }) => (goes ? generatedPictures.refresh(uri) : generatedPictures.cancel(uri)),
      'gallery-open': ({ id }) =>
        withPicture(host, id, ({ file }) =>
          vscode.commands.executeCommand('vscode.open', uriOf(file), host.column()),
        ),
      'gallery-reference': ({ id }) => withPicture(host, id, (picture) => makeReference(picture, id, host)),
      'gallery-copy': ({ id, what }) => withPicture(host, id, (picture) => copy(picture, what, host)),
      'gallery-prompt': ({ id }) => withPicture(host, id, (picture) => showPrompt(picture, id, host)),
      'gallery-delete': ({ id }) => withPicture(host, id, (picture) => remove(picture, id, host)),
      'gallery-connect': () => vscode.commands.executeCommand('spellwright.connectGenerator'),
      'gallery-generate': () => {
        const prompts = ownScore(host.score)?.prompts.length ?? Infinity;
        const what = prompts <= fewPrompts ? 'generateFile' : 'generateExpansions';
        return vscode.commands.executeCommand(`spellwright.${what}`, uri);
      },
    },
    dispose: () => {
      watching?.dispose();
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
};

/** How the pictures were made that the page looks at; of the others it is not told. */
export const galleryDetailsSource: MakeSource = (host) => {
  const changed = new vscode.EventEmitter<void>();
  let looked: readonly string[] = [];
  const listening = drawingParts(host.dependencies).generatedPictures.onDidChange((each) => {
    if (each.toString() === host.uri.toString()) changed.fire();
  });
  return {
    onDidChange: changed.event,
    message: (): GalleryDetailsMessage => ({
      kind: 'gallery-details',
      pictures: looked.flatMap((id) => {
        const picture = pictureOf(host, id);
        const { variants = [] } = drawingParts(host.dependencies).generatedPictures.get(host.uri) ?? {};
        return picture ? [makingOf(picture, variants, optionsOf(host))] : [];
      }),
    }),
    obeys: {
      'gallery-look': ({ ids }) => {
        looked = ids;
        changed.fire();
      },
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

/** What is drawn of the file just then, and a way to stop it. */
export const galleryDrawingSource: MakeSource = (host) => {
  const { generators } = drawingParts(host.dependencies);
  const { uri } = host;
  const changed = new vscode.EventEmitter<void>();
  let isStopping = false;
  const listening = generators.onDidDraw((drawing) => {
    if (drawing.uri.toString() !== uri.toString()) return;
    if (drawing.isOver) isStopping = false;
    changed.fire();
  });
  return {
    onDidChange: changed.event,
    message: (): GalleryDrawingMessage => {
      const run = drawingOf(generators.drawing(uri), isStopping);
      return { kind: 'gallery-drawing', ...(run && { run }) };
    },
    obeys: {
      'gallery-cancel': () => {
        isStopping = true;
        changed.fire();
        return vscode.commands.executeCommand('spellwright.cancelGeneration', uri);
      },
    },
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
};

function optionsOf(host: PanelHost): GalleryOptions {
  return {
    language: host.dependencies.language,
    say: (key, parameters) => host.say(key, parameters),
    shown: (file) => host.shown(file),
    address: (file, version) =>
      host
        .address(file)
        .with({ query: version.slice(0, 16) })
        .toString(),
  };
}

function picturesOf({ dependencies, uri }: PanelHost): readonly JudgedGalleryPicture[] {
  return drawingParts(dependencies).generatedPictures.get(uri)?.pictures ?? [];
}

/** What the page names is looked up among the pictures that are known: no message leads to any other file. */
function pictureOf(host: PanelHost, id: string): JudgedGalleryPicture | undefined {
  return picturesOf(host).find(({ file }) => host.shown(file) === id);
}

function withPicture<T>(
  host: PanelHost,
  id: string,
  act: (picture: JudgedGalleryPicture) => T,
): T | undefined {
  const picture = pictureOf(host, id);
  if (picture) return act(picture);
  host.notify('error', 'galleryPictureGone', { picture: id });
  return undefined;
}

/** It lies there already: it is named, not copied. */
async function makeReference({ file }: JudgedGalleryPicture, id: string, host: PanelHost): Promise<void> {
  const reach = await host.dependencies.pictureFolders.reach(host.uri);
  const outcome = await addPictures(await host.document(), [file], reach);
  if (outcome === 'done') host.notify('information', 'galleryIsReferenceNow', { picture: id });
  else if (outcome === 'nothing-to-do') host.notify('information', 'galleryIsReference', { picture: id });
  else host.tell(outcome);
}

async function copy(
  picture: JudgedGalleryPicture,
  what: 'seed' | 'parameters',
  host: PanelHost,
): Promise<void> {
  const { documents } = host.dependencies;
  const { generatedPictures } = drawingParts(host.dependencies);
  const { version } = generatedPictures.get(host.uri) ?? {};
  const outcome = await copyParameters(await host.document(), { picture, what, version, documents });
  if (typeof outcome === 'object')
    return host.notify('error', 'galleryCannotCopy', { text: outcome.unwritten });
  if (outcome === 'gone') host.notify('error', 'promptGone');
  else if (outcome === 'nothing-to-do') host.notify('information', 'galleryNothingToCopy');
  else if (outcome !== 'done') host.tell(outcome);
  else if (what === 'parameters') host.notify('information', 'galleryCopiedParameters');
  else {
    const [[, seed] = ['', '']] = parametersToCopy(picture, what);
    host.notify('information', 'galleryCopiedSeed', { seed });
  }
}

async function showPrompt(picture: JudgedGalleryPicture, id: string, host: PanelHost): Promise<void> {
  const { documents } = host.dependencies;
  const { generatedPictures } = drawingParts(host.dependencies);
  const document = await host.document();
  const { version } = generatedPictures.get(host.uri) ?? {};
  const span = await placeOfPrompt(document, picture, version, documents);
  if (!span) return host.notify('information', 'galleryPromptNowhere', { picture: id });
  await host.showEditor(new vscode.Range(document.positionAt(span.start), document.positionAt(span.end)));
}

async function remove(picture: JudgedGalleryPicture, id: string, host: PanelHost): Promise<void> {
  if (picture.origin === 'found') return host.notify('information', 'galleryNotOurs');
  if (!mayDelete) {
    const yes = host.say('galleryDeleteYes');
    const answer = await plainWindow.showWarningMessage(
      host.say('galleryDeleteAsk', { picture: id }),
      { modal: true, detail: host.say('galleryDeleteDetail') },
      yes,
    );
    if (answer !== yes) return;
    mayDelete = true;
  }
  const { language } = host.dependencies;
  const { generatedPictures } = drawingParts(host.dependencies);
  try {
    const deleted = await generatedPictures.delete(host.uri, [picture.file]);
    if (deleted.files.length > 0) void offerUndo(deleted, id, host);
  } catch (error) {
    const reason = systemReason(error, language);
    host.notify('error', 'galleryDeleteFailed', { picture: id, reason });
  }
}

async function offerUndo({ undo, movedTo }: DeletedPictures, id: string, host: PanelHost): Promise<void> {
  const back = host.say('galleryDeleteUndo');
  const folder = movedTo === undefined ? undefined : host.shown(movedTo);
  const answer = await plainWindow.showInformationMessage(
    folder === undefined
      ? host.say('galleryDeleted', { picture: id })
      : host.say('galleryDeletedTo', { picture: id, folder }),
    back,
  );
  if (answer !== back) return;
  const failed = await undo();
  const place = folder ?? host.say('galleryTrash');
  if (failed.length > 0) host.notify('error', 'galleryDeleteUndoFailed', { picture: id, place });
}
