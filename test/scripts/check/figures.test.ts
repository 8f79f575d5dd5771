import assert from 'node:assert/strict';
import { falseAlarms, power, stability } from '../../../scripts/check/figures';

/** A short version of what docs/prompt-tests.md tells; chance alone moves these shares by some per cents. */
describe('verdicts on planted changes', () => {
  it('fail in few runs in which nothing got worse', async () => {
    for (const pictures of [5, 12]) {
      const { runs } = await falseAlarms(1, { pictures, count: 10, trials: 120 });
      assert.ok(runs <= 0.08, `${pictures} pictures: ${runs}`);
    }
  });

  it('fail where a spell got much worse', async () => {
    assert.ok((await power(1, 8, 2, 40)) >= 0.9);
    assert.ok((await power(1, 20, 1, 40)) >= 0.9);
  });

  it('are the same by another engine, but for those that stand at the very edge of an interval', async () => {
    const { verdicts, others } = await stability(1, 40);
    assert.ok(verdicts > 400);
    assert.ok(others <= 4, String(others));
  });
});
