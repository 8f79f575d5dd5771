import path from 'node:path';
import * as vscode from 'vscode';
import {
  isPictureName,
  pictureFormat,
  unreadKind,
  type PictureFormat,
} from '../../../core/clip/pictureFormat';
import type { Replacement } from '../../../core/yaml/replacement';
import { FileError } from '../../../files/fileError';
import type { Reach } from '../../../files/reach';
import { choicesOf, readPictureAt, readPictureBytes, type PromptOption } from '../../../tasks/readPictures';
import { panelWords } from '../../../words/panel';
import { PICTURE_IN_WORDING } from '../../../words/pictureIn';
import { systemReason } from '../../../words/systemReason';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import type { EngineService } from '../../services/engineService';
import type { PictureFolders } from '../../services/pictureFolders';
import { plainWindow } from '../../services/plainWindow';
import type { Scores } from '../../services/scores';
import { languageId, type SpellDocuments } from '../../services/spellDocuments';
import { offerOthers } from './pictureIn/offerOthers';
import { foreignPrompts, spellAdder, type ChosenPrompt } from './pictureIn/spellsEdit';
import { firstBytes, pathOfDropped } from './droppedFile';
import { addingPictures } from './pictureEdits';
import { savePicture } from './savePicture';
import { isSaved, pathOf } from '../../services/places';

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
const spellKind = Empty.append('spellwright', 'picture', 'spell');

interface Parts {
  readonly scores: Scores;
  readonly documents: SpellDocuments;
  readonly engine: Pick<EngineService, 'pictureReader'>;
  readonly configuration: Configuration;
  readonly pictureFolders: PictureFolders;
  readonly language: Language;
  readonly log: (line: string) => void;
}

/**
 * Pictures that are dropped on the text of a spell file, or pasted into it, become entries of its `images`, in one edit that
 * can be undone; without this their paths would become words of a prompt. Where their makers wrote prompts into them, the
 * editor offers spells of these as the other way. What came without a file is saved beside the spell file.
 */
export function registerIncomingPictures(parts: Parts): vscode.Disposable {
  const pictures = new IncomingPictures(parts);
  /** Pastes that were offered; one of them is made, or none. */
  const arrivedWith = new WeakMap<vscode.DocumentPasteEdit, () => Promise<vscode.DocumentPasteEdit>>();
  const mimeTypes = ['text/uri-list', 'files', 'image/*'];
  return vscode.Disposable.from(
    vscode.languages.registerDocumentDropEditProvider(
      { language: languageId },
      {
        provideDocumentDropEdits: async (document, position, data) => {
          const arrived = await arrivedIn(document, data);
          if (!arrived) return undefined;
          // At once: editors as old as the manifest allows never ask to have a drop's edit filled in.
          const edit = await pictures.fill(
            new vscode.DocumentDropEdit('', pictures.title, referenceKind),
            arrived,
          );
          const title = await pictures.spellTitle(arrived);
          if (title === undefined) return edit;
          const spells = new vscode.DocumentDropEdit('', title, spellKind);
          return [edit, await pictures.fillSpells(spells, arrived, position)];
        },
      },
      { providedDropEditKinds: [referenceKind, spellKind], dropMimeTypes: mimeTypes },
    ),
    vscode.languages.registerDocumentPasteEditProvider(
      { language: languageId },
      {
        provideDocumentPasteEdits: async (document, ranges, data, context) => {
          const arrived = await arrivedIn(document, data);
          if (!arrived) return undefined;
          const edit = new vscode.DocumentPasteEdit('', pictures.title, referenceKind);
          // Office programs put a picture of the text beside the text.
          const hasText = (await data.get('text/plain')?.asString())?.trim() && !data.get('text/uri-list');
          if (hasText && context.triggerKind === vscode.DocumentPasteTriggerKind.Automatic)
            edit.yieldTo = [Text];
          arrivedWith.set(edit, () => pictures.fill(edit, arrived));
          const title = await pictures.spellTitle(arrived);
          if (title === undefined) return [edit];
          const spells = new vscode.DocumentPasteEdit('', title, spellKind);
          if (edit.yieldTo) spells.yieldTo = edit.yieldTo;
          const at = ranges[0]?.start ?? new vscode.Position(0, 0);
          arrivedWith.set(spells, () => pictures.fillSpells(spells, arrived, at));
          return [edit, spells];
        },
        resolveDocumentPasteEdit: (edit) => arrivedWith.get(edit)?.() ?? edit,
      },
      { providedPasteEditKinds: [referenceKind, spellKind], pasteMimeTypes: mimeTypes },
    ),
  );
}

class IncomingPictures {
  /** Prompts of what was dropped or pasted; each picture is read once. */
  readonly #prompts = new WeakMap<Arrived, Promise<readonly (readonly PromptOption[])[]>>();

  constructor(private readonly parts: Parts) {}

  get title(): string {
    return say(panelWords.addAsReference, this.parts.language);
  }

