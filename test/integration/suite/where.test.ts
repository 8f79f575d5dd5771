import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, extension, openNew, replaceAll, scored, skipAfterFailure } from './editor';
import { Overheard } from './overheard';

const text = `---
images: [refs/red-apple.png]
---
### first
a red apple, {a castle|a blue fish}
`;

describe('where a phrase is', () => {
  let editor: vscode.TextEditor;
  let panel: Overheard;
  skipAfterFailure();

  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    editor = await openNew('where.spell', text);
    await scored(editor.document);
    panel = await Overheard.open(editor.document.uri);
  });

  after(async () => {
    panel?.panel.dispose();
    await closeAll();
  });

  const select = (from: string, length = 0): void => {
    const at = editor.document.getText().indexOf(from);
    const { document } = editor;
    editor.selection = new vscode.Selection(document.positionAt(at), document.positionAt(at + length));
  };

  it('is asked of the phrase at the caret, or of what is selected, and found by the command', async () => {
    select('castle');
    await panel.last('where', ({ phrase }) => phrase === 'a castle');
    select('blue');
    await panel.last('where', ({ phrase }) => phrase === 'a blue fish');
    select('red apple', 'red apple'.length);
    await panel.last('where', ({ phrase }) => phrase === 'red apple');
    await vscode.commands.executeCommand('spellwright.whereInPictures', editor.document.uri);
    const { phrase } = await panel.last('show-where');
    assert.equal(phrase, 'red apple');
    // It is the page that asks for it, as for any other.
    const { found, progress } = await panel.last('where', (message) => message.found?.phrase === 'red apple');
    const [apple] = found!.pictures;
    assert.ok(apple!.isFound && !found!.stale && found!.left === 0);
    assert.equal(apple!.path, 'refs/red-apple.png');
    assert.equal(Math.max(...apple!.values), 1);
    assert.ok(progress === undefined || progress.done <= progress.total);
  });

  it('has the other direction, and says when it is of an older text', async () => {
    panel.says({ kind: 'where-find', phrase: 'apple', method: 'contrast', windows: false, pictures: 6 });
    const { found } = await panel.last('where', (message) => message.found?.method === 'contrast');
    const { width, height } = found!.pictures[0]!;
    panel.says({ kind: 'where-fit', path: 'refs/red-apple.png', x: width / 2, y: height / 2 });
    const { fitting } = await panel.last('where', (message) => message.fitting !== undefined);
    assert.equal(fitting!.phrases[0]!.phrase, 'a red apple');
    await replaceAll(editor, text.replace('castle', 'house'));
    await scored(editor.document);
    await panel.last('where', (message) => message.found?.stale === true);
  });
});
