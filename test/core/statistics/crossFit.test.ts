import assert from 'node:assert/strict';
import { simulateChoosing } from '../../../scripts/statistics/choosing';
import { finish } from '../../../src/core/score/steps';
import { crossFit } from '../../../src/core/statistics/crossFit';

describe('the best of several, judged on pictures that did not choose it', function () {
  this.timeout(120_000);

  it('is a text’s own mean where there is nothing to choose', () => {
    const only = Float64Array.of(0.1, 0.3, 0.2);
    const { centre, values } = finish(crossFit([only]));
    assert.ok(Math.abs(centre - 0.2) < 1e-12);
    assert.deepEqual(values, only);
  });

  it('is the better text where it is better on every picture', () => {
    const worse = Float64Array.of(0.1, 0.2, 0.1, 0.3, 0.2);
    const better = worse.map((value) => value + 0.5);
    const { centre, values } = finish(crossFit([worse, better]));
    assert.ok(Math.abs(centre - 0.68) < 1e-12);
    for (const [i, value] of values.entries()) assert.ok(Math.abs(value - better[i]!) < 1e-9);
  });

  it('gives no spell an advantage by its number of variants alone', () => {
    for (const variants of [2, 24, 96]) {
      const { shown, naive, first, better, betterNaive, coverage } = simulateChoosing(variants, 8, 0, 500);
      assert.ok(Math.abs(shown) < 0.1 && naive > 0.1, `${variants}: ${shown} for ${naive}`);
      assert.ok(Math.abs(first - 0.5) < 0.08, `${variants}: first in ${first}`);
      assert.ok(better < 0.05 && coverage > 0.92, `${variants}: better in ${better}, holds in ${coverage}`);
      if (variants > 2) assert.ok(betterNaive > 0.1, `${betterNaive}`);
    }
  });

  it('takes the one text that is seen with one picture, and halves two', () => {
    assert.equal(finish(crossFit([Float64Array.of(0.1), Float64Array.of(0.4)])).centre, 0.4);
    // Each half chooses the other text, which is the worse one on the other picture.
    const { centre } = finish(crossFit([Float64Array.of(1, 0), Float64Array.of(0, 1)]));
    assert.equal(centre, 0);
  });

  it('answers the same each time, for any number of pictures', () => {
    for (const pictures of [2, 5, 7, 8, 33]) {
      const rows = [3, 5, 7].map((factor) =>
        Float64Array.from({ length: pictures }, (_, i) => ((i * factor) % 11) / 11),
      );
      assert.deepEqual(finish(crossFit(rows)), finish(crossFit(rows)));
      assert.ok(finish(crossFit(rows)).values.every(Number.isFinite));
    }
  });
});
