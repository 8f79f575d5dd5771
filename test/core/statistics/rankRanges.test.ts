import assert from 'node:assert/strict';
import { firstAgainstLast, rangesHold, shownRanges } from '../../../scripts/statistics/ranking';
import { Random } from '../../../scripts/statistics/random';
import { drawTable, layouts, noises } from '../../../scripts/statistics/tables';
import { finish } from '../../../src/core/steps';
import { measuredByMeans, rankRanges } from '../../../src/core/statistics/rankRanges';

const rangesOf = (rows: readonly (readonly number[])[]) =>
  finish(rankRanges(measuredByMeans(Float64Array.from(rows.flat()), rows[0]!.length)))?.ranges.map(
    ({ first, last }) => [first, last],
  );

describe('ranges of ranks', function () {
  this.timeout(120_000);

  it('are right in at least 95 % of tables, whatever the cosines are like', () => {
    for (const noise of Object.keys(noises)) {
      const random = new Random(7);
      let [right, tables] = [0, 0];
      for (const prompts of [2, 3, 10, 25]) {
        for (const pictures of [5, 8, 20]) {
          for (const layout of Object.values(layouts)) {
            for (let t = 0; t < 25; t++) {
              const merits = layout(prompts);
              const table = drawTable(random, merits, noises[noise]!(random, prompts), pictures);
              if (rangesHold(shownRanges(table, pictures), merits)) right++;
              tables++;
            }
          }
        }
      }
      assert.ok(right / tables > 0.95, `${noise}: ${right} of ${tables}`);
    }
  });

  it('are right where one prompt spreads more than all others, whose spread it must not be taken for', () => {
    const random = new Random(11);
    let right = 0;
    for (let t = 0; t < 300; t++) {
      const merits = new Float64Array(50);
      const noise = noises['one with three times the spread']!(random, 50);
      if (rangesHold(shownRanges(drawTable(random, merits, noise, 5), 5), merits)) right++;
    }
    assert.ok(right / 300 > 0.94, `${right} of 300`);
  });

  it('seldom tell the first of ten equals from the last, which pairs alone do in a third of cases', () => {
    const { shown, alone } = firstAgainstLast(8, 1000);
    assert.ok(shown < 0.05 && alone > 0.3, `${shown}, ${alone}`);
  });

  it('tell apart what is far apart, and are single ranks then', () => {
    const base = [0.01, 0.02, 0.015, 0.012, 0.018, 0.011];
    const rows = [0, 5, 10].map((merit) => base.map((value, i) => merit + value * (1 + ((i * 7) % 3))));
    assert.deepEqual(rangesOf(rows), [
      [3, 3],
      [2, 2],
      [1, 1],
    ]);
  });

  it('leave everything open between equals, and need two things and five pictures', () => {
    const equal = [0.2, 0.4, 0.1, 0.3, 0.2];
    assert.deepEqual(rangesOf([equal, equal, equal]), [
      [1, 3],
      [1, 3],
      [1, 3],
    ]);
    assert.equal(rangesOf([equal]), undefined);
    assert.equal(rangesOf([equal.slice(1), equal.slice(1)]), undefined);
  });

  it('do not depend on what a picture does to all alike', () => {
    const random = new Random(2);
    const table = drawTable(random, Float64Array.of(0, 1, 2), noises.normal!(random, 3), 6);
    const moved = table.values.map((value, i) => value + 10 * (i % 6));
    const ranges = (values: Float64Array) => finish(rankRanges(measuredByMeans(values, 6)))!.ranges;
    assert.deepEqual(ranges(moved), ranges(table.values));
  });

  it('stay on the safe side among very many things', () => {
    const random = new Random(4);
    const merits = Float64Array.from({ length: 600 }, (_, i) => (i < 3 ? 8 : 0));
    const table = drawTable(random, merits, noises.normal!(random, 600), 20);
    const ranges = shownRanges(table, 20);
    assert.ok(rangesHold(ranges, merits));
    assert.ok(
      ranges.slice(0, 3).every(({ last }) => last < 20),
      'and still tell the three best',
    );
  });
});
