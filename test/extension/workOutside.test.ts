import assert from 'node:assert/strict';
import { WorkOutside } from '../../src/extension/services/workOutside';

describe('work outside the window', () => {
  it('is stopped when the window ends, which waits until it is over', async () => {
    const outside = new WorkOutside();
    const [one, other] = [outside.begin(), outside.begin(new AbortController().signal)];
    let hasEnded = false;
    const ending = outside.end().then(() => (hasEnded = true));
    assert.deepEqual([one.signal.aborted, other.signal.aborted], [true, true]);
    one.over();
    await new Promise(setImmediate);
    assert.equal(hasEnded, false);
    other.over();
    await ending;
    assert.equal(outside.begin().signal.aborted, true, 'nothing begins any more');
  });

  it('is stopped by who began it, and no other with it', async () => {
    const outside = new WorkOutside();
    const stop = new AbortController();
    const [one, other] = [outside.begin(stop.signal), outside.begin()];
    stop.abort(new Error('enough'));
    assert.deepEqual([one.signal.reason, other.signal.aborted], [stop.signal.reason, false]);
    one.over();
    other.over();
    await outside.end();
  });
});
