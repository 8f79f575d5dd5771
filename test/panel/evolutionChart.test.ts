import assert from 'node:assert/strict';
import { chartOf } from '../../src/panel/sections/evolution/chart';

describe('the chart of a search', () => {
  const box = { width: 200, height: 100, left: 20, right: 10, top: 5, bottom: 15 };
  const told = [
    { startSeen: 0.2, bestSeen: 0.3, medianSeen: 0.1, startUnseen: 0.15, bestUnseen: 0.25 },
    { startSeen: 0.2, bestSeen: 0.5, medianSeen: 0.3, startUnseen: 0.15, bestUnseen: 0.2 },
  ];

  it('begins with the prompt as it is written, and leaves room for the rounds to come', () => {
    const { series, rounds } = chartOf(told, 4, box);
    const xs = (name: string): number[] =>
      series.find((each) => each.name === name)!.points.map(({ x }) => x);
    assert.deepEqual(xs('best-seen'), [20, 62.5, 105]);
    assert.deepEqual(xs('best-unseen'), [20, 62.5, 105]);
    assert.deepEqual(xs('median-seen'), [62.5, 105], 'a prompt alone has no median');
    assert.deepEqual(
      rounds.map(({ round, x }) => [round, x]),
      [
        [0, 20],
        [2, 105],
        [4, 190],
      ],
    );
  });

  it('has the highest at the top and the lowest at the bottom, told beside the axis', () => {
    const { series, ticks } = chartOf(told, 4, box);
    const ys = (name: string): number[] =>
      series.find((each) => each.name === name)!.points.map(({ y }) => y);
    assert.equal(ys('best-seen').at(-1), 5);
    assert.equal(ys('median-seen')[0], 85);
    assert.deepEqual(
      ticks.map(({ y }) => y),
      [85, 45, 5],
    );
  });

  it('has no line of held-out pictures where there are none, and a flat one in the middle', () => {
    const flat = [{ startSeen: 0.2, bestSeen: 0.2, medianSeen: 0.2 }];
    const { series, ticks } = chartOf(flat, 1, box);
    assert.deepEqual(
      series.map(({ name }) => name),
      ['median-seen', 'best-seen'],
    );
    assert.ok(series.every(({ points }) => points.every(({ y }) => y === 45)));
    assert.equal(ticks.length, 1);
    assert.deepEqual(chartOf([], 5, box).series, []);
  });
});
