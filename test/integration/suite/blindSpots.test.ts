import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, extension, openNew, replace, scored, skipAfterFailure } from './editor';
import { Overheard } from './overheard';

const text = `---
images: [refs/red-apple.png]
---
### slots
{a red apple|a blue fish} on a white background
### plain
a red apple
`;

describe('slots and blind spots', () => {
  let editor: vscode.TextEditor;
  let panel: Overheard;
  skipAfterFailure();

  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    editor = await openNew('blind.spell', text);
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

  it('shows which option the picture takes, for the spell under the caret, by command', async () => {
    putCaret('on a white');
    await vscode.commands.executeCommand('spellwright.testSlots', editor.document.uri);
    await panel.last('show-slots');
    const { slots, checkpoint } = await panel.last('slots', (each) => each.slots.length > 0);
    assert.deepEqual(
      slots[0]!.options.map(({ label, wins }) => [label, wins]),
      [
        ['a red apple', 1],
        ['a blue fish', 0],
      ],
    );
    assert.equal(slots[0]!.outcome, 'too-few');
    assert.equal(checkpoint!.hash, (await scored(editor.document)).checkpoint.hash);
    putCaret('a red apple\n');
    await panel.last('slots', (each) => each.spell === 1 && each.slots.length === 0);
  });

  it('tests the words of a spell when it is asked, and tells when that is of an older text', async () => {
    putCaret('a red apple\n');
    await panel.last('caret', ({ spell }) => spell === 1);
    const idle = await panel.last('blind-spots', ({ canTest }) => canTest);
    assert.equal(idle.phase, 'idle', 'nobody asked');
    await vscode.commands.executeCommand('spellwright.findBlindSpots', editor.document.uri);
    await panel.last('show-blind-spots');
    panel.says({ kind: 'blind-spots-test' });
    const { table } = await panel.last('blind-spots', ({ phase }) => phase === 'tested');
    assert.equal(table!.text, 'a red apple');
    assert.equal(table!.isStale, false);
    assert.deepEqual(
      table!.kinds.map(({ kind, sight, share }) => [kind, sight, share]),
      [
        ['colour', 'too-few', 1],
        ['object', 'too-few', 1],
      ],
    );
    await replace(editor, 'a blue fish', 'a blue bird');
    await scored(editor.document);
    assert.equal((await panel.last('blind-spots')).table!.isStale, false, 'another spell was edited');
    await replace(editor, '### plain\na red apple', '### plain\na green apple');
    await scored(editor.document);
    await panel.last('blind-spots', (each) => each.table?.isStale === true);
  });
});
