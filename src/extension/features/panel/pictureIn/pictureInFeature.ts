import path from 'node:path';
import * as vscode from 'vscode';
import { readableExtensions } from '../../../../core/clip/pictureFormat';
import { plainText } from '../../../../core/plainText';
import type { Dialect } from '../../../../core/spell/spell';
import { writeSpellFile } from '../../../../core/spell/writeSpell';
import { applyReplacements } from '../../../../core/yaml/replacement';
import { canBeScored, choicesOf } from '../../../../tasks/readPictures';
import { PICTURE_IN_WORDING, readingTroubles } from '../../../../words/pictureIn';
import { say, type Language, type Parameters } from '../../../../words/words';
import type { Configuration } from '../../../services/configuration';
import type { EngineService } from '../../../services/engineService';
import type { PictureFolders } from '../../../services/pictureFolders';
import { languageId, type SpellDocuments } from '../../../services/spellDocuments';
import { applyToDocument } from '../../../services/documentEdit';
import { plainWindow } from '../../../services/plainWindow';
import type { SuggestedPrompt } from '../../suggest/suggestForPictures';
import { addPictures, missingEntries } from '../pictureEdits';
import { suggestedSpell } from '../suggestEdits';
import { pickPrompt } from './pickPrompt';
import { readPictures, type ReadPictures } from './readingPictures';
import { addingSpells, bestPrompts, draftsOf, foreignPrompts, type ChosenPrompt } from './spellsEdit';
import { isSaved, pathOf } from '../../../services/places';

interface Parts {
  readonly documents: SpellDocuments;
  readonly engine: Pick<EngineService, 'pictureReader'>;
  readonly configuration: Configuration;
  readonly pictureFolders: PictureFolders;
  /** Proposes a prompt for pictures; undefined when the user left, or after saying why there is none. */
  readonly suggest: (
    pictures: readonly string[],
    document: vscode.TextDocument | undefined,
  ) => Promise<SuggestedPrompt | undefined>;
  readonly language: Language;
}

/** From a picture to a spell, wherever it was asked for. */
export interface PictureIn extends vscode.Disposable {
  /** Offers to make spells of pictures that have just become references of a file, where their makers wrote prompts into them. */
  offer(uri: vscode.Uri, pictures: readonly string[]): Promise<void>;
}

/**
 * `spellwright.readPicture` makes spells of the prompts in pictures: those that it is called with (the explorer hands over the
 * one that was clicked, and all that are selected), else those that the user picks.
 */
export function registerPictureIn(parts: Parts): PictureIn {
  const reader = new PictureReader(parts);
  const command = vscode.commands.registerCommand(
    'spellwright.readPicture',
    (clicked?: unknown, selected?: unknown) => reader.run(urisOf(clicked, selected)),
  );
  return {
    offer: (uri, pictures) => reader.offer(uri, pictures),
    dispose: () => void command.dispose(),
  };
}

function urisOf(clicked: unknown, selected: unknown): vscode.Uri[] | undefined {
  const all = Array.isArray(selected) ? selected : Array.isArray(clicked) ? clicked : [clicked];
  const uris = all.filter((each) => each instanceof vscode.Uri);
  return uris.length > 0 ? uris : undefined;
}

class PictureReader {
  constructor(private readonly parts: Parts) {}

  async run(given: readonly vscode.Uri[] | undefined): Promise<void> {
    const editor = activeSpellEditor();
    const uris = given ?? (await this.#pick(editor));
    if (!uris) return;
    const found = await this.#read(uris.map(pathOf));
    if (!found) return;
    const troubles = found.readings.flatMap(({ picture, reading }) =>
      readingTroubles(reading, path.basename(picture), this.parts.language),
    );
    const told = [...found.failures, ...troubles].slice(0, 3).join('\n');
    if (told !== '') void plainWindow.showErrorMessage(told);
    if (found.readings.length === 0) return;
    const chosen = await this.#choose(found);
    if (chosen === undefined) return;
    if (chosen.length === 0) return this.#tellWithout(found, editor);
    const without = found.readings.length - chosen.length;
    if (without > 0) this.#inform('someWithout', { without, count: found.readings.length });
    const where = editor ? await this.#where(editor.document) : 'new';
    if (where === 'new') await this.#openNew(chosen);
    else if (where === 'below') await this.#addBelow(editor!, chosen);
  }

  async offer(uri: vscode.Uri, pictures: readonly string[]): Promise<void> {
    const found = await this.#read(pictures);
    const best = found ? bestPrompts(found.readings) : [];
    if (best.length === 0) return;
    const [first] = best;
    const add = this.#say('addSpell');
    const asked = await plainWindow.showInformationMessage(
      best.length === 1
        ? this.#say('hasPrompt', { file: path.basename(first!.picture) })
        : this.#say('havePrompts', { count: best.length }),
      add,
    );
    if (asked !== add) return;
    const chosen = await this.#choose(found!);
    if (!chosen?.length) return;
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = vscode.window.visibleTextEditors.find((each) => each.document === document);
    await this.#addBelow(editor ?? (await vscode.window.showTextDocument(document)), chosen);
  }

  #read(named: readonly string[]): Promise<ReadPictures | undefined> {
    const { engine, language } = this.parts;
    return readPictures(named, language, () => engine.pictureReader());
  }

