import assert from 'node:assert/strict';
import { ProgressPace } from '../../src/extension/services/progressPace';

describe('how often progress is told', () => {
  it('is a few times a second however many steps there are, and at the end', () => {
    const pace = new ProgressPace();
    const told: number[] = [];
    for (let done = 0; done <= 100_000; done++)
      if (pace.isDue({ phase: 'images', done, total: 100_000 }, done / 100)) told.push(done);
    assert.equal(told[0], 0);
    assert.equal(told.at(-1), 100_000);
    assert.ok(told.length <= 12, String(told.length)); // a second of a hundred steps a millisecond
  });

  it('is at once when another phase begins', () => {
    const pace = new ProgressPace();
    assert.ok(pace.isDue({ phase: 'texts', done: 1, total: 9 }, 0));
    assert.ok(!pace.isDue({ phase: 'texts', done: 2, total: 9 }, 1));
    assert.ok(pace.isDue({ phase: 'images', done: 1, total: 9 }, 2));
  });
});
