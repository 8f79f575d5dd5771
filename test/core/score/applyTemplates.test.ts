import assert from 'node:assert/strict';
import { applyTemplates, lostInPrompt } from '../../../src/core/score/applyTemplates';

describe('applyTemplates', () => {
  it('puts the prompt in each place of each template, and tells where it begins', () => {
    assert.deepEqual(applyTemplates('a cat', []), [{ text: 'a cat', start: 0 }]);
    assert.deepEqual(applyTemplates('a cat', ['{}', 'art of {}: {}!']), [
      { text: 'a cat', start: 0 },
      { text: 'art of a cat: a cat!', start: 7 },
    ]);
    assert.deepEqual(applyTemplates('$& $1', ['<{}>']), [{ text: '<$& $1>', start: 1 }]);
  });
});

describe('lostInPrompt', () => {
  const [filled] = applyTemplates('a cat', ['art of {}, oil']) as [{ text: string; start: number }];

  for (const [lostFrom, offset, what] of [
    [9, 2, 'within the prompt'],
    [7, 0, 'where the prompt begins'],
    [3, 0, 'in the template before it: all of the prompt is lost, and no more'],
    [14, 5, 'in the template after it: nothing of the prompt is lost'],
  ] as const)
    it(what, () => assert.equal(lostInPrompt(lostFrom, filled, 5), offset));
});
