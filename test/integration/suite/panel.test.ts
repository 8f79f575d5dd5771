import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { maxIncomingFiles } from '../../../src/protocol/panel/pictures';
import {
  closeAll,
  eventually,
  extension,
  fileUri,
  openNew,
  pause,
  replace,
  replaceAll,
  scored,
  undo,
  withSetting,
} from './editor';
import { Overheard } from './overheard';

const file = 'panel.spell';
const text = `---
images: [refs/red-apple.png]
---
### first
a blue fish
### second
a red apple
`;

/** How many panels there are. */
const tabs = (): number =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs: each }) => each)
    .filter(({ input }) => input instanceof vscode.TabInputWebview).length;

describe('the panel', () => {
  let editor: vscode.TextEditor;
  let panel: Overheard;

  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    editor = await openNew(file, text);
    await scored(editor.document);
    panel = await Overheard.open(editor.document.uri);
  });

  beforeEach(async () => {
    if (editor.document.getText() !== text) await replaceAll(editor, text);
    await scored(editor.document);
  });

  /** A test that failed leaves its panel open, and the next ones count them. */
  afterEach(() => Overheard.closeAllBut(panel));

  after(async () => {
    panel?.panel.dispose();
    await closeAll();
  });

  it('is told the checkpoint, the pictures and the numbers that the editor has', async () => {
    const score = await scored(editor.document);
    const message = await panel.last('scores');
    assert.deepEqual(message.columns, ['refs/red-apple.png']);
    assert.deepEqual(message.checkpoint, {
      id: score.checkpoint.id,
      hash: score.checkpoint.hash,
      bundled: true,
      logitScale: score.checkpoint.logitScale,
    });
    assert.deepEqual([...message.cosine], [...score.cosine]);
    assert.deepEqual(
      message.spells.map(({ rank, meanCosine }) => [rank, meanCosine]),
      score.spells.map(({ rank, meanCosine }) => [rank, meanCosine]),
    );
    assert.deepEqual(message.groups, [0]);
    const { pictures } = await panel.last('pictures');
    assert.equal(pictures.length, 1);
    assert.ok(pictures[0]!.src, 'with an address that the page can load');
  });

  it('is told of an edit, and of the caret', async () => {
    await replace(editor, 'a blue fish', 'an apple that is red');
    await panel.last('scores', ({ prompts }) => prompts[0]!.text === 'an apple that is red');
    const line = editor.document.getText().split('\n').indexOf('a red apple');
    editor.selection = new vscode.Selection(line, 0, line, 0);
    await panel.last('caret', ({ spell }) => spell === 1);
  });

  it('jumps to a spell', async () => {
    panel.says({ kind: 'jump', spell: 1 });
    await eventually('the caret in the second spell', () =>
      vscode.window.visibleTextEditors.some(
        ({ document, selection }) =>
          document === editor.document && document.lineAt(selection.active.line).text === 'a red apple',
      )
        ? true
        : undefined,
    );
  });

  it('adds pictures to the front matter, and takes one away, each undone in one step', async () => {
    const before = editor.document.getText();
    panel.says({ kind: 'add-uris', uris: [fileUri('refs', 'pixel-art-robot.png').toString()] });
    await panel.last('pictures', ({ pictures }) => pictures.length === 2);
    const added = editor.document.getText();
    assert.match(added, /images: \[.*refs\/pixel-art-robot\.png.*\]/);
    panel.says({ kind: 'remove-picture', path: 'refs/red-apple.png' });
    await panel.last('pictures', ({ pictures }) => pictures.length === 1);
    await undo(editor.document, added);
    await undo(editor.document, before);
  });

  it('restores a text of the history, which can be undone', async () => {
    await replace(editor, 'a blue fish', 'a red apple on white');
    const edited = editor.document.getText();
    const at = editor.document.getText().split('\n').indexOf('a red apple on white');
    editor.selection = new vscode.Selection(at, 0, at, 0);
    const { entries } = await panel.last('history', (message) => message.entries.length >= 2);
    const first = entries.find(({ label }) => label === 'a blue fish');
    assert.ok(first, 'the first text is kept');
    panel.says({ kind: 'restore', entry: first.id });
    await eventually('the first text', () => editor.document.getText() === text || undefined);
    await undo(editor.document, edited);
  });

  it('reads in the dialect of the settings, and outlives its editor', async () => {
    const commented = `---
images: [refs/red-apple.png]
---
/* a comment

of ComfyUI */

a red apple

a bicycle
`;
    // Opened in its dialect: a history begins with what was read first.
    const { other, its } = await withSetting('dialect', 'comfyui', async () => {
      const other = await openNew('comfyui.spell', commented);
      await scored(other.document);
      const opened = await Overheard.open(other.document.uri);
      opened.says({ kind: 'jump', spell: 1 });
      const line = (): string => other.document.lineAt(other.selection.active.line).text;
      await eventually('the caret in the second spell', () => line() === 'a bicycle' || undefined);
      await replace(other, 'a bicycle', 'a boat');
      await scored(other.document);
      const { entries } = await opened.last('history', (message) => message.entries.length >= 2);
      opened.says({ kind: 'restore', entry: entries.find(({ label }) => label === 'a bicycle')!.id });
      await eventually('the first text', () => other.document.getText() === commented || undefined);
      return { other, its: opened };
    });
    await other.document.save();

    const { uri } = other.document;
    await vscode.window.tabGroups.close(
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
        ),
    );
    await its.last('status', ({ phase }) => phase === 'closed');
    await vscode.env.clipboard.writeText('');
    its.says({ kind: 'export', format: 'csv', to: 'clipboard' });
    await eventually('a table in the clipboard', async () =>
      (await vscode.env.clipboard.readText()).includes('a red apple') ? true : undefined,
    );
    its.says({ kind: 'retry' });
    await its.last('status', ({ phase }) => phase === 'ready');
    its.panel.dispose();
  });

  it('exports to the clipboard', async () => {
    await vscode.env.clipboard.writeText('');
    panel.says({ kind: 'export', format: 'csv', to: 'clipboard' });
    const copied = await eventually('a table in the clipboard', async () => {
      const clipboard = await vscode.env.clipboard.readText();
      return clipboard.includes('a red apple') ? clipboard : undefined;
    });
    assert.match(copied, /mini/);
  });

  it('drops messages that are not of the protocol, and goes on', async () => {
    const before = editor.document.getText();
    for (const message of [
      null,
      'ready',
      [],
      { kind: 'explode' },
      { kind: 'jump', spell: -1 },
      { kind: 'jump', spell: 1e9 },
      { kind: 'restore', entry: 'x' },
      { kind: 'restore', entry: 123_456 },
      { kind: 'remove-picture', path: '../../etc/passwd' },
      { kind: 'open-picture', path: '/etc/passwd' },
      { kind: 'export', format: 'exe', to: 'file' },
      { kind: 'add-uris', uris: ['http://127.0.0.1:1/x.png', 'file:///etc/passwd', '::'] },
      { kind: 'add-files', files: [{ name: 'x.png', bytes: 'not bytes' }] },
      { kind: 'add-files', files: [{ name: '../../x.png', bytes: new Uint8Array([1, 2, 3]) }] },
      {
        kind: 'add-files',
        files: Array.from({ length: maxIncomingFiles + 1 }, () => ({
          name: 'x.png',
          bytes: new Uint8Array(),
        })),
      },
    ]) {
      panel.saysAnything(message);
    }
    await pause(500);
    assert.equal(editor.document.getText(), before);
    panel.says({ kind: 'jump', spell: 0 });
    panel.sent.length = 0;
    panel.says({ kind: 'ready' });
    await panel.last('scores');
  });

  it('saves no dropped picture when the front matter cannot take it', async () => {
    const document = editor.document;
    const before = document.getText();
    await replace(editor, 'images:', 'images: ]');
    const files = (): string[] =>
      readdirSync(path.dirname(document.uri.fsPath), { recursive: true }) as string[];
    const there = files();
    const bytes = new Uint8Array(
      readFileSync(path.join(path.dirname(document.uri.fsPath), 'refs/red-apple.png')),
    );
    panel.sent.length = 0;
    panel.says({ kind: 'add-files', files: [{ name: 'orphan.png', bytes }] });
    await panel.last('notice', ({ severity, text: said }) => severity === 'error' && said.includes('---'));
    assert.deepEqual(files(), there);
    await undo(document, before);
  });

  it('follows the file that is edited until it is locked, and a wish stays with the file that it was made of', async () => {
    const others = [await openNew('panel-3.spell', text), await openNew('panel-4.spell', text)];
    const [third, fourth] = others.map(({ document }) => document);
    await scored(third!);
    await scored(fourth!);
    const following = await Overheard.open(fourth!.uri, false);
    assert.equal((await following.last('welcome')).uri, fourth!.uri.toString());
    await vscode.window.showTextDocument(third!, { viewColumn: vscode.ViewColumn.One });
    await following.last('welcome', ({ uri }) => uri === third!.uri.toString());
    assert.ok(following.panel.title.includes('panel-3.spell'));
    assert.equal(panel.panel.title, `Scores (locked): ${file}`, 'the locked one stays');

    following.says({ kind: 'add-uris', uris: [fileUri('refs', 'pixel-art-robot.png').toString()] });
    await vscode.window.showTextDocument(fourth!, { viewColumn: vscode.ViewColumn.One });
    await following.last('welcome', ({ uri }) => uri === fourth!.uri.toString());
    await eventually('the picture in the third file', () => third!.getText().includes('robot') || undefined);
    assert.equal(fourth!.getText(), text);

    await vscode.commands.executeCommand('spellwright.lockPanel');
    await following.last('welcome', ({ locked }) => locked);
    const told = following.sent.length;
    await vscode.window.showTextDocument(third!, { viewColumn: vscode.ViewColumn.One });
    await pause(500);
    assert.ok(following.sent.slice(told).every(({ kind }) => kind !== 'welcome'));
    following.panel.dispose();
  });

  it('copies the prompt that an image generator takes, and keeps its options, which can be undone', async () => {
    const weighted = '---\nimages: [refs/red-apple.png]\n---\n### cup\na ({red|blue}:1.3) cup <lora:x:1>\n';
    const cups = await openNew('panel-5.spell', weighted);
    const score = await scored(cups.document);
    const best = score.prompts[score.spells[0]!.best!]!.expansion.id;
    const chosen = `a (${best === '0' ? 'red' : 'blue'}:1.3) cup <lora:x:1>`;
    const its = await Overheard.open(cups.document.uri);
    its.says({ kind: 'copy-prompt', spell: 0, id: best });
    await eventually('the prompt in the clipboard', async () =>
      (await vscode.env.clipboard.readText()) === chosen ? true : undefined,
    );
    its.says({ kind: 'keep-options', spell: 0, id: best });
    await eventually('the options in the file', () => cups.document.getText().includes(chosen) || undefined);
    its.says({ kind: 'keep-options', spell: 0, id: best });
    await its.last('notice');
    await scored(cups.document);
    its.says({ kind: 'undo', redo: false });
    await eventually('the slots', () => cups.document.getText() === weighted || undefined);
    its.says({ kind: 'undo', redo: true });
    await eventually('the options again', () => cups.document.getText().includes(chosen) || undefined);
    // The keyboard is drawn back to the panel while a key is on its way, sooner and later.
    for (let key = 1; key <= 12; key++) {
      its.says({ kind: 'undo', redo: key % 2 === 0 });
      await pause(6 * Math.floor(key / 2));
      its.panel.reveal(undefined, false);
      await eventually(
        `key ${key}`,
        () => (cups.document.getText() === weighted) === (key % 2 === 1) || undefined,
      );
    }
    await vscode.commands.executeCommand('spellwright.copyBestPrompt', cups.document.uri);
    const { version } = cups.document;
    for (const redo of [false, true, false]) its.says({ kind: 'undo', redo });
    await eventually('three changes', () => cups.document.version === version + 3 || undefined);
    assert.equal(cups.document.getText(), weighted);
    its.panel.dispose();
  });

  it('forgets the histories when it is told to', async () => {
    await replace(editor, 'a blue fish', 'a red apple on white');
    await scored(editor.document);
    const at = editor.document.getText().split('\n').indexOf('a red apple on white');
    const shown = await vscode.window.showTextDocument(editor.document, {
      viewColumn: vscode.ViewColumn.One,
    });
    shown.selection = new vscode.Selection(at, 0, at, 0);
    await panel.last('history', ({ entries }) => entries.length >= 2);
    await vscode.commands.executeCommand('spellwright.forgetHistory');
    await panel.last('history', ({ entries }) => entries.length === 0);
  });

  it('has its page though it turned to another file before the first was read', async () => {
    const { document } = await openNew('panel-other.spell', text);
    const late = fileUri('panel-late.spell');
    await writeFile(late.fsPath, text);
    const opening = Overheard.open(late, false);
    await vscode.commands.executeCommand('spellwright.openPanel', document.uri);
    const other = await opening;
    await other.last('welcome', ({ uri }) => uri === document.uri.toString());
    other.panel.dispose();
    await eventually('one panel left', () => tabs() === 1 || undefined);
  });

  it('is one for each file, and closes with no trace', async () => {
    await vscode.commands.executeCommand('spellwright.openPanel', editor.document.uri);
    const second = await openNew('panel-2.spell', text);
    await scored(second.document);
    const other = await Overheard.open(second.document.uri);
    assert.notEqual(other.panel, panel.panel);
    assert.ok(other.panel.title.includes('panel-2.spell'));
    await eventually('two panels', () => tabs() === 2 || undefined);
    other.panel.dispose();
    await eventually('one panel left', () => tabs() === 1 || undefined);
    const heard = other.sent.length;
    await replace(second, 'a blue fish', 'a red fish');
    await scored(second.document);
    assert.equal(other.sent.length, heard, 'a closed panel is sent nothing');
  });
});