  async #pick(editor: vscode.TextEditor | undefined): Promise<vscode.Uri[] | undefined> {
    const folder =
      editor && isSaved(editor.document.uri) ? vscode.Uri.joinPath(editor.document.uri, '..') : undefined;
    return vscode.window.showOpenDialog({
      title: this.#say('pickTitle'),
      openLabel: this.#say('pickButton'),
      canSelectMany: true,
      ...(folder && { defaultUri: folder }),
      filters: { [this.#say('pickFilter')]: [...readableExtensions] },
    });
  }

  /**
   * One picture whose reading has a choice, or a text with slots, asks for it; of several each has its best. Undefined when
   * the user left.
   */
  async #choose({ readings }: ReadPictures): Promise<readonly ChosenPrompt[] | undefined> {
    const [only] = readings;
    if (readings.length !== 1) return bestPrompts(readings);
    const options = choicesOf(only!.reading);
    if (options.length < 2) return bestPrompts(readings);
    const option = await pickPrompt(only!.picture, options, this.parts.language);
    return option && [{ picture: only!.picture, option }];
  }

  async #where(document: vscode.TextDocument): Promise<'below' | 'new' | undefined> {
    const file = path.posix.basename(document.uri.path);
    const picked = await vscode.window.showQuickPick(
      [
        { label: plainText(this.#say('below', { file })), where: 'below' as const },
        { label: this.#say('newFile'), where: 'new' as const },
      ],
      { placeHolder: this.#say('chooseWhere') },
    );
    return picked?.where;
  }

  async #addBelow(editor: vscode.TextEditor, chosen: readonly ChosenPrompt[]): Promise<void> {
    const { document } = editor;
    const { documents, configuration, pictureFolders, language } = this.parts;
    const file = path.posix.basename(document.uri.path);
    const { own, foreign } = foreignPrompts(document, chosen, documents);
    if (foreign.length > 0) {
      const { dialect } = foreign[0]!.option;
      const [anyway, inNew] = [this.#say('insertAnyway'), this.#say('inNewFile')];
      const message = this.#say('otherDialect', { dialect, file, own });
      const answer = await plainWindow.showWarningMessage(message, { modal: true }, anyway, inNew);
      if (answer === inNew) return this.#openNew(chosen);
      if (answer !== anyway) return;
    }
    const insertion = await addingSpells(document, chosen, {
      at: document.offsetAt(editor.selection.active),
      reach: await pictureFolders.reach(document.uri),
      defaultDialect: configuration.dialect.value,
      language,
    });
    if (!insertion.ok) {
      const inNew = this.#say('inNewFile');
      const answer = await plainWindow.showWarningMessage(this.#say('cannotInsert', { file }), inNew);
      if (answer === inNew) await this.#openNew(chosen);
      return;
    }
    const before = document.getText();
    // Made for this text; of another one it would be made anew, which the user does by asking again.
    const outcome = await applyToDocument(document, (text) =>
      text === before ? insertion.replacements : [],
    );
    if (outcome !== 'done') {
      void plainWindow.showErrorMessage(this.#say('insertRefused', { file }));
      return;
    }
    const added = insertion.replacements
      .filter(({ start }) => start < insertion.at)
      .reduce((sum, { text, start, end }) => sum + text.length - (end - start), 0);
    const place = document.positionAt(insertion.at + added + 1);
    editor.revealRange(new vscode.Range(place, place), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** A new file for each dialect, not saved: its pictures are named by their whole paths. */
  async #openNew(chosen: readonly ChosenPrompt[]): Promise<void> {
    const groups = new Map<Dialect, ChosenPrompt[]>();
    for (const each of chosen) {
      const { dialect } = each.option;
      groups.set(dialect, [...(groups.get(dialect) ?? []), each]);
    }
    for (const [dialect, group] of groups) {
      const images = [...new Set(group.map(({ picture }) => picture.split(path.sep).join('/')))];
      const written = writeSpellFile(draftsOf(group, this.parts.language), dialect, images);
      if (!written.ok) {
        void plainWindow.showErrorMessage(this.#say('notWritable'));
        continue;
      }
      const document = await vscode.workspace.openTextDocument({
        language: languageId,
        content: written.text,
      });
      await vscode.window.showTextDocument(document, { preview: false });
    }
  }

  async #tellWithout({ readings }: ReadPictures, editor: vscode.TextEditor | undefined): Promise<void> {
    const message =
      readings.length === 1
        ? this.#say('noPrompt', { file: path.basename(readings[0]!.picture) })
        : this.#say('noPrompts', { count: readings.length });
    const asReference = this.#say('asReference');
    const suggest = this.#say('suggestPrompt');
    const pictures = readings.map(({ picture }) => picture);
    const canSuggest = readings.every(({ reading }) => canBeScored(reading));
    const offers = canSuggest ? [suggest, asReference] : [asReference];
    const answer = await plainWindow.showInformationMessage(message, ...offers);
    if (answer === suggest) return this.#suggest(pictures, editor);
    if (answer !== asReference) return;
    if (!editor) return this.#inform('referenceFirst');
    const { document } = editor;
    const outcome = await addPictures(
      document,
      pictures,
      await this.parts.pictureFolders.reach(document.uri),
    );
    if (outcome !== 'done' && outcome !== 'nothing-to-do') {
      const file = path.posix.basename(document.uri.path);
      void plainWindow.showErrorMessage(this.#say('insertRefused', { file }));
    }
  }

  /** A prompt from what the checkpoint sees, as a spell below the one at the caret, or in a new file. */
  async #suggest(pictures: readonly string[], editor: vscode.TextEditor | undefined): Promise<void> {
    const suggested = await this.parts.suggest(pictures, editor?.document);
    if (!suggested) return;
    const where = editor ? await this.#where(editor.document) : 'new';
    if (where === 'new') {
      const images = pictures.map((picture) => picture.split(path.sep).join('/'));
      const start = writeSpellFile([], this.parts.configuration.dialect.value, images);
      if (!start.ok) return this.#inform('notWritable');
      const file = this.parts.documents.parse(start.text);
      const insertion = suggestedSpell(suggested, file, { ...suggested, at: start.text.length });
      if (!insertion.ok) return this.#inform('notWritable');
      const content = applyReplacements(start.text, insertion.replacements);
      const document = await vscode.workspace.openTextDocument({ language: languageId, content });
      await vscode.window.showTextDocument(document, { preview: false });
    } else if (where === 'below') await this.#addSuggested(suggested, pictures, editor!);
  }

  async #addSuggested(
    suggested: SuggestedPrompt,
    pictures: readonly string[],
    { document, selection }: vscode.TextEditor,
  ): Promise<void> {
    const file = path.posix.basename(document.uri.path);
    const images = await missingEntries(
      document,
      pictures,
      await this.parts.pictureFolders.reach(document.uri),
    );
    let isPossible = true;
    const outcome = await applyToDocument(document, (text) => {
      const at = document.offsetAt(selection.active);
      const read = this.parts.documents.parse(text);
      const insertion = suggestedSpell(suggested, read, { ...suggested, at, images });
      isPossible = insertion.ok;
      return insertion.ok ? insertion.replacements : [];
    });
    if (!isPossible) void plainWindow.showErrorMessage(this.#say('cannotInsert', { file }));
    else if (outcome !== 'done') void plainWindow.showErrorMessage(this.#say('insertRefused', { file }));
  }

  #inform(key: keyof typeof PICTURE_IN_WORDING, parameters?: Parameters): void {
    void plainWindow.showInformationMessage(this.#say(key, parameters));
  }

  #say(key: keyof typeof PICTURE_IN_WORDING, parameters?: Parameters): string {
    return say(PICTURE_IN_WORDING[key], this.parts.language, parameters);
  }
}

/** The active editor of a spell file, else the only one that is visible. */
function activeSpellEditor(): vscode.TextEditor | undefined {
  const isSpell = (editor: vscode.TextEditor | undefined): boolean =>
    editor?.document.languageId === languageId;
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (isSpell(activeTextEditor)) return activeTextEditor;
  const visible = visibleTextEditors.filter(isSpell);
  return visible.length === 1 ? visible[0] : undefined;
}
