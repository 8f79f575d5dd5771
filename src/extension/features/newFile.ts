import * as vscode from 'vscode';
import { isReadableName } from '../../core/clip/pictureFormat';
import { NEW_FILE_WORDING } from '../../words/newFile';
import { say, type Language } from '../../words/words';
import { languageId } from '../services/spellDocuments';
import { isSaved } from '../services/places';

/** The walkthrough of `package.json`, as the editor names it. */
const walkthrough = 'spellwright.spellwright#start';

/**
 * How somebody begins: `spellwright.newFile` opens an empty spell file, which offers a first spell as ghost text (Tab takes
 * it) and as a completion; `spellwright.openWalkthrough` opens the introduction.
 */
export function registerNewFile({ language }: { readonly language: Language }): vscode.Disposable {
  const selector: vscode.DocumentSelector = { language: languageId };
  const offer = (document: vscode.TextDocument): Promise<vscode.SnippetString | undefined> =>
    document.getText().trim() === '' ? firstSpell(document.uri, language) : Promise.resolve(undefined);
  /** The editor asks for ghost text when somebody types, and nobody has. */
  const show = (editor: vscode.TextEditor | undefined): void => {
    if (editor?.document.languageId !== languageId || editor.document.getText() !== '') return;
    void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  };
  const registrations = vscode.Disposable.from(
    vscode.commands.registerCommand('spellwright.newFile', async () => {
      const document = await vscode.workspace.openTextDocument({ language: languageId });
      await vscode.window.showTextDocument(document);
    }),
    vscode.commands.registerCommand('spellwright.openWalkthrough', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false),
    ),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.languages.registerInlineCompletionItemProvider(selector, {
      async provideInlineCompletionItems(document, position) {
        const spell = await offer(document);
        return spell && [new vscode.InlineCompletionItem(spell, new vscode.Range(position, position))];
      },
    }),
    vscode.languages.registerCompletionItemProvider(selector, {
      async provideCompletionItems(document, position) {
        const spell = await offer(document);
        if (spell === undefined || position.line > 0) return [];
        const label = say(NEW_FILE_WORDING.offer, language);
        const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.File);
        item.insertText = spell;
        return [item];
      },
    }),
  );
  // Behind what is registered: the editor is told of both in this order, and would ask nobody in the other.
  show(vscode.window.activeTextEditor);
  return registrations;
}

/** Pictures that lie beside the file, and a spell with a slot, whose parts are selected one after the other. */
async function firstSpell(uri: vscode.Uri, language: Language): Promise<vscode.SnippetString> {
  const snippet = new vscode.SnippetString();
  const pictures = isSaved(uri) ? await picturesBeside(uri) : undefined;
  if (pictures !== undefined) snippet.appendText(`---\nimages: ["${pictures}"]\n---\n`);
  return snippet
    .appendText('### ')
    .appendPlaceholder(say(NEW_FILE_WORDING.name, language))
    .appendText('\n')
    .appendPlaceholder((prompt) => prompt.appendText(say(NEW_FILE_WORDING.prompt, language)))
    .appendText('\n');
}

/** A pattern of the pictures in `refs`, or of those directly beside a file; undefined where there are none. */
async function picturesBeside(uri: vscode.Uri): Promise<string | undefined> {
  const folder = vscode.Uri.joinPath(uri, '..');
  for (const [name, prefix] of [
    ['refs', 'refs/'],
    ['.', ''],
  ] as const) {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder, name)).then(
      (found) => found,
      () => [],
    );
    if (entries.some(([entry]) => isReadableName(entry))) return `${prefix}*`;
  }
  return undefined;
}
