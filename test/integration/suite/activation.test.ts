import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, extension, fileUri, known, open } from './editor';

describe('activation', () => {
  after(closeAll);

  it('does not happen before a spell file is opened', async () => {
    await vscode.commands.executeCommand('vscode.open', fileUri('README.md'));
    assert.equal(extension().isActive, false);
  });

  it('happens when a spell file is opened', async () => {
    const { document } = await open('1-first-steps.spell');
    assert.equal(document.languageId, 'spell');
    await extension().activate();
    await known(document.uri, () => true);
  });

  it('registers every command that the manifest promises', async () => {
    const declared = (extension().packageJSON as { contributes: { commands: { command: string }[] } })
      .contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const { command } of declared) assert.ok(registered.has(command), command);
  });

  it('names everything in the manifest', () => {
    const text = JSON.stringify(extension().packageJSON);
    assert.equal(/"%[\w.]+%"/.exec(text)?.[0], undefined, 'a name of package.nls.json is missing');
  });
});
