import assert from 'node:assert/strict';
import type { EngineWork } from '../../src/core/ports';
import { ProcessWatch } from '../../src/client/process/processWatch';
import { WorkUnits } from '../../src/engine/workUnits';
import { beatBytes, beatOf, workOf } from '../../src/protocol/pulse';

describe('ProcessWatch', () => {
  let watch: ProcessWatch<EngineWork>;
  beforeEach(() => (watch = new ProcessWatch(() => ({ work: 60, silence: 10, start: 70 }), workOf)));

  const beat = (unit: number, work?: EngineWork): Buffer => {
    const bytes = Buffer.alloc(beatBytes);
    bytes.writeUInt32LE(beatOf(unit, work));
    return bytes;
  };
  /** Ticks up to the first that finds something overdue, with a beat before each where one is given. */
  const ticksUntilOverdue = (most: number, next: () => Buffer | undefined): number | undefined => {
    for (let tick = 1; tick <= most; tick++) {
      const bytes = next();
      if (bytes) watch.hear(bytes);
      if (watch.tick()) return tick;
    }
    return undefined;
  };

  it('finds one unit of work that takes as many ticks as it may', () => {
    assert.equal(
      ticksUntilOverdue(100, () => beat(7, 'turn')),
      60,
    );
    assert.deepEqual(watch.tick(), { work: 'turn', isSilent: false, ticks: 60 });
  });

  it('finds one that has work and does none, after twice as many', () => {
    assert.equal(
      ticksUntilOverdue(200, () => beat(7)),
      120,
    );
    assert.deepEqual(watch.tick(), { work: undefined, isSilent: false, ticks: 120 });
  });

  it('finds nothing where units follow each other, however many', () => {
    let unit = 0;
    assert.equal(
      ticksUntilOverdue(1000, () => beat(Math.floor(unit++ / 59), 'turn')),
      undefined,
    );
  });

  it('finds a process that says nothing any more', () => {
    watch.hear(beat(1, 'turn'));
    assert.equal(watch.tick(), undefined);
    assert.equal(
      ticksUntilOverdue(100, () => undefined),
      10,
    );
    watch.hear(beat(1, 'turn'));
    assert.equal(watch.tick(), undefined, 'a beat is a sign of life');
  });

  it('gives a process that has just been forked its time', () => {
    assert.equal(
      ticksUntilOverdue(100, () => undefined),
      70,
    );
  });

  it('takes any message for a sign of life', () => {
    watch.hearOf();
    assert.equal(watch.tick(), undefined);
    assert.equal(
      ticksUntilOverdue(100, () => undefined),
      10,
    );
  });

  it('does not count the time in which it could not tick itself', () => {
    watch.hear(beat(1, 'turn'));
    for (let i = 0; i < 59; i++) {
      assert.equal(watch.tick(), undefined);
      // The machine slept for a night here, or this process was stopped: the next tick is one tick.
      watch.hear(beat(1, 'turn'));
    }
    assert.ok(watch.tick());
  });

  it('lets what is overdue go on as long as it is granted', () => {
    ticksUntilOverdue(100, () => beat(7, 'turn'));
    watch.grant(30);
    assert.equal(watch.tick(), undefined, 'one late beat changes nothing');
    assert.equal(
      ticksUntilOverdue(100, () => beat(7, 'turn')),
      30,
    );
    watch.hear(beat(8, 'turn'));
    assert.equal(
      ticksUntilOverdue(100, () => beat(8, 'turn')),
      60,
      'the grant was for one unit',
    );
  });

  it('reads beats that are cut anywhere', () => {
    const bytes = Buffer.concat([beat(1, 'turn'), beat(2, 'picture'), beat(3, 'tokens')]);
    for (const byte of bytes) watch.hear(Buffer.of(byte));
    assert.equal(watch.isAtWork, true);
    for (const byte of beat(4)) watch.hear(Buffer.of(byte));
    assert.equal(watch.isAtWork, false);
  });
});

describe('the units of work that the heart tells of', () => {
  let units: WorkUnits;
  const told = (): EngineWork | undefined => workOf(units.beat[0]!);
  beforeEach(() => (units = new WorkUnits()));

  it('are the oldest that is under way, and nothing at rest', () => {
    const first = units.begin('picture');
    const before = units.beat[0];
    const second = units.begin('picture');
    assert.equal(units.beat[0], before, 'the first goes on');
    first();
    assert.notEqual(units.beat[0], before);
    assert.equal(told(), 'picture');
    second();
    assert.equal(told(), undefined);
  });

  it('are new ones after each step of what consists of many', () => {
    const end = units.begin('loading');
    const before = units.beat[0];
    units.progress();
    assert.notEqual(units.beat[0], before);
    assert.equal(told(), 'loading');
    const endPart = units.begin('tokens');
    assert.equal(told(), 'tokens', 'the part that takes long is told of by its own name');
    const inPart = units.beat[0];
    units.progress();
    assert.equal(units.beat[0], inPart, 'a part that goes on is not another one');
    endPart();
    assert.equal(told(), 'loading');
    end();
  });

  it('end with a task that fails', async () => {
    await assert.rejects(
      units.during('turn', () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(told(), undefined);
  });

  it('fit into a beat, and wrap around', () => {
    for (const unit of [0, 1, 2 ** 28 - 1, 2 ** 28, 2 ** 40 + 5]) {
      const beat = beatOf(unit, 'picture');
      assert.equal(Uint32Array.of(beat)[0], beat);
      assert.equal(workOf(beat), 'picture');
    }
  });
});
