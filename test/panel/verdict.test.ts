import assert from 'node:assert/strict';
import type { Side } from '../../src/core/score/compare';
import { judgeText } from '../../src/panel/sections/comparison/verdict';
import type { JudgeMessage, PanelJudgement } from '../../src/protocol/panel/judge';

const place = { rank: 1, cosine: 0.3 };
const checkpoint = { id: 'a', hash: 'aa', name: 'a', isOfTaste: false };
const table: PanelJudgement = {
  ...{ isStale: false, first: checkpoint, second: { ...checkpoint, name: 'b' }, differentPictures: 6 },
  sentences: ['They differ.'],
  rows: [2, 0, 1].map((spell) => ({ spell, name: String(spell), first: place, second: place })),
  more: 0,
  // 2 with 0, 2 with 1, 0 with 1
  orders: [1, -1, 0],
};
const judge: JudgeMessage = { kind: 'judge', phase: 'judged', name: 'b', table };

describe('what a comparison says of a second checkpoint', () => {
  const told = (message: JudgeMessage | undefined, ...sides: [Side, Side]): string | undefined =>
    judgeText(message, sides, (key, parameters) => `${key} ${parameters!.name}`);

  it('is the order of the pair, whichever of the two stands first', () => {
    for (const [a, b, expected] of [
      [2, 0, 'judgePairSame b'],
      [1, 2, 'judgePairOpposed b'],
      [2, 1, 'judgePairOpposed b'],
      [1, 0, 'judgePairUnsure b'],
      [0, 0, undefined],
      [0, 9, undefined],
    ] as const)
      assert.equal(told(judge, { spell: a }, { spell: b }), expected);
  });

  it('is of texts where texts are ranked, and of nothing else', () => {
    assert.equal(told(judge, { row: 2 }, { row: 0 }), undefined);
    const texts = { ...table, rows: table.rows.map((row) => ({ ...row, spell: 0, row: row.spell })) };
    assert.equal(told({ ...judge, table: texts }, { row: 2 }, { row: 0 }), 'judgePairSame b');
    assert.equal(told({ ...judge, table: texts }, { spell: 0 }, { row: 2 }), undefined);
  });

  it('is nothing while what is known is of before, or where no pair was looked at', () => {
    for (const other of [
      undefined,
      { ...judge, table: undefined },
      { ...judge, phase: 'judging' as const },
      { ...judge, table: { ...table, isStale: true } },
      { ...judge, table: { ...table, orders: undefined } },
    ])
      assert.equal(told(other, { spell: 2 }, { spell: 0 }), undefined);
  });
});
