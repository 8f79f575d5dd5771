import assert from 'node:assert/strict';
import { finish } from '../../../src/core/steps';
import { mean } from '../../../src/core/statistics/moments';
import { ledger, ledgerTexts } from '../../../src/core/why/ledger';
import { pairs, pairTexts } from '../../../src/core/why/pairs';
import {
  antitheticOrders,
  exactShapley,
  exactTexts,
  sampledShapley,
  sampledTexts,
} from '../../../src/core/why/shapley';
import { gameOf } from './games';

const close = (got: readonly number[], expected: readonly number[]): void => {
  assert.equal(got.length, expected.length);
  for (const [i, value] of got.entries())
    assert.ok(Math.abs(value - expected[i]!) < 1e-12, `${got.join(' ')}`);
};

/** Weights of words, and 6 more where fish and eggs are both there: a glove game with a bonus. */
const fishAndEggs = (words: readonly string[]): number[] => {
  const own: Record<string, number> = { fish: 1, eggs: 2, red: -4, table: 0 };
  const together = words.includes('fish') && words.includes('eggs') ? 6 : 0;
  const sum = words.reduce((total, word) => total + (own[word] ?? 0), together);
  return [sum, 2 * sum, 0];
};
const expected = [4, 5, -4, 0];

describe('Shapley’s values', () => {
  const { game, worth } = gameOf(['fish', 'eggs', 'red', 'table'], fishAndEggs);

  it('share exactly what is made together, on each picture', () => {
    const values = finish(exactShapley(game, worth(finish(exactTexts(game)))));
    close(
      values.map((own) => own[0]!),
      expected,
    );
    close(
      values.map((own) => own[1]!),
      expected.map((value) => 2 * value),
    );
    close(
      values.map((own) => own[2]!),
      [0, 0, 0, 0],
    );
  });

  it('are the majority game’s of three alike', () => {
    const majority = gameOf(['a', 'b', 'c'], (words) => [words.length >= 2 ? 1 : 0]);
    const values = finish(exactShapley(majority.game, majority.worth(finish(exactTexts(majority.game)))));
    close(
      values.map((own) => own[0]!),
      [1 / 3, 1 / 3, 1 / 3],
    );
  });

  it('are met by the ledger wherever no more than two act together', () => {
    const found = finish(ledger(game, worth(finish(ledgerTexts(game)))));
    close(
      found.entries.map(({ effect }) => effect),
      expected,
    );
    close([found.unexplained], [0]);
  });

  it('leave what three make together unexplained in the ledger', () => {
    const three = gameOf(['a', 'b', 'c', 'd'], (words) => [
      ['a', 'b', 'c'].every((word) => words.includes(word)) ? 6 : 0,
    ]);
    const found = finish(ledger(three.game, three.worth(finish(ledgerTexts(three.game)))));
    close(
      found.entries.map(({ effect }) => effect),
      [3, 3, 3, 0],
    );
    close([found.unexplained], [-3]);
    const exact = finish(exactShapley(three.game, three.worth(finish(exactTexts(three.game)))));
    close(
      exact.map((own) => own[0]!),
      [2, 2, 2, 0],
    );
  });

  it('are sampled without bias, sum to the whole, and say how sure they are', () => {
    const words = Array.from({ length: 14 }, (_, i) => `w${i}`);
    const many = gameOf(words, (kept) => {
      const own = kept.reduce((sum, word) => sum + Number(word.slice(1)), 0);
      return [own + (kept.includes('w0') && kept.includes('w1') ? 10 : 0)];
    });
    const orders = antitheticOrders(14, 6, 3);
    const sampled = finish(
      sampledShapley(many.game, orders, many.worth(finish(sampledTexts(many.game, orders)))),
    );
    const truth = words.map((_, i) => i + (i < 2 ? 5 : 0));
    // An order and its reverse put each of two words first once: pairs are exact.
    close(
      sampled.map(({ values }) => values[0]!),
      truth,
    );
    assert.ok(sampled.every(({ standardError }) => standardError < 1e-12));
    const odd = gameOf(words, (kept) => [
      kept.filter((word) => ['w0', 'w1', 'w2'].includes(word)).length >= 2 ? 3 : 0,
    ]);
    const found = finish(sampledShapley(odd.game, orders, odd.worth(finish(sampledTexts(odd.game, orders)))));
    close([found.reduce((sum, { values }) => sum + mean(values), 0)], [3]);
    for (const [i, { values, standardError }] of found.entries()) {
      const off = Math.abs(mean(values) - (i < 3 ? 1 : 0));
      assert.ok(off <= 4 * standardError + 1e-12, `w${i}: ${off} of ${standardError}`);
      assert.equal(standardError > 0, i < 3);
    }
  });

  it('draw the same orders for the same seed, each with its reverse', () => {
    const orders = antitheticOrders(5, 4, 7);
    assert.deepEqual(orders, antitheticOrders(5, 4, 7));
    assert.notDeepEqual(orders, antitheticOrders(5, 4, 8));
    for (let i = 0; i < orders.length; i += 2) assert.deepEqual([...orders[i]!].reverse(), orders[i + 1]);
    for (const order of orders) assert.deepEqual([...order].sort(), [0, 1, 2, 3, 4]);
  });
});

describe('pairs of units', () => {
  it('that need each other stand first, with what they make together', () => {
    const { game, worth } = gameOf(['fish', 'red', 'eggs', 'table'], fishAndEggs);
    const found = finish(pairs(game, worth(finish(pairTexts(game)))));
    assert.equal(found.length, 6);
    assert.deepEqual([found[0]!.first, found[0]!.second], [0, 2]);
    close([found[0]!.together], [6]);
    close(
      found.slice(1).map(({ together }) => together),
      [0, 0, 0, 0, 0],
    );
    assert.equal(found[0]!.interval, undefined, 'three pictures are too few');
  });

  it('that say the same are below nothing, with an interval where there are pictures enough', () => {
    const { game, worth } = gameOf(['cat', 'kitten'], (words) => {
      const one = words.length > 0 ? 1 : 0;
      return [one, one * 1.1, one * 0.9, one, one * 1.2, one * 0.8];
    });
    const [pair] = finish(pairs(game, worth(finish(pairTexts(game)))));
    close([pair!.together], [-1]);
    assert.ok(pair!.interval!.high < 0);
  });
});
