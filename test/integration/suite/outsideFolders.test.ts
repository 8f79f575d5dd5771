import assert from 'node:assert/strict';
import { copyFile, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  api,
  closeAll,
  diagnosed,
  eventually,
  extension,
  fileUri,
  known,
  openNew,
  pause,
  replace,
  scored,
} from './editor';

describe('pictures outside of the workspace', () => {
  let outside: string;
  let other: string;
  const original = vscode.window.showInformationMessage;
  const asked: string[] = [];
  let answer: string | undefined;

  before(async () => {
    await extension().activate();
    outside = await realpath(await mkdtemp(path.join(tmpdir(), 'spellwright-outside-')));
    other = await realpath(await mkdtemp(path.join(tmpdir(), 'spellwright-other-')));
    for (const folder of [outside, other])
      await copyFile(fileUri('refs', 'red-apple.png').fsPath, path.join(folder, 'apple.png'));
    (vscode.window as { showInformationMessage: unknown }).showInformationMessage = (
      text: string,
      ...buttons: string[]
    ) => {
      if (buttons.length > 0) asked.push(text);
      return Promise.resolve(buttons.find((button) => button === answer));
    };
  });
  beforeEach(async () => {
    await vscode.commands.executeCommand('spellwright.forgetPictureFolders');
    asked.length = 0;
    answer = undefined;
  });
  afterEach(closeAll);
  after(async () => {
    (vscode.window as { showInformationMessage: unknown }).showInformationMessage = original;
    await vscode.commands.executeCommand('spellwright.forgetPictureFolders');
    for (const folder of [outside, other]) await rm(folder, { recursive: true, force: true });
  });

  const write = (entry: string): Promise<vscode.TextEditor> =>
    openNew('outside.spell', `---\nimages: [${JSON.stringify(entry)}]\n---\na red apple\n`);
  const settled = (uri: vscode.Uri): Promise<unknown> =>
    known(uri, ({ phase, scoreVersion, version }) => phase === 'no-images' && scoreVersion === version);
  const isAsked = (): Promise<true> => eventually('the question', () => asked.length > 0 || undefined);

  it('are looked for once the user says so, who is asked by the name of the folder', async () => {
    answer = 'Look there';
    const { document } = await write(`${outside}/*.png`);
    assert.equal((await scored(document)).images.length, 1);
    assert.equal(asked.length, 1);
    assert.ok(asked[0]!.includes(outside), asked[0]);
    await closeAll();
    assert.equal((await scored((await write(`${outside}/**`)).document)).images.length, 1);
    assert.equal(asked.length, 1, 'the answer is kept');
  });

  it('stay a problem at their line after a No, with a quick fix, and nobody is asked at every key', async () => {
    answer = 'No';
    const editor = await write(`${outside}/*.png`);
    const { document } = editor;
    await settled(document.uri);
    await isAsked();
    for (const more of ['apple!', 'apple!!', 'apple!!!']) {
      await replace(
        editor,
        document.getText().includes('!') ? /apple!*/.exec(document.getText())![0] : 'apple',
        more,
      );
      await settled(document.uri);
    }
    await pause(2000); // as long as it would take to ask again
    assert.equal(asked.length, 1);
    const [problem] = await diagnosed(document.uri, 'images-outside');
    assert.equal(problem!.range.start.line, 1);
    assert.ok(problem!.message.includes(outside));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem!.range,
    );
    const fix = actions.find(({ title }) => title === `Look for pictures in ${outside}`);
    await vscode.commands.executeCommand(fix!.command!.command, ...(fix!.command!.arguments as unknown[]));
    assert.equal((await scored(document)).images.length, 1);
  });

  it('are not asked for while a path is typed', async () => {
    const editor = await write('/');
    const paths = ['/', path.dirname(other), other, `${other}/none-*.png`, 'refs/red-apple.png'];
    await eventually('a path that is typed without a long rest', async () => {
      await vscode.commands.executeCommand('spellwright.forgetPictureFolders');
      asked.length = 0;
      let longest = 0;
      for (const next of paths) {
        const start = performance.now();
        await replace(
          editor,
          /images: .*/.exec(editor.document.getText())![0],
          `images: [${JSON.stringify(next)}]`,
        );
        if (next !== paths.at(-1)) await pause(600);
        longest = Math.max(longest, performance.now() - start);
      }
      // Where the machine itself has rested, it may have asked.
      return longest < 1400 || undefined;
    });
    await scored(editor.document);
    await pause(2000);
    assert.deepEqual(asked, []);
  });

  it('are read without a question where they are named one by one', async () => {
    const { document } = await write(path.join(other, 'apple.png'));
    assert.equal((await scored(document)).images.length, 1);
    await pause(2000);
    assert.deepEqual(asked, []);
  });

  it('are searched for no longer than until the next key', async () => {
    answer = 'Look there';
    const editor = await write('/**');
    await isAsked();
    const { uri } = editor.document;
    await known(uri, ({ searched }) => searched !== undefined);
    await replace(editor, '/**', 'refs/red-apple.png');
    assert.equal((await scored(editor.document)).images.length, 1);
    assert.equal(api().scores.get(uri)!.searched, undefined);
    await replace(editor, 'refs/red-apple.png', '/**');
    await settled(uri);
    const [problem] = await diagnosed(uri, 'images-search-too-many');
    assert.match(problem!.message, /more than 100000 files and folders are below \//);
  });
});
