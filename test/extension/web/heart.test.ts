import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { ProcessWatch, type Overdue } from '../../../src/client/process/processWatch';
import type { EngineWork } from '../../../src/core/ports';
import { beatOf, workOf } from '../../../src/protocol/pulse';
import { Heart } from '../../../src/extension/web/standIns/heart';

describe('the heart of a worker', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  it('beats while the worker computes and says nothing, and tells of a unit of work that takes too long', () => {
    const watch = new ProcessWatch(() => ({ work: 60, silence: 10, start: 60 }), workOf);
    const heart = new Heart(500).on('data', (beat) => watch.hear(beat));
    /** What is noticed in so many seconds, with the worker's thread blocked. */
    const pass = (seconds: number): Overdue<EngineWork> | undefined => {
      for (let second = 1; second <= seconds; second++) {
        mock.timers.tick(1000);
        const overdue = watch.tick();
        if (overdue) return overdue;
      }
      return undefined;
    };
    heart.hear(beatOf(1, 'picture'));
    assert.equal(pass(50), undefined);
    heart.hear(beatOf(2, 'picture'));
    assert.equal(pass(50), undefined, 'another unit starts anew');
    assert.deepEqual(pass(50), { work: 'picture', isSilent: false, ticks: 60 });
    heart.destroy();
    watch.startOver();
    assert.deepEqual(pass(50), { work: undefined, isSilent: true, ticks: 10 });
  });

  it('takes no more than a beat from the worker', () => {
    const beats: number[] = [];
    const heart = new Heart(500).on('data', (beat) => beats.push(beat.readUInt32LE()));
    for (const said of ['7', {}, null, 1.5, Number.NaN, 7, 2 ** 32 + 8]) heart.hear(said);
    assert.deepEqual(beats, [7, 8]);
    heart.destroy();
  });
});
