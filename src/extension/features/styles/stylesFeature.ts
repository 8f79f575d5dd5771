import path from 'node:path';
import * as vscode from 'vscode';
import { plainText } from '../../../core/plainText';
import { applyStyle } from '../../../core/spell/applyStyle';
import { convertPrompt } from '../../../core/spell/convertPrompt';
import { promptAt, spellAt } from '../../../core/spell/places';
import type { Prompt, Spell, SpellFile } from '../../../core/spell/spell';
import { aroundPrompt, withStyle, type Style } from '../../../core/spell/styles';
import { FileError } from '../../../files/fileError';
import { errorText } from '../../../words/problemText';
import { STYLES_WORDING } from '../../../words/styles';
import { say, type Language, type Parameters } from '../../../words/words';
import type { Configuration } from '../../services/configuration';
import { languageId, type SpellDocuments } from '../../services/spellDocuments';
import { applyToDocument } from '../../services/documentEdit';
import { plainWindow } from '../../services/plainWindow';
import { stylesPaths, StylesReader, type FoundStyles } from './stylesFile';
import { uriOf } from '../../services/places';

interface Parts {
  readonly documents: SpellDocuments;
  readonly configuration: Configuration;
  readonly language: Language;
}

const shownMs = 5000;
const setting = 'spellwright.stylesFile';
/** As much as a name of a style has: what is typed of it stands before the caret. */
const longestTyped = 100;

/** The styles of A1111's web UI: put around a spell, completed in a prompt, and made of a spell. */
export function registerStyles(parts: Parts): vscode.Disposable {
  const styles = new Styles(parts);
  return vscode.Disposable.from(
    // A key of the user's own may name the style.
    vscode.commands.registerCommand('spellwright.insertStyle', (name?: unknown) => styles.insert(name)),
    vscode.commands.registerCommand('spellwright.saveStyle', (name?: unknown) => styles.save(name)),
    vscode.languages.registerCompletionItemProvider(languageId, {
      provideCompletionItems: (document, position) => styles.complete(document, position),
    }),
  );
}

interface Place {
  readonly document: vscode.TextDocument;
  readonly file: SpellFile;
  readonly spell: Spell;
}

class Styles {
  private readonly reader: StylesReader;

  constructor(private readonly parts: Parts) {
    this.reader = new StylesReader(parts.configuration);
  }

  async insert(name?: unknown): Promise<void> {
    const place = await this.place();
    if (!place) return;
    if (place.file.dialect !== 'a1111') {
      void plainWindow.showInformationMessage(this.say('otherDialect'));
      return;
    }
    const found = await this.read(place.document.uri);
    if (!found) return;
    const named = found.styles.find((style) => style.name === name);
    const style = named ?? (await this.choose(found.styles));
    if (!style) return;
    const { text } = place.file;
    const outcome = await applyToDocument(place.document, (now) =>
      now === text ? applyStyle(place.file, place.spell, style) : 'unreadable',
    );
    if (outcome !== 'done' && outcome !== 'nothing-to-do')
      void plainWindow.showWarningMessage(this.say('changedMeanwhile'));
  }

  private async choose(styles: readonly Style[]): Promise<Style | undefined> {
    const chosen = await vscode.window.showQuickPick(
      styles.map((style) => ({
        label: plainText(style.name),
        description: plainText(style.prompt.replace(/\s+/g, ' ')),
        ...(style.negative !== '' && { detail: plainText(`− ${style.negative.replace(/\s+/g, ' ')}`) }),
        style,
      })),
      { title: this.say('chooseStyle'), matchOnDescription: true, matchOnDetail: true },
    );
    return chosen?.style;
  }

  /** The spell at the caret as a row of the styles file, which is edited as any document is: undoably. */
  async save(wanted?: unknown): Promise<void> {
    const place = await this.place();
    if (!place) return;
    const { file, spell } = place;
    const [prompt, negative] = [this.inA1111(file, spell.positive), this.inA1111(file, spell.negative)];
    if (prompt === undefined || negative === undefined) {
      void plainWindow.showErrorMessage(this.say('notInA1111'));
      return;
    }
    const found = await this.read(place.document.uri, true);
    const target = found === undefined ? undefined : (found?.path ?? this.newPath(place.document.uri));
    if (target === undefined) return;
    const name = (typeof wanted === 'string' ? wanted : await this.askName(spell))?.trim();
    if (!name) return;
    const style = { name, prompt, negative };
    const shown = vscode.workspace.asRelativePath(target);
    if (found?.styles.some((each) => each.name === style.name)) {
      const question = this.say('replaceStyle', { name: style.name, file: shown });
      const answer = await plainWindow.showWarningMessage(question, { modal: true }, this.say('replace'));
      if (answer === undefined) return;
    }
    if (await this.write(target, style, found === null)) {
      const told = this.say('styleSaved', { name: style.name, file: shown });
      plainWindow.setStatusBarMessage(told, shownMs);
    } else void plainWindow.showErrorMessage(this.say('otherTable', { file: shown }));
  }

  private askName(spell: Spell): Thenable<string | undefined> {
    return plainWindow.showInputBox({
      title: this.say('styleName'),
      value: spell.name?.value ?? '',
      validateInput: (text) => (text.trim() === '' ? this.say('styleName') : undefined),
    });
  }

