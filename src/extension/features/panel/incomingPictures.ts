import path from 'node:path';
import * as vscode from 'vscode';
import {
  isPictureName,
  pictureFormat,
  unreadKind,
  type PictureFormat,
} from '../../../core/clip/pictureFormat';
import type { Reach } from '../../../files/reach';
import { panelWords } from '../../../words/panel';
import { say, type Language, type Parameters } from '../../../words/words';
import type { PictureFolders } from '../../services/pictureFolders';
import type { Scores } from '../../services/scores';
import { languageId } from '../../services/spellDocuments';
import { firstBytes, pathOfDropped } from './droppedFile';
import { addingPictures } from './pictureEdits';
import { savePicture } from './savePicture';

/** A picture that lies on this machine, or that came as bytes and has to be saved. */
type Incoming =
  | { readonly path: string }
  | { readonly name: string; readonly bytes: Uint8Array; readonly format: PictureFormat };

/** What was dropped or pasted, as far as it is about pictures. */
interface Arrived {
  readonly document: vscode.TextDocument;
  readonly pictures: readonly Incoming[];
  /** Names of files that look like pictures and are none that can be read. */
  readonly refused: readonly string[];
}

const { Empty, Text } = vscode.DocumentDropOrPasteEditKind;
/** What becomes of pictures; what else may be made of them has other names below `spellwright`. */
const referenceKind = Empty.append('spellwright', 'picture', 'reference');

/**
 * Pictures that are dropped on the text of a spell file, or pasted into it, become entries of its `images`, in one edit that
 * can be undone; without this their paths would become words of a prompt. What came without a file is saved beside the spell
 * file.
 */
export function registerIncomingPictures(parts: {
  readonly scores: Scores;
  readonly pictureFolders: PictureFolders;
  readonly language: Language;
}): vscode.Disposable {
  const pictures = new IncomingPictures(parts.scores, parts.pictureFolders, parts.language);
  /** Pastes that were offered; one of them is made, or none. */
  const arrivedWith = new WeakMap<vscode.DocumentPasteEdit, Arrived>();
  const mimeTypes = ['text/uri-list', 'files', 'image/*'];
  return vscode.Disposable.from(
    vscode.languages.registerDocumentDropEditProvider(
      { language: languageId },
      {
        provideDocumentDropEdits: async (document, _position, data) => {
          const arrived = await arrivedIn(document, data);
          // At once: editors as old as the manifest allows never ask to have a drop's edit filled in.
          return (
            arrived && pictures.fill(new vscode.DocumentDropEdit('', pictures.title, referenceKind), arrived)
          );
        },
      },
      { providedDropEditKinds: [referenceKind], dropMimeTypes: mimeTypes },
    ),
    vscode.languages.registerDocumentPasteEditProvider(
      { language: languageId },
      {
        provideDocumentPasteEdits: async (document, _ranges, data, context) => {
          const arrived = await arrivedIn(document, data);
          if (!arrived) return undefined;
          const edit = new vscode.DocumentPasteEdit('', pictures.title, referenceKind);
          // Office programs put a picture of the text beside the text.
          const hasText = (await data.get('text/plain')?.asString())?.trim() && !data.get('text/uri-list');
          if (hasText && context.triggerKind === vscode.DocumentPasteTriggerKind.Automatic)
            edit.yieldTo = [Text];
          arrivedWith.set(edit, arrived);
          return [edit];
        },
        resolveDocumentPasteEdit: (edit) => {
          const arrived = arrivedWith.get(edit);
          return arrived ? pictures.fill(edit, arrived) : edit;
        },
      },
      { providedPasteEditKinds: [referenceKind], pasteMimeTypes: mimeTypes },
    ),
  );
}

class IncomingPictures {
  constructor(
    private readonly scores: Scores,
    private readonly pictureFolders: PictureFolders,
    private readonly language: Language,
  ) {}

  get title(): string {
    return say(panelWords.addAsReference, this.language);
  }

  /** Saves what has to be saved, and fills in the edit of the front matter. */
  async fill<Edit extends vscode.DocumentDropEdit | vscode.DocumentPasteEdit>(
    edit: Edit,
    arrived: Arrived,
  ): Promise<Edit> {
    const { document } = arrived;
    const reach = await this.pictureFolders.reach(document.uri);
    for (const file of arrived.refused) this.#tell('notAPicture', { file });
    const paths = await this.#pathsOf(arrived.pictures, document, reach);
    if (paths.length === 0) return edit;
    const file = path.posix.basename(document.uri.path);
    const changes = await addingPictures(document, paths, reach);
    if (changes === 'unreadable') this.#tell('frontMatterBroken', { file });
    else if (changes === 'full') this.#tell('frontMatterFull', { file });
    // A pattern names them already: only the pictures are new.
    else if (changes.length === 0) this.scores.refresh(document.uri);
    else {
      edit.additionalEdit = new vscode.WorkspaceEdit();
      edit.additionalEdit.set(
        document.uri,
        changes.map(({ start, end, text }) =>
          vscode.TextEdit.replace(
            new vscode.Range(document.positionAt(start), document.positionAt(end)),
            text,
          ),
        ),
      );
    }
    return edit;
  }

  async #pathsOf(
    pictures: readonly Incoming[],
    document: vscode.TextDocument,
    reach: Reach,
  ): Promise<string[]> {
    const paths: string[] = [];
    for (const picture of pictures) {
      if ('path' in picture) paths.push(picture.path);
      else if (document.uri.scheme !== 'file') {
        this.#tell('saveFirst');
        break;
      } else {
        const { name, format, bytes } = picture;
        try {
          paths.push(await savePicture(path.dirname(document.uri.fsPath), reach, name, format, bytes));
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          this.#tell('pictureSaveFailed', { file: name, reason });
        }
      }
    }
    return paths;
  }

  #tell(key: keyof typeof panelWords, parameters?: Parameters): void {
    void vscode.window.showErrorMessage(say(panelWords[key], this.language, parameters));
  }
}

/** Undefined where nothing of it is a picture: then the editor does with it what it always does. */
async function arrivedIn(
  document: vscode.TextDocument,
  data: vscode.DataTransfer,
): Promise<Arrived | undefined> {
  const pictures: Incoming[] = [];
  const refused: string[] = [];
  const take = async (
    name: string,
    file: string | undefined,
    bytes: () => Thenable<Uint8Array | undefined>,
  ) => {
    const first = file === undefined ? await bytes() : await firstBytes(file);
    const format = first && pictureFormat(first);
    if (format) pictures.push(file === undefined ? { name, bytes: first, format } : { path: file });
    else if (first && (unreadKind(first) !== undefined || isPictureName(name))) refused.push(name);
  };
  const uris = (await data.get('text/uri-list')?.asString()) ?? '';
  for (const uri of uris.split(/\r\n|\r|\n/).filter((line) => line !== '' && !line.startsWith('#'))) {
    const file = pathOfDropped(uri);
    if (file !== undefined) await take(path.basename(file), file, () => Promise.resolve(undefined));
  }
  if (pictures.length + refused.length === 0) {
    for (const [, item] of data) {
      const file = item.asFile();
      if (file)
        await take(file.name, file.uri?.scheme === 'file' ? file.uri.fsPath : undefined, () => file.data());
    }
  }
  return pictures.length + refused.length > 0 ? { document, pictures, refused } : undefined;
}
