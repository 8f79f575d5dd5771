/** What the tests do in the editor, by the commands and the API that everybody has. */
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FileScore } from '../../../src/core/score/fileScore';
import type { ExtensionApi } from '../../../src/extension/extension';
import type { DocumentScore } from '../../../src/extension/services/scores';

/** A machine that also runs other things takes its time. */
const patienceMs = 100_000;

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
 * Opens a file as a click does. Not by `openTextDocument`: the editor keeps what an extension opened for minutes, and
 * closing it could not be seen.
 */
export async function open(...names: string[]): Promise<vscode.TextEditor> {
  const uri = fileUri(...names);
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  return eventually(`an editor of ${names.join('/')}`, () =>
    vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString()),
  );
}

/** Writes a file of the workspace and opens it. */
export async function openNew(name: string, text: string): Promise<vscode.TextEditor> {
  await vscode.workspace.fs.writeFile(fileUri(name), Buffer.from(text));
  return open(name);
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

/** Closes every editor; what was not saved is lost. */
export async function closeAll(): Promise<void> {
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
  for (;;) {
    const found = await probe();
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
