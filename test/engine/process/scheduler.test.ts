import assert from 'node:assert/strict';
import type { Priority } from '../../../src/core/ports';
import { Scheduler } from '../../../src/engine/scheduler';

const never = new AbortController().signal;

describe('Scheduler', () => {
  let scheduler: Scheduler;
  let order: string[];

  beforeEach(() => {
    scheduler = new Scheduler(50);
    order = [];
  });

  /** A request of several runs, noted in `order` as they happen. */
  const request = async (name: string, priority: Priority, runs: number, signal = never): Promise<void> => {
    const job = scheduler.job(priority, signal);
    for (let run = 1; run <= runs; run++)
      await job.turn(async () => {
        order.push(`${name}${run}`);
      });
  };

  it('runs the most urgent first, and of equals the older to its end', async () => {
    await Promise.all([
      request('first', 'background', 2),
      request('later', 'background', 2),
      request('seen', 'visible', 2),
      request('caret', 'caret', 2),
    ]);
    // The first turn begins before anything else is known.
    assert.deepEqual(order, [
      'first1', 'caret1', 'caret2', 'seen1', 'seen2', 'first2', 'later1', 'later2',
    ]); // prettier-ignore
  });

  it('runs one task at a time', async () => {
    let running = 0;
    const job = scheduler.job('visible', never);
    await Promise.all(
      Array.from({ length: 5 }, () =>
        job.turn(async () => {
          assert.equal(++running, 1);
          await new Promise(setImmediate);
          running--;
        }),
      ),
    );
  });

  it('lets in between two runs what arrived during the first', async () => {
    const long = request('long', 'background', 3);
    setImmediate(() => void request('key', 'caret', 1));
    await long;
    assert.deepEqual(order, ['long1', 'key1', 'long2', 'long3']);
  });

  it('drops what is aborted while it waits, with the reason', async () => {
    const abort = new AbortController();
    const running = request('running', 'visible', 2);
    const queued = request('queued', 'visible', 2, abort.signal);
    abort.abort(new Error('newer edit'));
    await assert.rejects(queued, /newer edit/);
    await running;
    assert.deepEqual(order, ['running1', 'running2']);
  });

  it('goes on after a task that fails, be it at once or later', async () => {
    const job = scheduler.job('visible', never);
    await assert.rejects(
      job.turn(() => {
        throw new Error('at once');
      }),
      /at once/,
    );
    await assert.rejects(
      job.turn(() => Promise.reject(new Error('later'))),
      /later/,
    );
    assert.equal(await job.turn(() => Promise.resolve(1)), 1);
  });

  it('knows for a while that someone is typing', () => {
    const now = performance.now.bind(performance);
    let clock = 1000;
    performance.now = () => clock;
    try {
      const patient = new Scheduler(50);
      patient.job('background', never);
      assert.equal(patient.interactive, false);
      patient.job('caret', never);
      clock += 49;
      assert.equal(patient.interactive, true);
      clock += 1;
      assert.equal(patient.interactive, false);
    } finally {
      performance.now = now;
    }
  });
});
