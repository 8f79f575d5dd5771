import assert from 'node:assert/strict';
import { Turns } from '../../src/extension/services/turns';

describe('turns', () => {
  it('come one after the other for one name, and at once for others', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const first = await turns.take('a');
    const second = turns.take('a').then((end) => (order.push('second'), end));
    const third = turns.take('a').then((end) => (order.push('third'), end));
    (await turns.take('b'))();
    assert.deepEqual([order, turns.isTaken('a'), turns.isTaken('c')], [[], true, false]);
    first();
    (await second)();
    (await third)();
    assert.deepEqual(order, ['second', 'third']);
    await new Promise(setImmediate);
    assert.equal(turns.isTaken('a') || turns.isTaken('b'), false);
  });

  it('are not lost by who stops waiting', async () => {
    const turns = new Turns();
    const first = await turns.take('a');
    const stop = new AbortController();
    const waiting = turns.take('a', stop.signal);
    const next = turns.take('a');
    stop.abort(new Error('enough'));
    await assert.rejects(waiting, /enough/);
    let hasBegun = false;
    void next.then(() => (hasBegun = true));
    await new Promise(setImmediate);
    assert.equal(hasBegun, false);
    first();
    (await next)();
  });
});
