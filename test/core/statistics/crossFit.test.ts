import assert from 'node:assert/strict';
import { simulateChoosing } from '../../../scripts/statistics/choosing';
import { finish } from '../../../src/core/steps';
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
      const { shown, naive, first, better, betterNaive, holdsChosen } = simulateChoosing(variants, 8, 0, 500);
      assert.ok(Math.abs(shown) < 0.1 && naive > 0.1, `${variants}: ${shown} for ${naive}`);
      assert.ok(Math.abs(first - 0.5) < 0.08, `${variants}: first in ${first}`);
      assert.ok(
        better < 0.05 && holdsChosen > 0.92,
        `${variants}: better in ${better}, holds in ${holdsChosen}`,
      );
      if (variants > 2) assert.ok(betterNaive > 0.1, `${betterNaive}`);
    }
  });

  it('holds the true lead of what is chosen, where one variant is really better', () => {
    for (const [pictures, variants, lead] of [
      [8, 24, 0.5],
      [20, 24, 0.5],
      [12, 96, 0.4],
    ] as const) {
      const { holdsChosen, holdsBest } = simulateChoosing(variants, pictures, lead, 400);
      const found = `${pictures} pictures: ${holdsChosen}, ${holdsBest}`;
      assert.ok(holdsChosen > 0.92 && holdsBest > 0.88, found);
    }
  });

  it('takes the one text that is seen with one picture, and holds out one of two', () => {
    assert.equal(finish(crossFit([Float64Array.of(0.1), Float64Array.of(0.4)])).centre, 0.4);
    // Each picture chooses the text that is the worse one on the other.
    const { centre } = finish(crossFit([Float64Array.of(1, 0), Float64Array.of(0, 1)]));
    assert.equal(centre, 0);
  });

  it('lets every picture count the same', () => {
    // Texts that differ in nothing but a constant: always the same is chosen, and its own mean must come out.
    for (const pictures of [2, 3, 4, 5, 6, 9, 10, 11, 33, 50]) {
      const text = Float64Array.from({ length: pictures }, (_, i) => ((i * 7) % 11) / 11);
      const { centre, values } = finish(crossFit([text, text.map((value) => value - 1)]));
      const mean = text.reduce((sum, value) => sum + value, 0) / pictures;
      assert.ok(Math.abs(centre - mean) < 1e-12, `${pictures}: ${centre} for ${mean}`);
      if (pictures >= 5) assert.ok(values.every((value, i) => Math.abs(value - text[i]!) < 1e-9));
    }
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
