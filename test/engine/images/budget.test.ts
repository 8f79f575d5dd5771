import assert from 'node:assert/strict';
import { Budget } from '../../../src/engine/images/budget';

/** Lets whatever can go on go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('Budget', () => {
  it('lets through what fits, and the rest when something is given back', async () => {
    const budget = new Budget(10);
    const order: string[] = [];
    const giveFirst = await budget.take(6);
    const second = budget.take(5).then((give) => (order.push('second'), give));
    await settled();
    assert.deepEqual(order, []);
    giveFirst();
    (await second)();
    (await budget.take(10))();
    assert.deepEqual(order, ['second']);
  });

  it('lets nothing small pass a large one that waits, which would never have its turn', async () => {
    const budget = new Budget(10);
    const order: string[] = [];
    const take = (name: string, amount: number): Promise<() => void> =>
      budget.take(amount).then((give) => (order.push(name), give));
    const giveFirst = await budget.take(6);
    const large = take('large', 8);
    const small = take('small', 2);
    await settled();
    assert.deepEqual(order, []);
    giveFirst();
    await Promise.all([large, small]);
    assert.deepEqual(order, ['large', 'small']);
  });

  it('gives nothing to one behind another that still waits, although it would fit', async () => {
    const budget = new Budget(10);
    const order: string[] = [];
    const take = (name: string, amount: number): Promise<() => void> =>
      budget.take(amount).then((give) => (order.push(name), give));
    const giveFirst = await budget.take(6);
    const giveSecond = await budget.take(4);
    const large = take('large', 8);
    const small = take('small', 3);
    giveSecond();
    await settled();
    assert.deepEqual(order, []);
    assert.equal(budget.waiting, 2);
    giveFirst();
    (await large)();
    (await small)();
    assert.deepEqual(order, ['large', 'small']);
    assert.equal(budget.waiting, 0);
  });

  it('gives what is more than all of it to one alone', async () => {
    const budget = new Budget(10);
    const giveOne = await budget.take(1);
    let isThere = false;
    const all = budget.take(99).then((give) => ((isThere = true), give));
    await settled();
    assert.equal(isThere, false);
    giveOne();
    (await all)();
    (await budget.take(10))();
  });
});
