import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cosines,
  dot,
  ensemble,
  normalized,
  softmaxOverColumns,
  softmaxOverRows,
} from '../../../src/core/clip/similarity';
import { finish } from '../../../src/core/steps';

const close = (actual: number, expected: number, tolerance = 1e-6): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

describe('similarity', () => {
  it('lays cosines out row by row', () => {
    const rows = [Float32Array.of(1, 0), Float32Array.of(0.6, 0.8)];
    const columns = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(-1, 0)];
    assert.deepEqual(
      [...finish(cosines(rows, columns))].map((c) => Math.round(c * 1e6) / 1e6),
      [1, 0, -1, 0.6, 0.8, -0.6],
    );
  });

  it('gives the probabilities that a paper computes by hand', () => {
    // CLIP's README: logits 25.5521, 22.0864 of two texts become 0.9697, 0.0303.
    const p = finish(softmaxOverRows(Float32Array.of(0.255521, 0.220864), 1, 100));
    close(p[0]!, 0.9697, 1e-4);
    close(p[1]!, 0.0303, 1e-4);
  });

  it('sums to one over prompts per image, and over images per prompt, at any scale', () => {
    const matrix = fc
      .tuple(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        fc.double({ min: 0, max: 1e4, noNaN: true }),
      )
      .chain(([rows, columns, scale]) =>
        fc
          .array(fc.float({ min: -1, max: 1, noNaN: true }), {
            minLength: rows * columns,
            maxLength: rows * columns,
          })
          .map((values) => ({ rows, columns, scale, matrix: Float32Array.from(values) })),
      );
    fc.assert(
      fc.property(matrix, ({ rows, columns, scale, matrix }) => {
        const overRows = finish(softmaxOverRows(matrix, columns, scale));
        const overColumns = finish(softmaxOverColumns(matrix, columns, scale));
        for (let column = 0; column < columns; column++) {
          let sum = 0;
          for (let row = 0; row < rows; row++) sum += overRows[row * columns + column]!;
          close(sum, 1, 1e-5);
        }
        for (let row = 0; row < rows; row++) {
          close(
            overColumns.subarray(row * columns, (row + 1) * columns).reduce((a, b) => a + b, 0),
            1,
            1e-5,
          );
        }
      }),
    );
  });

  it('has nothing to say of no prompts or no images', () => {
    assert.equal(finish(softmaxOverRows(new Float32Array(0), 0, 100)).length, 0);
    assert.equal(finish(softmaxOverColumns(new Float32Array(0), 0, 100)).length, 0);
    assert.equal(finish(cosines([], [Float32Array.of(1)])).length, 0);
  });

  it('ensembles templates as the mean direction', () => {
    const mean = ensemble([Float32Array.of(1, 0), Float32Array.of(0, 1)])!;
    close(mean[0]!, Math.SQRT1_2);
    close(mean[1]!, Math.SQRT1_2);
    close(dot(mean, mean), 1);
  });

  it('knows what has no direction', () => {
    assert.equal(normalized(Float32Array.of(0, 0)), undefined);
    assert.equal(normalized(Float32Array.of(NaN, 1)), undefined);
    assert.equal(normalized(Float32Array.of(Infinity, 1)), undefined);
    assert.equal(ensemble([]), undefined);
    assert.equal(ensemble([Float32Array.of(1, 0), Float32Array.of(-1, 0)]), undefined);
  });
});
