import assert from 'node:assert/strict';
import { planGeneration, seedsFrom, type Variant } from '../../../src/core/judge/planGeneration';

const variant = (key: string, model?: string): Variant => ({
  key,
  prompt: key,
  parameters: { model, steps: 5, seed: '99' },
});

describe('a plan of pictures', () => {
  it('gives all variants the same seeds, and keeps together what one checkpoint draws', () => {
    const variants = [variant('a', 'x'), variant('b', 'y'), variant('c', 'x'), variant('d')];
    const plan = planGeneration(variants, ['1', '2']);
    assert.deepEqual(
      plan.map(({ prompt, parameters }) => `${prompt}${parameters.seed}`),
      ['a1', 'c1', 'a2', 'c2', 'b1', 'b2', 'd1', 'd2'],
    );
    assert.deepEqual(plan[3], {
      variant: 2,
      seedIndex: 1,
      prompt: 'c',
      negative: undefined,
      parameters: { model: 'x', steps: 5, seed: '2' },
    });
  });

  it('counts seeds without rounding them', () => {
    assert.deepEqual(seedsFrom('9007199254740992', 3), [
      '9007199254740992',
      '9007199254740993',
      '9007199254740994',
    ]);
    assert.deepEqual(seedsFrom('18446744073709551615', 2), ['18446744073709551615', '0']);
    assert.deepEqual(seedsFrom('5', 0), []);
  });
});
