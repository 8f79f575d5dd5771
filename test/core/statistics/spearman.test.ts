import assert from 'node:assert/strict';
import { spearman } from '../../../src/core/statistics/spearman';
import { seededRandom } from '../../../src/core/spell/seededRandom';

describe('Spearman’s ρ', () => {
  it('is 1 − 6 Σd² / n(n² − 1) where no two are equal', () => {
    // IQ and hours of television of ten people, the textbook's example: Σd² = 194, ρ = −29/165.
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    const { rho, pairs, interval } = spearman(iq, hours)!;
    assert.ok(Math.abs(rho - -29 / 165) < 1e-12);
    assert.equal(pairs, 10);
    // atanh(ρ) ± 1.95996 √((1 + ρ²/2) / 7), by hand: −0.17761 ± 0.74652.
    assert.ok(Math.abs(interval.low - Math.tanh(-0.17761 - 0.74652)) < 1e-4, String(interval.low));
    assert.ok(Math.abs(interval.high - Math.tanh(-0.17761 + 0.74652)) < 1e-4, String(interval.high));
  });

  it('gives equals their mean rank', () => {
    // Ranks 1, 2.5, 2.5, 4, 5, 6 against 1 to 6: 17 / √(17 · 17.5).
    assert.ok(
      Math.abs(spearman([1, 2, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6])!.rho - 17 / Math.sqrt(17 * 17.5)) < 1e-12,
    );
  });

  it('of a perfect order is 1 to the end, and still not sure', () => {
    const { rho, interval } = spearman([1, 2, 3, 4, 5, 6], [10, 20, 30, 40, 50, 60])!;
    assert.deepEqual([rho, interval.high], [1, 1]);
    assert.ok(interval.low > 0 && interval.low < 0.9);
    const reverse = spearman([1, 2, 3, 4, 5, 6], [60, 50, 40, 30, 20, 10])!;
    assert.deepEqual([reverse.rho, reverse.interval.low], [-1, -1]);
    assert.equal(reverse.interval.high, -interval.low);
  });

  it('says nothing of fewer than 6 pairs, or of what does not vary', () => {
    assert.equal(spearman([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]), undefined);
    assert.equal(spearman([1, 2, 3, 4, 5, 6], [2, 2, 2, 2, 2, 2]), undefined);
  });

  // The true ρ of normal pairs is 6/π · asin(r/2).
  for (const [n, r] of [
    [8, 0],
    [12, 0.5],
    [25, 0.8],
  ] as const)
    it(`covers the truth at about its rate, of ${n} pairs with r ${r}`, () => {
      const random = seededRandom(7);
      const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      const truth = (6 / Math.PI) * Math.asin(r / 2);
      let covered = 0;
      const runs = 2000;
      for (let run = 0; run < runs; run++) {
        const x = Array.from({ length: n }, normal);
        const y = x.map((each) => r * each + Math.sqrt(1 - r * r) * normal());
        const { low, high } = spearman(x, y)!.interval;
        if (low <= truth && truth <= high) covered++;
      }
      assert.ok(covered / runs > 0.93 && covered / runs < 0.985, String(covered / runs));
    });
});
