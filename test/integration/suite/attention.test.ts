import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AttentionMessage } from '../../../src/protocol/panel/attention';
import { closeAll, extension, openNew, replace, scored, skipAfterFailure } from './editor';
import { Overheard } from './overheard';

const text = `---
images: [refs/red-apple.png, refs/two-cats-blue.png]
---
### apple
a red apple
### cats
two cats
`;

describe('attention', () => {
  let editor: vscode.TextEditor;
  let panel: Overheard;
  skipAfterFailure();

  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    editor = await openNew('attention.spell', text);
    await scored(editor.document);
    panel = await Overheard.open(editor.document.uri);
  });

  after(async () => {
    panel?.panel.dispose();
    await closeAll();
  });

  const putCaret = (words: string): void => {
    const place = editor.document.positionAt(editor.document.getText().indexOf(words));
    editor.selection = new vscode.Selection(place, place);
  };
  const ready = (words: string, picture?: string): Promise<AttentionMessage> =>
    panel.last(
      'attention',
      (each) =>
        each.phase === 'ready' &&
        each.text?.words.map((word) => word.text).join(' ') === words &&
        (picture === undefined || each.picture?.path === picture),
    );

  it('is read for whoever looks, and only then; the section comes forward by command', async () => {
    putCaret('a red apple');
    await panel.last('scores');
    assert.equal((await panel.last('attention')).text, undefined);
    await vscode.commands.executeCommand('spellwright.showAttention', editor.document.uri);
    await panel.last('show-attention');
    panel.says({ kind: 'attention-watch', isOn: true });
    const { text: read, picture, checkpoint, pictures } = await ready('a red apple', 'refs/red-apple.png');
    assert.equal(checkpoint!.hash, (await scored(editor.document)).checkpoint.hash);
    assert.deepEqual(pictures, ['refs/red-apple.png', 'refs/two-cats-blue.png']);
    assert.equal(read!.layers.length, 3);
    for (const { own, rollout } of read!.layers)
      for (const shares of [own, rollout])
        assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-3);
    assert.deepEqual([picture!.rows, picture!.columns, picture!.layers.length], [8, 8, 5]);
  });

  it('follows the caret, what is typed, and the picture that is chosen', async () => {
    putCaret('two cats');
    await ready('two cats', 'refs/red-apple.png');
    panel.says({ kind: 'attention-picture', path: 'refs/two-cats-blue.png' });
    await ready('two cats', 'refs/two-cats-blue.png');
    await replace(editor, 'two cats', 'two dogs');
    await ready('two dogs', 'refs/two-cats-blue.png');
  });

  it('is read no more when nobody looks', async () => {
    panel.says({ kind: 'attention-watch', isOn: false });
    await panel.last('attention', ({ phase }) => phase === 'off');
    await replace(editor, 'two dogs', 'two birds');
    await scored(editor.document);
    assert.equal((await panel.last('attention')).text!.words[1]!.text, 'dogs');
  });
});
