import assert from 'node:assert/strict';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import { correctedShare, type KnownCases } from '../../../src/core/statistics/correctedShare';
import { wilson } from '../../../src/core/statistics/wilson';

describe('a share corrected for its reader', () => {
  const perfect = { right: 500, all: 500 };

  it('is what was counted where the reader never errs', () => {
    const { share, interval } = correctedShare(12, 16, perfect, perfect);
    assert.equal(share, 0.75);
    const plain = wilson(12, 16);
    assert.ok(Math.abs(interval.low - plain.low) < 0.03 && Math.abs(interval.high - plain.high) < 0.03);
  });

  it('takes the errors out', () => {
    // Of 40 women in 100 the reader finds 32, and sees 6 more among 60 men.
    const { share } = correctedShare(38, 100, { right: 80, all: 100 }, { right: 90, all: 100 });
    assert.ok(share !== undefined && Math.abs(share - 0.4) < 1e-9);
  });

  // By a script of its own, written from the authors' paper; "counted of trials" with hits and misses of known cases.
  for (const [counted, trials, so, notSo, low, high] of [
    [27, 650, [50, 100], [199, 200], 0.0275, 0.1146],
    [4, 130, [50, 100], [199, 200], 0, 0.1479],
    [12, 16, [8, 8], [8, 8], 0.4751, 1],
    [12, 16, [7, 8], [6, 8], 0.2929, 1],
    [3, 16, [5, 8], [8, 8], 0, 0.7972],
  ] as const)
    it(`has the interval of Lang and Reiczigel: ${counted} of ${trials}`, () => {
      const known = ([right, all]: readonly [number, number]): KnownCases => ({ right, all });
      const { interval } = correctedShare(counted, trials, known(so), known(notSo));
      assert.ok(Math.abs(interval.low - low) < 5e-5 && Math.abs(interval.high - high) < 5e-5);
    });

  it('says nothing where the reader guesses', () => {
    const coin = { right: 8, all: 16 };
    assert.deepEqual(correctedShare(12, 16, coin, coin), { share: undefined, interval: { low: 0, high: 1 } });
  });

  it('holds the true share in 95 of 100 cases, where the readings alone do not', () => {
    const random = seededRandom(11);
    const hits = (trials: number, rate: number): number => {
      let sum = 0;
      for (let each = 0; each < trials; each++) if (random() < rate) sum++;
      return sum;
    };
    const [reads, spares, pictures, known, repetitions] = [0.8, 0.75, 16, 12, 200];
    for (const rate of [0.9, 0.7, 0.5, 0.3, 0.1]) {
      let [held, plainly] = [0, 0];
      for (let each = 0; each < repetitions; each++) {
        const so = hits(pictures, rate);
        const counted = hits(so, reads) + hits(pictures - so, 1 - spares);
        const { low, high } = correctedShare(
          counted,
          pictures,
          { right: hits(known, reads), all: known },
          { right: hits(known, spares), all: known },
        ).interval;
        if (low <= rate && rate <= high) held++;
        const plain = wilson(counted, pictures);
        if (plain.low <= rate && rate <= plain.high) plainly++;
      }
      // 95 % less three standard errors of 200 repetitions.
      assert.ok(held / repetitions > 0.904, `${rate}: ${held}`);
      if (rate === 0.9 || rate === 0.1) assert.ok(plainly < held, `${rate}: ${plainly} plainly, ${held}`);
    }
  });
});
