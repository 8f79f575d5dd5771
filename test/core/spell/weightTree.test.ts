import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WeightTree } from '../../../src/core/spell/weightTree';

/** Looks one by one. */
function findPlainly(weights: readonly number[], out: ReadonlySet<number>, amount: number): number {
  let left = amount;
  for (let i = 0; i < weights.length; i++) {
    if (out.has(i)) continue;
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.findLastIndex((_, i) => !out.has(i));
}

describe('WeightTree', () => {
  it('finds what looking one by one finds, whatever was taken out and put back', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 });
    const moves = fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })));
    fc.assert(
      fc.property(weights, moves, (given, made) => {
        const tree = new WeightTree(given);
        const out = new Set<number>();
        for (const [puts, share] of made) {
          const [back] = out;
          if (puts && back !== undefined) {
            tree.putBack(back);
            out.delete(back);
          }
          const total = given.reduce((sum, weight, i) => sum + (out.has(i) ? 0 : weight), 0);
          assert.equal(tree.total, total);
          if (total === 0) continue;
          const found = tree.find(share * total);
          assert.equal(found, findPlainly(given, out, share * total));
          tree.takeOut(found);
          out.add(found);
        }
      }),
    );
  });

  it('draws each once, also where weights are so large that their sums are rounded', () => {
    const tree = new WeightTree([1e299, 3, 1e299, 7, 1e299]);
    const found = new Set<number>();
    while (found.size < 5) {
      const index = tree.find(0.99 * tree.total);
      assert.ok(!found.has(index));
      tree.takeOut(index);
      found.add(index);
    }
  });
});
