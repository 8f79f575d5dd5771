import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
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
  scored,
  withSetting,
} from './editor';

const { executeCommand } = vscode.commands;

describe('somebody who begins', () => {
  before(() => extension().activate());
  afterEach(closeAll);

  /** Types one character after the other, with all that the editor does at each. */
  const type = async (text: string): Promise<void> => {
    for (const character of text) await executeCommand('type', { text: character });
  };

  it('types the first lines of the README, and nothing is added to them', async () => {
    const lines = '---\nimages: refs/*.png\ntemplate: a /* b\n---\nA cat at a/*\n';
    const { document } = await openNew('typed.spell', '');
    for (const line of lines.trimEnd().split('\n')) {
      await type(line);
      await executeCommand('hideSuggestWidget');
      await executeCommand('editor.action.inlineSuggest.hide');
      await executeCommand('type', { text: '\n' });
    }
    assert.equal(document.getText(), lines);
  });

  it('gets a new spell file by a command, and takes the first spell that it offers', async () => {
    await executeCommand('spellwright.newFile');
    const document = await eventually('a new file', () => {
      const active = vscode.window.activeTextEditor?.document;
      return active?.isUntitled ? active : undefined;
    });
    assert.deepEqual([document.languageId, document.getText()], ['spell', '']);
    await eventually('the ghost text is taken', async () => {
      await executeCommand('editor.action.inlineSuggest.trigger');
      await executeCommand('editor.action.inlineSuggest.commit');
      return document.getText() === '' ? undefined : true;
    });
    assert.equal(document.getText(), '### a name\na {red|green} apple on a table\n');
  });

  it('is offered the pictures that lie beside an empty file', async () => {
    const { document } = await openNew('empty.spell', '');
    const list = await executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(0, 0),
    );
    const item = list.items.find(({ label }) => label === 'A first spell, to write over');
    assert.match((item?.insertText as vscode.SnippetString).value, /^---\nimages: \["refs\/\*"\]\n---\n###/);
  });

  it('has commands for what the walkthrough begins with', async () => {
    const all = await vscode.commands.getCommands(true);
    for (const command of ['spellwright.newFile', 'spellwright.openWalkthrough'])
      assert.ok(all.includes(command));
  });

  describe('is told in the front matter what to write', () => {
    const fixesOf = async (yaml: string, code: string): Promise<readonly string[]> => {
      const editor = await openNew('slip.spell', `---\n${yaml}\n---\na red apple\n`);
      const { uri } = editor.document;
      const found = (await diagnosed(uri, code)).find((each) => each.code === code)!;
      const actions = await executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        found.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const ours = actions.filter(({ title }) => title.startsWith('Write '));
      if (ours.length === 1) {
        assert.ok(await vscode.workspace.applyEdit(ours[0]!.edit!));
        return [editor.document.lineAt(1).text];
      }
      return ours.map(({ title }) => title);
    };
    for (const [yaml, code, fixed] of [
      ['images: *.png', 'front-matter-unquoted', ['images: "*.png"']],
      ['images: [refs/{red,black}*.png]', 'front-matter-unquoted', ['images: ["refs/{red,black}*.png"]']],
      ['imgaes: refs/red-apple.png', 'front-matter-key-slip', ['images: refs/red-apple.png']],
      ['dialect: comfy', 'dialect-slip', ['dialect: comfyui']],
      ['dialect: klingon', 'dialect-unknown', ['Write a1111', 'Write comfyui', 'Write plain']],
      ['model: 2024', 'front-matter-wrong-type', ['model: "2024"']],
    ] as const)
      it(yaml, async () => {
        const got = await fixesOf(yaml, code);
        for (const each of fixed) assert.ok(got.includes(each), `${each} in ${got.join(', ')}`);
      });
    it('--- where it is missing', async () => {
      const { document } = await openNew('open.spell', '---\nimages: [refs/red-apple.png]\na red apple\n');
      const code = 'front-matter-unclosed';
      const { range } = (await diagnosed(document.uri, code)).find((each) => each.code === code)!;
      const [action] = await executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
        vscode.CodeActionKind.QuickFix.value,
      );
      assert.ok(await vscode.workspace.applyEdit(action!.edit!));
      assert.equal(document.getText(), '---\nimages: [refs/red-apple.png]\n---\na red apple\n');
    });
  });

  it('scores pictures of kinds that are read, and is told which are left out', async () => {
    const folder = fileUri('phone').fsPath;
    await mkdir(folder, { recursive: true });
    await cp(fileUri('refs', 'red-apple.png').fsPath, path.join(folder, 'a.jfif'));
    await writeFile(path.join(folder, 'b.heic'), 'x');
    if (process.platform !== 'win32') await symlink('../refs/red-apple.png', path.join(folder, 'c.png'));
    const { document } = await openNew('phone.spell', '---\nimages: phone\n---\na red apple\n');
    const { images } = await scored(document);
    assert.equal(images.length, process.platform === 'win32' ? 1 : 2);
    const told = (await diagnosed(document.uri, 'images-kinds-left-out')).find(
      ({ code }) => code === 'images-kinds-left-out',
    )!;
    assert.equal(told.severity, vscode.DiagnosticSeverity.Information);
    assert.match(told.message, /^1 picture of "phone" is left out, as HEIC cannot be read/);
  });

  it('renames the folder of the pictures, and back, outside of the editor', async () => {
    const [old, other] = [fileUri('shelf [1]').fsPath, fileUri('box').fsPath];
    await mkdir(old, { recursive: true });
    await cp(fileUri('refs', 'red-apple.png').fsPath, path.join(old, 'apple.png'));
    const { document } = await openNew('shelf.spell', '---\nimages: "shelf [1]/*.png"\n---\na red apple\n');
    assert.equal((await scored(document)).images.length, 1);
    await rename(old, other);
    await known(document.uri, ({ phase }) => phase === 'no-images');
    await rename(other, old);
    assert.equal((await scored(document)).images.length, 1);
  });

  it('weighs a tag by its own number, and a name whole', async () => {
    const editor = await openNew('tag.spell', 'a cat, <lora:owl:0.8>, __deep/colour__\n');
    for (const [word, wanted] of [
      ['owl', 'a cat, <lora:owl:0.9>, __deep/colour__'],
      ['colour', 'a cat, <lora:owl:0.9>, (__deep/colour__:1.1)'],
    ] as const) {
      const caret = editor.document.positionAt(editor.document.getText().indexOf(word) + 1);
      editor.selection = new vscode.Selection(caret, caret);
      await executeCommand('spellwright.increaseEmphasis');
      assert.equal(editor.document.lineAt(0).text, wanted);
    }
  });

  describe('chooses the folder of a checkpoint', () => {
    const said: string[] = [];
    const original = vscode.window.showErrorMessage;
    let home: string;
    before(async () => {
      home = await mkdtemp(path.join(tmpdir(), 'spellwright-folder-'));
      (vscode.window as { showErrorMessage: unknown }).showErrorMessage = (text: string) => {
        said.push(text);
        return Promise.resolve(undefined);
      };
    });
    after(async () => {
      (vscode.window as { showErrorMessage: unknown }).showErrorMessage = original;
      await rm(home, { recursive: true, force: true });
    });
    const setting = (): unknown => vscode.workspace.getConfiguration('spellwright').get('model');

    it('that holds none, and keeps the one before', async () => {
      await executeCommand('spellwright.chooseModel', home);
      assert.equal(setting(), '');
      assert.match(said.at(-1)!, /cannot be used, and the one before stays: .* lacks model\.safetensors/);
    });

    it('that holds one, which scores then', async function () {
      const folder = path.join(extension().extensionPath, 'test', 'fixtures', 'checkpoints', 'hf-quick-gelu');
      await withSetting('model', undefined, async () => {
        await executeCommand('spellwright.chooseModel', folder);
        assert.equal(setting(), folder);
        const { document } = await openNew(
          'own.spell',
          '---\nimages: refs/red-apple.png\n---\na red apple\n',
        );
        await scored(document);
        assert.match(api().scores.get(document.uri)!.score!.checkpoint.id, /hf-quick-gelu/);
      });
    });
  });
});
