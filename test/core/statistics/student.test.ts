import assert from 'node:assert/strict';
import { digamma, inverseTrigamma, lnGamma, trigamma } from '../../../src/core/statistics/gammaFunctions';
import { moments } from '../../../src/core/statistics/moments';
import { quantileOfTail, studentQuantile, studentTail } from '../../../src/core/statistics/student';

const near = (found: number, expected: number, tolerance = 1e-7): void =>
  assert.ok(
    Math.abs(found - expected) <= tolerance * Math.max(1e-12, Math.abs(expected)),
    `${found} is not ${expected}`,
  );

describe('distributions, against SciPy 1.17', () => {
  it('has the quantiles of Student’s t', () => {
    near(studentQuantile(0.975, 1), 12.706204736174694);
    near(studentQuantile(0.975, 4), 2.7764451051977934);
    near(studentQuantile(0.975, 7.5), 2.333039626864974);
    near(studentQuantile(0.99999, 4), 23.332182689553456, 1e-6);
    near(studentQuantile(0.6, 3), 0.276670662333246);
    near(studentQuantile(0.025, 4), -2.7764451051977934);
    near(studentQuantile(0.975, Infinity), 1.959963984540054, 1e-6);
  });

  it('reaches tails that 1 − p cannot hold', () => {
    near(studentTail(quantileOfTail(1e-20, 9), 9), 1e-20, 1e-6);
  });

  it('has the tails of Student’s t', () => {
    near(studentTail(0, 4), 0.5);
    near(studentTail(1, 1), 0.25);
    near(studentTail(25, 4), 7.598762881657867e-6, 1e-6);
    near(studentTail(4, 30.5), 0.00018668972513020198, 1e-6);
  });

  it('has the gamma function and its relatives', () => {
    near(lnGamma(0.3), 1.0957979948180756);
    near(lnGamma(17.5), 32.08111489594736);
    near(lnGamma(1000), 5905.220423209181);
    near(digamma(0.3), -3.5025242222001332);
    near(digamma(2), 0.42278433509846713);
    near(trigamma(0.3), 12.245364546107734);
    near(trigamma(2), Math.PI ** 2 / 6 - 1, 1e-10);
    near(trigamma(6), Math.PI ** 2 / 6 - (1 + 1 / 4 + 1 / 9 + 1 / 16 + 1 / 25), 1e-9);
    for (const x of [0.2, 1, 3.7, 50]) near(inverseTrigamma(trigamma(x)), x, 1e-5);
  });

  it('has the moments of a sample', () => {
    const { mean, variance, skewness } = moments([0.1, 0.5, 0.2, 0.9, 0.4, 2]);
    near(mean, 4.1 / 6);
    near(variance, 0.4936666666666667);
    near(skewness, 1.6886872881375383);
    assert.deepEqual(moments([0.25, 0.25, 0.25]), { mean: 0.25, variance: 0, skewness: 0 });
  });
});
