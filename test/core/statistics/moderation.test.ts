import assert from 'node:assert/strict';
import { Random } from '../../../scripts/statistics/random';
import { fitPrior, moderated } from '../../../src/core/statistics/moderation';

/** Variances of `degrees` degrees of freedom about the given true ones. */
function estimates(random: Random, truth: (i: number) => number, degrees: number): Float64Array {
  return Float64Array.from({ length: 2000 }, (_, i) => {
    let sum = 0;
    for (let d = 0; d < degrees; d++) sum += random.normal() ** 2;
    return (truth(i) * sum) / degrees;
  });
}

describe('what many variances tell of each', () => {
  it('is much where all are equal', () => {
    const prior = fitPrior(
      estimates(new Random(1), () => 4, 4),
      4,
    )!;
    assert.ok(Math.abs(prior.variance - 4) < 0.3 && prior.degrees > 40, JSON.stringify(prior));
  });

  it('is little where they differ', () => {
    const prior = fitPrior(
      estimates(new Random(1), (i) => 10 ** ((i % 5) - 2), 4),
      4,
    )!;
    assert.ok(prior.degrees < 2, JSON.stringify(prior));
  });

  it('finds the prior that variances were drawn from', () => {
    // True variances are 3 · 6 / χ²(6): a prior of 6 degrees with variance 3.
    const random = new Random(5);
    const truth = Array.from({ length: 2000 }, () => {
      let sum = 0;
      for (let d = 0; d < 6; d++) sum += random.normal() ** 2;
      return 18 / sum;
    });
    const prior = fitPrior(
      estimates(random, (i) => truth[i]!, 5),
      5,
    )!;
    assert.ok(Math.abs(prior.degrees - 6) < 1.5 && Math.abs(prior.variance - 3) < 0.3, JSON.stringify(prior));
  });

  it('is nothing where too few have any spread', () => {
    assert.equal(fitPrior(Float64Array.of(0, 0, 0, 1, 2), 4), undefined);
    assert.equal(moderated(3, 4, undefined), 3);
  });
});