  /** Undefined where no picture holds a prompt. */
  async spellTitle(arrived: Arrived): Promise<string | undefined> {
    const count = (await this.#promptsOf(arrived)).filter(({ length }) => length > 0).length;
    if (count === 0) return undefined;
    return say(PICTURE_IN_WORDING[count > 1 ? 'asSpells' : 'asSpell'], this.parts.language);
  }

  /** Saves what has to be saved, and fills in an edit that adds the prompts as spells below a position. */
  async fillSpells<Edit extends vscode.DocumentDropEdit | vscode.DocumentPasteEdit>(
    edit: Edit,
    arrived: Arrived,
    position: vscode.Position,
  ): Promise<Edit> {
    const { document, pictures } = arrived;
    const { pictureFolders, documents, configuration, language } = this.parts;
    const reach = await pictureFolders.reach(document.uri);
    const prompts = await this.#promptsOf(arrived);
    const chosen: ChosenPrompt[] = [];
    for (const [i, [option]] of prompts.entries()) {
      const [picture] = option ? await this.#pathsOf([pictures[i]!], document, reach) : [];
      if (option && picture !== undefined) chosen.push({ picture, option });
    }
    if (chosen.length === 0) return edit;
    const file = path.posix.basename(document.uri.path);
    const { own, foreign } = foreignPrompts(document, chosen, documents);
    if (foreign.length > 0) {
      // The edit is the editor's to make: the words are as they were, which dialect they are for is said.
      const { dialect } = foreign[0]!.option;
      const message = say(PICTURE_IN_WORDING.otherDialect, language, { dialect, file, own });
      void plainWindow.showWarningMessage(message);
    }
    const adding = await spellAdder(
      document,
      chosen.map(({ picture }) => picture),
      {
        at: document.offsetAt(position),
        reach,
        defaultDialect: configuration.dialect.value,
        language,
      },
    );
    const insertion = adding(chosen);
    const [options] = prompts;
    const { picture } = chosen[0]!;
    if (prompts.length === 1 && options!.length > 1)
      offerOthers({
        ...{ document, picture, options: options!, language },
        adding: (option) => adding([{ picture, option }]),
      });
    if (insertion.ok) this.#setEdit(edit, document, insertion.replacements);
    else void plainWindow.showErrorMessage(say(PICTURE_IN_WORDING.cannotInsert, language, { file }));
    return edit;
  }

  #promptsOf(arrived: Arrived): Promise<readonly (readonly PromptOption[])[]> {
    const known = this.#prompts.get(arrived);
    if (known) return known;
    const pictures = () => this.parts.engine.pictureReader();
    const read = Promise.all(
      arrived.pictures.map(async (picture) => {
        try {
          const reading =
            'path' in picture
              ? await readPictureAt(picture.path, { pictures })
              : await readPictureBytes(picture.bytes, { pictures });
          return choicesOf(reading);
        } catch (error) {
          if (error instanceof FileError) return [];
          throw error;
        }
      }),
    );
    this.#prompts.set(arrived, read);
    return read;
  }

  #setEdit(
    edit: vscode.DocumentDropEdit | vscode.DocumentPasteEdit,
    document: vscode.TextDocument,
    replacements: readonly Replacement[],
  ): void {
    edit.additionalEdit = new vscode.WorkspaceEdit();
    edit.additionalEdit.set(
      document.uri,
      replacements.map(({ start, end, text }) =>
        vscode.TextEdit.replace(new vscode.Range(document.positionAt(start), document.positionAt(end)), text),
      ),
    );
  }

  /** Saves what has to be saved, and fills in the edit of the front matter. */
  async fill<Edit extends vscode.DocumentDropEdit | vscode.DocumentPasteEdit>(
    edit: Edit,
    arrived: Arrived,
  ): Promise<Edit> {
    const { document } = arrived;
    const reach = await this.parts.pictureFolders.reach(document.uri);
    for (const file of arrived.refused) this.#tell('notAPicture', { file });
    const paths = await this.#pathsOf(arrived.pictures, document, reach);
    if (paths.length === 0) return edit;
    const file = path.posix.basename(document.uri.path);
    const changes = await addingPictures(document, paths, reach);
    if (changes === 'unreadable') this.#tell('frontMatterBroken', { file });
    else if (changes === 'full') this.#tell('frontMatterFull', { file });
    // A pattern names them already: only the pictures are new.
    else if (changes.length === 0) this.parts.scores.refresh(document.uri);
    else this.#setEdit(edit, document, changes);
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
      else if (!isSaved(document.uri)) {
        this.#tell('saveFirst');
        break;
      } else {
        const { name, format, bytes } = picture;
        try {
          paths.push(await savePicture(path.dirname(pathOf(document.uri)), reach, name, format, bytes));
        } catch (error) {
          this.parts.log(`${name}: ${String(error)}`);
          const reason = systemReason(error, this.parts.language);
          this.#tell('pictureSaveFailed', { file: name, reason });
        }
      }
    }
    return paths;
  }

  #tell(key: keyof typeof panelWords, parameters?: Parameters): void {
    void plainWindow.showErrorMessage(say(panelWords[key], this.parts.language, parameters));
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
        await take(file.name, file.uri && isSaved(file.uri) ? pathOf(file.uri) : undefined, () =>
          file.data(),
        );
    }
  }
  return pictures.length + refused.length > 0 ? { document, pictures, refused } : undefined;
}
