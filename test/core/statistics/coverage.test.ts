import assert from 'node:assert/strict';
import { nearDuplicates } from '../../../scripts/statistics/differences';
import { kinds } from '../../../scripts/statistics/differences';
import { coverage, shown } from '../../../scripts/statistics/coverage';
import { Random } from '../../../scripts/statistics/random';
import { mean } from '../../../src/core/statistics/moments';
import { intervalOf, yardstick } from '../../../src/core/statistics/pairedDifference';

/** A short version of the simulation behind docs/statistics.md, with its tolerances widened by chance (three standard errors). */
describe('intervals of paired differences', function () {
  this.timeout(120_000);
  const trials = 4000;
  const chance = 3 * Math.sqrt((0.95 * 0.05) / trials);

  for (const kind of kinds.slice(0, 4)) {
    it(`hold the true difference in 93 to 97 % of cases: ${kind.name}`, () => {
      for (const pictures of [5, 8, 12, 20, 50]) {
        const share = coverage(kind, pictures, trials, shown);
        assert.ok(share > 0.93 - chance && share < 0.97 + chance, `${pictures} pictures: ${share}`);
      }
    });
  }

  it('would be too sure where near-duplicates counted as many pictures', () => {
    const [single, grouped] = [shown(20), shown(5)];
    const random = new Random(3);
    let [singly, together] = [0, 0];
    for (let trial = 0; trial < trials; trial++) {
      const values = nearDuplicates(random, 20, 4);
      const means = Float64Array.from({ length: 5 }, (_, g) => mean(values.subarray(4 * g, 4 * g + 4)));
      const holds = ({ low, high }: { low: number; high: number }): boolean => low <= 0 && high >= 0;
      if (holds(single(values))) singly++;
      if (holds(grouped(means))) together++;
    }
    assert.ok(singly / trials < 0.75, `${singly / trials}`);
    assert.ok(Math.abs(together / trials - 0.955) < 0.02, `${together / trials}`);
  });

  it('are Student’s where the differences lean to no side', () => {
    const values = [-2, -1, 0, 1, 2];
    const { low, high } = intervalOf(0.3, values, yardstick(5, 1));
    const half = 2.7764451 * Math.sqrt(2.5 / 5);
    assert.ok(Math.abs(low - (0.3 - half)) < 1e-6 && Math.abs(high - (0.3 + half)) < 1e-6);
  });

  it('reach further on the side of the skew, and nowhere less', () => {
    const plain = 2.3646243 * Math.sqrt(100 / 8 / 8);
    const { low, high } = intervalOf(1.25, [0, 0, 0, 0, 0, 0, 0, 10], yardstick(8, 1));
    assert.ok(Math.abs(low - (1.25 - plain)) < 1e-6, `${low}`);
    // Johnson's (1978) correction: skewness · s / (6 n) · (1 + 2 t²).
    const skewness = 2.8284271;
    const stretch = ((skewness * Math.sqrt(100 / 8)) / 48) * (1 + 2 * 2.3646243 ** 2);
    assert.ok(Math.abs(high - (1.25 + plain + stretch)) < 1e-5, `${high}`);
    const mirrored = intervalOf(-1.25, [0, 0, 0, 0, 0, 0, 0, -10], yardstick(8, 1));
    assert.ok(Math.abs(mirrored.low + high) < 1e-9 && Math.abs(mirrored.high + low) < 1e-9);
  });

  it('grow with the pairs that could have been picked, and shrink with what their spread tells', () => {
    const reach = (pairs: number, degrees?: number): number =>
      yardstick(6, pairs, degrees === undefined ? undefined : { variance: 1, degrees }).reach;
    assert.ok(reach(45) > 2 * reach(1));
    assert.ok(reach(45, 20) < reach(45, 5) && reach(45, 5) < reach(45));
    const by = yardstick(5, 3, { variance: 4, degrees: 4 });
    const { high } = intervalOf(0, [-1, 1, -1, 1, 0], by);
    assert.ok(Math.abs(high - by.reach * Math.sqrt((4 * 4 + 4 * 1) / 8 / 5)) < 1e-9, 'half way to the prior');
  });
});
