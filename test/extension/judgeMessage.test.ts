import assert from 'node:assert/strict';
import { agreementOf } from '../../src/core/score/agreement';
import { scoreSpellFile } from '../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { finish } from '../../src/core/steps';
import { judgementTable } from '../../src/extension/features/panel/judgeMessage';
import { readHostMessage } from '../../src/protocol/panel';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';

describe('what the panel is told of a second checkpoint', () => {
  const file = parseSpellFile('### a\n0\n\n### b\n{0.5|0.7}\n\n### c\n1.3\n');
  const angles = [-1.5, -1.2, -0.9, -0.6, -0.3, 0];
  const score = (place: (number: number) => number) =>
    scoreSpellFile({
      file,
      imagePaths: angles.map((angle) => `/${angle}`),
      embedder: new FakeEmbedder(
        (text) => direction(place(Number(text))),
        (path) => direction(Number(path.slice(1))),
      ),
    });

  it('has both numbers of spells and of their texts, the orders that both are sure of, and whose taste is whose', async () => {
    const [first, second] = [await score((number) => number), await score((number) => 1.3 - number)];
    const agreement = finish(agreementOf(first, second))!;
    const ofTaste = new Set<string>([second.checkpoint.id]);
    const table = judgementTable({ file, first, second, agreement, ofTaste }, false, 'en');
    assert.deepEqual(
      table.rows.map(({ name, first, second, texts }) => [name, first.rank, second.rank, texts?.length]),
      [
        ['a', 1, 3, undefined],
        ['b', 2, 2, 2],
        ['c', 3, 1, undefined],
      ],
    );
    assert.equal(
      table.rows[1]!.texts![0]!.second.cosine,
      second.prompts[table.rows[1]!.texts![0]!.row!]!.meanCosine,
    );
    assert.equal(
      table.rows.reduce((sum, { opposed }) => sum + opposed!, 0),
      2 * agreement.opposed.length,
    );
    assert.deepEqual(table.orders, [...agreement.orders]);
    assert.equal(table.second.isOfTaste, true);
    assert.match(table.sentences[0]!, /differ/);
    const message = { kind: 'judge', phase: 'judged', name: 'x', table };
    assert.equal(readHostMessage(message), message);
  });

  it('says that pairs were not looked at where they are too many, and shows no order', async () => {
    const spells = Array.from({ length: 513 }, (_, i) => `### s${i}\n${i / 400}\n`).join('\n');
    const many = parseSpellFile(spells);
    const scored = await scoreSpellFile({
      file: many,
      imagePaths: angles.map((angle) => `/${angle}`),
      embedder: new FakeEmbedder(
        (text) => direction(Number(text)),
        (path) => direction(Number(path.slice(1))),
      ),
    });
    const agreement = finish(agreementOf(scored, scored))!;
    const table = judgementTable(
      { file: many, first: scored, second: scored, agreement, ofTaste: new Set() },
      false,
      'en',
    );
    assert.match(
      table.sentences[0]!,
      /not told: 513 spells make too many pairs, and 512 spells are the most/,
    );
    assert.deepEqual([table.rows.length, table.more, table.orders], [200, 313, undefined]);
    assert.ok(table.rows.every(({ same }) => same === undefined));
  });

  it('shows the numbers where nothing is to be compared', async () => {
    const [first, second] = [await score((number) => number), await score((number) => number)];
    const table = judgementTable({ file, first, second, ofTaste: new Set() }, true, 'ja');
    assert.deepEqual([table.isStale, table.sentences, table.orders], [true, [], undefined]);
    assert.deepEqual(
      table.rows.map(({ name, same }) => [name, same]),
      [
        ['a', undefined],
        ['b', undefined],
        ['c', undefined],
      ],
    );
  });
});