  /** Styles whose names begin with what stands before the caret, behind the last comma. */
  async complete(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[] | undefined> {
    const file = await this.parts.documents.read(document);
    const offset = document.offsetAt(position);
    const at = file && promptAt(file, offset);
    if (!file || at?.polarity !== 'positive' || file.dialect !== 'a1111') return undefined;
    if (file.comments.some(({ start, end }) => start < offset && offset <= end)) return undefined;
    const before = file.text.slice(Math.max(at.prompt.span.start, offset - longestTyped), offset);
    const typed = /[^,\r\n{}|()[\]<>]*$/.exec(before)![0].trimStart();
    if (typed === '') return undefined;
    let found: FoundStyles | undefined;
    try {
      found = await this.reader.read(document.uri);
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
    const range = new vscode.Range(document.positionAt(offset - typed.length), position);
    return found?.styles.map((style) => this.completion(document, at.prompt, range, style));
  }

  private completion(
    document: vscode.TextDocument,
    prompt: Prompt,
    range: vscode.Range,
    { name, prompt: text, negative }: Style,
  ): vscode.CompletionItem {
    const { before, after } = aroundPrompt(text, false);
    const item = new vscode.CompletionItem(plainText(name), vscode.CompletionItemKind.Snippet);
    item.filterText = name;
    item.detail = this.say('style');
    item.documentation = negative === '' ? text : `${text}\n\n− ${negative}`;
    item.range = range;
    item.insertText = after.replace(/^[\s,]+/, '');
    item.sortText = `~${name}`;
    if (before !== '')
      item.additionalTextEdits = [vscode.TextEdit.insert(document.positionAt(prompt.span.start), before)];
    return item;
  }

  private async place(): Promise<Place | undefined> {
    const editor = vscode.window.activeTextEditor;
    const document = editor?.document.languageId === languageId ? editor.document : undefined;
    const file = document && (await this.parts.documents.read(document));
    const spell = file && editor && spellAt(file, document.offsetAt(editor.selection.active));
    if (document && file && spell) return { document, file, spell };
    void plainWindow.showInformationMessage(this.say('noSpell'));
    return undefined;
  }

  /**
   * The styles, or says why there are none.
   * @param mayBeNew null stands for a file that is not there yet, or holds no styles yet
   */
  private async read(uri: vscode.Uri): Promise<FoundStyles | undefined>;
  private async read(uri: vscode.Uri, mayBeNew: true): Promise<FoundStyles | undefined | null>;
  private async read(uri: vscode.Uri, mayBeNew = false): Promise<FoundStyles | undefined | null> {
    const { language } = this.parts;
    try {
      const found = await this.reader.read(uri);
      if (!found) {
        if (mayBeNew) return null;
        await this.offerSetting();
        return undefined;
      }
      const file = vscode.workspace.asRelativePath(found.path);
      if (found.unclosedAt !== undefined)
        void plainWindow.showWarningMessage(this.say('unclosed', { file, line: found.unclosedAt }));
      else if (found.isOther && found.text.trim() !== '')
        void plainWindow.showErrorMessage(this.say('otherTable', { file }));
      else if (mayBeNew || found.styles.length > 0) return found;
      else void plainWindow.showInformationMessage(this.say('emptyStyles', { file }));
      return !mayBeNew && found.styles.length > 0 ? found : undefined;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      void plainWindow.showErrorMessage(errorText(error, { language, face: 'editor' }));
      return undefined;
    }
  }

  private async offerSetting(): Promise<void> {
    const answer = await plainWindow.showInformationMessage(this.say('noStyles'), this.say('openSetting'));
    if (answer) await vscode.commands.executeCommand('workbench.action.openSettings', setting);
  }

  private newPath(uri: vscode.Uri): string | undefined {
    const [first] = stylesPaths(uri, this.parts.configuration);
    if (first === undefined) void this.offerSetting();
    return first;
  }

  private async write(target: string, style: Style, isNew: boolean): Promise<boolean> {
    const uri = uriOf(target);
    if (isNew) {
      const { text } = withStyle('', style)!;
      await vscode.workspace.fs.createDirectory(uriOf(path.dirname(target)));
      const change = new vscode.WorkspaceEdit();
      // As the web UI writes it, with a byte order mark.
      change.createFile(uri, { ignoreIfExists: false, contents: new TextEncoder().encode(`\ufeff${text}`) });
      return vscode.workspace.applyEdit(change);
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const outcome = await applyToDocument(document, (text) => {
      const replacement = withStyle(text, style);
      return replacement ? [replacement] : 'unreadable';
    });
    return outcome === 'done' && (await document.save());
  }

  /** A prompt without its comments, in the dialect of styles; undefined where it can't be written in it. */
  private inA1111(file: SpellFile, prompt: Prompt | undefined): string | undefined {
    if (!prompt || prompt.source === '') return '';
    const written = prompt.source.replace(/[ \t]+(?=\r?\n|$)/g, '');
    return convertPrompt(prompt, written, { from: file.dialect, to: 'a1111' })?.text;
  }

  private say(key: keyof typeof STYLES_WORDING, parameters?: Parameters): string {
    return say(STYLES_WORDING[key], this.parts.language, parameters);
  }
}
