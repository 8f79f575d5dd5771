/** What the tests do in the editor, by the commands and the API that everybody has. */
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FileScore } from '../../../src/core/score/fileScore';
import type { ExtensionApi } from '../../../src/extension/extension';
import type { DocumentScore } from '../../../src/extension/services/scores';

/** A machine that also runs other things takes its time. */
const patienceMs = 100_000;

/** Counts the tests: a wait belongs to one. */
let testNumber = 0;

/** What a test that was given up still does must not disturb the next ones: it ends where it waits. */
export function endOfTest(): void {
  testNumber++;
}

/**
 * For a suite whose tests go on from where the one before ended: after one that failed the others, which would only say
 * the same again, are skipped.
 */
export function skipAfterFailure(): void {
  let hasFailed = false;
  beforeEach(function () {
    if (hasFailed) this.skip();
  });
  afterEach(function () {
    hasFailed ||= this.currentTest?.state === 'failed';
  });
}

export function extension(): vscode.Extension<ExtensionApi> {
  const found = vscode.extensions.getExtension<ExtensionApi>('spellwright.spellwright');
  assert.ok(found, 'the extension under development is installed');
  return found;
}

export function api(): ExtensionApi {
  assert.ok(extension().isActive, 'the extension is active');
  return extension().exports;
}

/** The copy of the examples that the runner opened. */
export function workspaceFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders![0]!.uri;
}

export function fileUri(...names: string[]): vscode.Uri {
  return vscode.Uri.file(path.join(workspaceFolder().fsPath, ...names));
}

/**
 * Opens a file as a click does, and waits until its editor is the active one, as which commands take it. Not by
 * `openTextDocument`: the editor keeps what an extension opened for minutes, and closing it could not be seen.
 */
export async function open(...names: string[]): Promise<vscode.TextEditor> {
  const uri = fileUri(...names);
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  const editor = await eventually(`an editor of ${names.join('/')}`, () =>
    vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString()),
  );
  await eventually(`the active editor to be of ${names.join('/')}`, async () => {
    if (vscode.window.activeTextEditor?.document === editor.document) return true;
    await show(editor.document); // a panel has taken the keyboard meanwhile
    return undefined;
  });
  return editor;
}

/** Writes a file of the workspace and opens it; of one that was open a moment ago the editor may still have the text before. */
export async function openNew(name: string, text: string): Promise<vscode.TextEditor> {
  await vscode.workspace.fs.writeFile(fileUri(name), Buffer.from(text));
  const editor = await open(name);
  const lines = (of: string): string => of.replace(/\r\n?/g, '\n');
  await eventually(
    `the text of ${name}`,
    () => lines(editor.document.getText()) === lines(text) || undefined,
  );
  return editor;
}

/** Brings a file forward with the keyboard in it, where it is open. */
function show(document: vscode.TextDocument): Thenable<vscode.TextEditor> {
  const there = vscode.window.visibleTextEditors.find((each) => each.document === document);
  return vscode.window.showTextDocument(document, {
    viewColumn: there?.viewColumn ?? vscode.ViewColumn.One,
    preview: false,
  });
}

/**
 * Presses the key that takes the last change of a file back, which then reads as it is said. The key works where the
 * keyboard is, and a panel takes that a moment after it was told to: where nothing changes it is pressed again.
 */
export async function undo(document: vscode.TextDocument, text: string | RegExp): Promise<void> {
  const { version } = document;
  await eventually('a change taken back', async () => {
    await show(document);
    await vscode.commands.executeCommand('undo');
    return document.version !== version || undefined;
  });
  if (typeof text === 'string') assert.equal(document.getText(), text);
  else assert.match(document.getText(), text);
}

/** Takes the choice on which the list stands that is asked from, as soon as that is shown, and waits for what comes of it. */
export async function takeChoice<T>(asking: Thenable<T>): Promise<T> {
  let isOver = false;
  const end = (): void => void (isOver = true);
  asking.then(end, end);
  await eventually('a choice', async () => {
    if (isOver) return true;
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return undefined;
  });
  return asking;
}

export async function replaceAll({ document }: vscode.TextEditor, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  edit.replace(document.uri, all, text);
  assert.ok(await vscode.workspace.applyEdit(edit), 'the edit was made');
}

/** Replaces the first occurrence of `from`. */
export async function replace(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const text = editor.document.getText();
  assert.ok(text.includes(from), `the file holds ${from}`);
  await replaceAll(
    editor,
    text.replace(from, () => to),
  );
}

/** Closes every editor, and a list that a test which failed left open; what was not saved is lost. */
export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  await vscode.commands.executeCommand('workbench.action.files.revert').then(undefined, () => undefined);
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** The scores of the document's present text, as soon as they are there. */
export async function scored({ uri }: vscode.TextDocument): Promise<FileScore> {
  const current = await known(uri, ({ phase, score, scoreVersion, version }) =>
    phase === 'failed' ? 'failed' : phase === 'ready' && score !== undefined && scoreVersion === version,
  );
  return current.score!;
}

/** What is known of a document once it `is` so, and belongs to its present text. */
export async function known(
  uri: vscode.Uri,
  is: (current: DocumentScore) => boolean | 'failed',
): Promise<DocumentScore> {
  return eventually(`scores of ${path.basename(uri.path)}`, () => {
    const current = api().scores.get(uri);
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    if (current === undefined || current.version !== document?.version) return undefined;
    const answer = is(current);
    if (answer === 'failed') throw new Error(current.error);
    return answer ? current : undefined;
  });
}

/** Asks again and again, until there is something. */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  patience = patienceMs,
): Promise<T> {
  const end = Date.now() + patience;
  const own = testNumber;
  for (;;) {
    const found = await probe();
    if (own !== testNumber) throw new Error(`its test was given up while it waited for: ${what}`);
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s for: ${what}`);
    await pause(20);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Sets a setting for as long as `during` runs. */
export async function withSetting<T>(key: string, value: unknown, during: () => Promise<T>): Promise<T> {
  const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('spellwright');
  await settings().update(key, value, vscode.ConfigurationTarget.Global);
  try {
    return await during();
  } finally {
    await settings().update(key, undefined, vscode.ConfigurationTarget.Global);
  }
}

export async function lenses(uri: vscode.Uri): Promise<readonly vscode.Command[]> {
  const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  return found.flatMap(({ command }) => command ?? []);
}

/** Our diagnostics, once each of the codes is among them: they are underlined in slices, a moment after the scores. */
export async function diagnosed(
  uri: vscode.Uri,
  ...codes: readonly string[]
): Promise<readonly vscode.Diagnostic[]> {
  return eventually(codes.join(', '), () => {
    const all = diagnostics(uri);
    return codes.every((code) => all.some((each) => each.code === code)) ? all : undefined;
  });
}

/** Of ours: VS Code's other extensions may have an opinion too. */
export function diagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'spellwright');
}
