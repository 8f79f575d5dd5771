import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, fileUri, openNew, undo } from './editor';

const { executeCommand } = vscode.commands;

describe('other dialects, and styles', () => {
  afterEach(closeAll);

  it('a file is converted as one undoable step', async () => {
    const text = '### one\n((cat:1.2)) {red|blue} [dog] # mine\n';
    const { document } = await openNew('convert.spell', text);
    await executeCommand('spellwright.convertDialect', 'comfyui');
    assert.equal(
      document.getText(),
      '---\ndialect: comfyui\n---\n### one\n# mine\n(cat:1.32) {red|blue} (dog:0.909091)\n',
    );
    await undo(document, text);
  });

  it('all prompts are listed in a file of their own', async () => {
    await openNew('list.spell', '### one\n{red|blue} cat\n');
    await executeCommand('spellwright.listExpansions');
    const listed = await eventually('the list', () =>
      vscode.window.activeTextEditor?.document.isUntitled ? vscode.window.activeTextEditor : undefined,
    );
    assert.equal(listed.document.getText(), 'red cat\nblue cat\n');
  });

  it('a style is saved, put around a spell, and completed', async () => {
    const text = '### one\n{red|blue} cat # mine\nNegative prompt: dog\n';
    const editor = await openNew('styles/a.spell', text);
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await executeCommand('spellwright.saveStyle', 'Mine');
    const csv = fileUri('styles', 'styles.csv');
    const read = async (): Promise<string> =>
      new TextDecoder('utf-8', { ignoreBOM: true }).decode(await vscode.workspace.fs.readFile(csv));
    const row = 'Mine,{red|blue} cat,dog\r\n';
    assert.equal(await read(), `\ufeffname,prompt,negative_prompt\r\n${row}`);
    await vscode.workspace.fs.writeFile(
      csv,
      new TextEncoder().encode(`${await read()}Photo,"photo of {prompt}, 35mm",blurry\r\n`),
    );
    await executeCommand('spellwright.insertStyle', 'Photo');
    const styled = '### one\nphoto of {red|blue} cat, 35mm # mine\nNegative prompt: dog, blurry\n';
    assert.equal(editor.document.getText(), styled);
    await undo(editor.document, text);

    const place = new vscode.Position(1, '{red|blue} cat'.length);
    await editor.edit((edit) => edit.insert(place, ', Pho'));
    const list = await executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      place.translate(0, 5),
    );
    const item = list.items.find(({ label }) => label === 'Photo');
    assert.equal(item?.insertText, '35mm');
    assert.equal(item.additionalTextEdits?.[0]?.newText, 'photo of ');
  });
});
