import assert from 'node:assert/strict';
import { wilson } from '../../../src/core/statistics/wilson';

describe('Wilson’s interval', () => {
  for (const [hits, trials, low, high] of [
    // Newcombe 1998, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [3, 3, 0.4385, 1],
  ] as const) {
    it(`of ${hits} of ${trials} is as published`, () => {
      const interval = wilson(hits, trials);
      assert.ok(Math.abs(interval.low - low) < 5e-5 && Math.abs(interval.high - high) < 5e-5);
    });
  }

  it('takes a trial that counts in parts', () => {
    const [less, half, more] = [2, 2.5, 3].map((hits) => wilson(hits, 6));
    assert.ok(less!.low < half!.low && half!.low < more!.low);
  });
});
