import assert from 'node:assert/strict';
import { heatColour, heatCover } from '../../../src/core/why/heatColours';
import {
  cellArea,
  cellAt,
  drawnOut,
  hottestCell,
  seenShare,
  valueAt,
  type HeatGrid,
} from '../../../src/core/why/heatGrid';
import { enlarged, paintHeat } from '../../../src/core/why/heatPicture';

/** The square middle of a picture of 80 × 40. */
const grid: HeatGrid = { seen: { left: 20, top: 0, right: 60, bottom: 40 }, rows: 2, columns: 2 };

describe('a grid over what is seen of a picture', () => {
  it('has its cells in the pixels of the picture, and finds them there again', () => {
    assert.deepEqual(cellArea(grid, 0), { left: 20, top: 0, right: 40, bottom: 20 });
    assert.deepEqual(cellArea(grid, 3), { left: 40, top: 20, right: 60, bottom: 40 });
    for (let cell = 0; cell < 4; cell++) {
      const { left, top } = cellArea(grid, cell);
      assert.equal(cellAt(grid, left, top), cell);
      assert.equal(cellAt(grid, left + 19, top + 19), cell);
    }
    assert.equal(cellAt(grid, 19, 10), undefined);
    assert.equal(cellAt(grid, 60, 10), undefined);
  });

  it('tells how much of a picture is seen', () => {
    assert.equal(seenShare(grid.seen, { width: 80, height: 40 }), 0.5);
    assert.equal(seenShare({ left: 0, top: 0, right: 3, bottom: 3 }, { width: 3, height: 3 }), 1);
  });

  it('is drawn between the middles of its cells, flat beyond them, and not where nothing is seen', () => {
    const values = [0, 1, 0, 1];
    assert.equal(valueAt(grid, values, 30, 10), 0, 'the middle of the first');
    assert.equal(valueAt(grid, values, 50, 10), 1);
    assert.equal(valueAt(grid, values, 40, 20), 0.5);
    assert.equal(valueAt(grid, values, 35, 39), 0.25);
    assert.equal(valueAt(grid, values, 21, 0), 0);
    assert.equal(valueAt(grid, values, 5, 10), undefined);
    const drawn = drawnOut(grid, values, { width: 80, height: 40 }, 8, 4);
    assert.deepEqual([...drawn.slice(0, 8)], [NaN, NaN, 0, 0.25, 0.75, 1, NaN, NaN]);
  });

  it('covers a border that the tower adds around a narrow picture', () => {
    const wide: HeatGrid = { seen: { left: -20, top: 0, right: 20, bottom: 40 }, rows: 2, columns: 2 };
    assert.deepEqual(cellArea(wide, 0), { left: -20, top: 0, right: 0, bottom: 20 });
    assert.equal(cellAt(wide, 5, 5), 1);
  });

  it('has a hottest cell, the first of several', () => {
    assert.equal(hottestCell([0, 3, 3, 1]), 1);
    assert.equal(hottestCell([0, 0]), 0);
  });

  it('is painted over the picture: hot places cover it, cold ones leave it, unseen ones are grey', () => {
    const shown = { width: 8, height: 4, data: new Uint8Array(3 * 32).fill(200) };
    const { data } = paintHeat(shown, { width: 80, height: 40 }, { ...grid, values: [0, 1, 0, 1] }, 1);
    assert.deepEqual([...data.slice(3 * 2, 3 * 3)], [200, 200, 200], 'cold');
    assert.deepEqual([...data.slice(3 * 5, 3 * 6)], [...heatColour(1)], 'hot');
    assert.deepEqual([...data.slice(0, 3)], [168, 168, 168], 'unseen');
    assert.ok(
      shown.data.every((each) => each === 200),
      'the picture itself stays',
    );
  });

  it('has colours that grow lighter with the value, for eyes of every kind', () => {
    const light = (value: number): number => {
      const [red, green, blue] = heatColour(value);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    for (let i = 0; i < 20; i++) assert.ok(light((i + 1) / 20) > light(i / 20), String(i));
    assert.deepEqual(heatColour(0), [68, 1, 84]);
    assert.deepEqual(heatColour(2), [253, 231, 37]);
    assert.deepEqual([heatCover(0, 0.7), heatCover(0.25, 0.7), heatCover(1, 0.7)], [0, 0.35, 0.7]);
  });

  it('has small pictures drawn larger, pixel by pixel', () => {
    const { width, height, data } = enlarged(
      { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) },
      4,
    );
    assert.deepEqual([width, height], [4, 2]);
    assert.deepEqual([...data.slice(0, 12)], [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
  });
});
