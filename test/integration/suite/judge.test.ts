import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { JudgeMessage } from '../../../src/protocol/panel/judge';
import { closeAll, extension, fileUri, openNew, replace, scored } from './editor';
import { Overheard } from './overheard';

const text = `---
images: [refs/red-apple.png, refs/two-cats-blue.png]
judge: ./second
---
### apple
a red apple
### cats
two cats
`;

/** The bundled checkpoint with two blocks of its weights in each other's place. */
async function makeSecond(folder: string): Promise<void> {
  await cp(path.join(extension().extensionPath, 'models', 'mini'), folder, { recursive: true });
  const file = path.join(folder, 'model.safetensors');
  const bytes = await readFile(file);
  const [size, one] = [64 * 1024, 8 + Number(bytes.readBigUInt64LE()) + 1024 * 1024];
  const kept = Buffer.from(bytes.subarray(one, one + size));
  bytes.copyWithin(one, one + size, one + 2 * size);
  kept.copy(bytes, one + size);
  await writeFile(file, bytes);
}

describe('a second checkpoint', () => {
  let panel: Overheard | undefined;

  after(async () => {
    panel?.panel.dispose();
    await closeAll();
  });

  it('scores while somebody looks, follows the text, stops, goes on, and says why it does not score', async () => {
    await extension().activate();
    await makeSecond(fileUri('second').fsPath);
    const editor = await openNew('second.spell', text);
    const own = await scored(editor.document);
    const opened = (panel = await Overheard.open(editor.document.uri));
    const last = (phase: JudgeMessage['phase'], is: (message: JudgeMessage) => boolean = () => true) =>
      opened.last('judge', (each) => each.phase === phase && is(each));
    const names = ({ table }: JudgeMessage): readonly string[] =>
      table?.rows.map(({ name }) => name).sort() ?? [];

    opened.says({ kind: 'judge-watch', isOn: true });
    assert.equal((await last('judged')).name, './second');
    opened.says({ kind: 'judge-watch', isOn: false });
    opened.sent.length = 0;
    await replace(editor, '### cats', '### blue cats');
    await scored(editor.document);
    await delay(600); // longer than it rests after a change
    await last('waiting', ({ table: stale }) => stale?.isStale === true);
    const isUnderWay = opened.sent.some((each) => each.kind === 'judge' && each.phase === 'judging');
    assert.equal(isUnderWay, false, 'nobody looks');

    opened.says({ kind: 'judge-watch', isOn: true });
    const { table } = await last('judged', (each) => names(each).includes('blue cats'));
    assert.equal(table!.first.hash, own.checkpoint.hash);
    assert.notEqual(table!.second.hash, table!.first.hash);
    assert.notEqual(table!.rows[0]!.second.cosine, table!.rows[0]!.first.cosine);
    assert.match(table!.sentences[0]!, /cannot be told: 2 different pictures/);

    await replace(editor, '### apple', '### red apple');
    await last('judged', (each) => !each.table!.isStale && names(each).includes('red apple'));
    opened.says({ kind: 'judge-cancel' });
    await last('stopped');
    await replace(editor, '### red apple', '### apple');
    await scored(editor.document);
    opened.says({ kind: 'judge-again' });
    await last('judged', (each) => !each.table!.isStale && names(each).includes('apple'));

    await replace(editor, './second', 'mini');
    assert.equal((await last('same')).table, undefined, 'what another one said is gone');
    await replace(editor, 'judge: mini', 'judge: ./missing');
    assert.match((await last('failed')).error!, /missing/);
    await replace(editor, 'judge: ./missing\n', '');
    await last('none');
  });
});
