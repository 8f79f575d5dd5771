import assert from 'node:assert/strict';
import { orderChanges } from '../../../scripts/statistics/invariance';

/** A short version of the simulation in docs/statistics.md. */
describe('the order of two spells', function () {
  this.timeout(60_000);

  it('does not depend on what else is in the file', () => {
    const { ranking, flat } = orderChanges('unrelated', 200);
    assert.equal(ranking, 0);
    assert.ok(flat > 0.1, 'where a softmax over all prompts would change it');
  });

  it('does not depend on copies of a text', () => {
    const { ranking, flat } = orderChanges('duplicates', 200);
    assert.equal(ranking, 0);
    assert.ok(flat > 0.3);
  });

  it('hardly depends on the number of paraphrases', () => {
    const { ranking, flat } = orderChanges('paraphrases', 200);
    assert.ok(ranking < 0.06 && flat > 0.3, `${ranking}, ${flat}`);
  });
});
