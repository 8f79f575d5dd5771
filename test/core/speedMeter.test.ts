import assert from 'node:assert/strict';
import { clockTime, SpeedMeter } from '../../src/core/speedMeter';

describe('how fast it goes', () => {
  it('is told of the last seconds, when there is something to tell', () => {
    const meter = new SpeedMeter();
    meter.note(0, 0);
    assert.equal(meter.perSecond, undefined);
    meter.note(50_000, 500); // known already
    assert.equal(meter.perSecond, undefined);
    for (let second = 1; second <= 60; second++) meter.note(50_000 + 100 * second, 500 + 1000 * second);
    assert.ok(Math.abs(meter.perSecond! - 100) < 1e-9);
  });

  it('is told as on a clock', () => {
    assert.deepEqual([0, 9.6, 75, 4000].map(clockTime), ['0:00', '0:10', '1:15', '1:06:40']);
  });
});
