import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, extension, openNew, scored, skipAfterFailure } from './editor';
import { Overheard } from './overheard';

const text = `---
images: [refs/two-cats-blue.png, refs/red-apple.png]
avoid: [refs/red-apple.png]
---
### 猫
二匹の猫、城
`;

describe('what to try next', () => {
  let editor: vscode.TextEditor;
  let panel: Overheard;
  skipAfterFailure();

  before(async function () {
    this.timeout(300_000);
    await extension().activate();
    editor = await openNew('next.spell', text);
    await scored(editor.document);
    panel = await Overheard.open(editor.document.uri);
  });

  after(async () => {
    panel?.panel.dispose();
    await closeAll();
  });

  const reads = (what: string): Promise<true> =>
    eventually(what, () => (editor.document.getText() === what ? true : undefined));
  const undo = async (): Promise<void> => {
    panel.says({ kind: 'undo', redo: false });
    await reads(text);
  };

  it('measures nothing until somebody asks, and writes each suggestion as one edit that can be undone', async () => {
    const idle = await panel.last('suggest', ({ can }) => can.includes('help'));
    assert.deepEqual([idle.help, idle.prompt, idle.running], [undefined, undefined, undefined]);
    await vscode.commands.executeCommand('spellwright.suggestHere', editor.document.uri);
    assert.equal((await panel.last('show-suggest')).what, 'help');
    panel.says({ kind: 'suggest-ask', what: 'help' });
    const { help } = await panel.last('suggest', (each) => each.help !== undefined);
    const { run, isStale, differentPictures, gains, hurts, negative } = help!;
    assert.deepEqual([isStale, differentPictures], [false, 1], 'an unwanted picture is no wanted one');
    assert.match(gains[0]!.text, /[^ -~]/, 'in the language of the spell');
    assert.equal(gains[0]!.low, undefined, 'one picture is too few');

    panel.says({ kind: 'suggest-edit', run, list: 'gains', index: 0 });
    await reads(text.replace('、城', `、城、${gains[0]!.text}`));
    await panel.last('suggest', (each) => each.help?.isStale === true);
    await undo();
    // Until the text is scored anew, nothing of the list is written into it.
    await panel.last('suggest', (each) => each.help?.isStale === false);
    assert.deepEqual(
      hurts.map((each) => each.text),
      ['城'],
    );
    panel.says({ kind: 'suggest-edit', run, list: 'hurts', index: 0 });
    await reads(text.replace('、城', ''));
    await undo();
    await panel.last('suggest', (each) => each.help?.isStale === false);
    assert.equal(negative!.pictures, 1);
    panel.says({ kind: 'suggest-edit', run, list: 'negative', index: 0 });
    await reads(`${text}Negative prompt: ${negative!.phrases[0]!.text}\n`);
    await undo();
    await scored(editor.document);
    await panel.last('suggest', (each) => each.help?.isStale === false);
  });

  it('makes a prompt of the pictures, and can be stopped', async () => {
    await vscode.commands.executeCommand('spellwright.suggestFromPictures', editor.document.uri);
    await panel.last('show-suggest', ({ what }) => what === 'prompt');
    const begun = panel.next('suggest', ({ running }) => running?.what === 'prompt');
    panel.says({ kind: 'suggest-ask', what: 'prompt' });
    await begun;
    panel.says({ kind: 'suggest-cancel' });
    const stopped = await panel.last('suggest', ({ running }) => running === undefined);
    assert.deepEqual([stopped.wasStopped, stopped.prompt], [true, undefined]);
    panel.says({ kind: 'suggest-ask', what: 'prompt' });
    const { prompt } = await panel.last('suggest', (each) => each.prompt !== undefined);
    assert.ok(prompt!.steps.length > 0);
    panel.says({ kind: 'suggest-write', run: prompt!.run, where: 'below' });
    await eventually('the prompt below the spell', () =>
      editor.document.getText().startsWith(text) && editor.document.getText().includes(`\n${prompt!.text}\n`)
        ? true
        : undefined,
    );
    await undo();
    const end = editor.document.lineAt(5).range.end;
    editor.selection = new vscode.Selection(end, end);
    panel.says({ kind: 'suggest-write', run: prompt!.run - 1, where: 'below' });
    panel.says({ kind: 'suggest-write', run: prompt!.run, where: 'caret' });
    await reads(text.replace('、城', `、城${prompt!.text}`));
  });
});
