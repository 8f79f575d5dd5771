import assert from 'node:assert/strict';
import { backtracks } from './backtracks';
import { assertProportional } from './growth';
import { Meter } from './meter';
import type * as Samples from './sampleWork';

describe('the meter of steps', () => {
  let meter: Meter<typeof Samples>;

  before(() => {
    meter = new Meter('test/steps/sampleWork.ts');
  });
  after(() => meter.stop());

  it('counts the same work the same', () => {
    const count = (): number => meter.count(({ linear }) => linear(1000));
    count();
    assert.equal(count(), count());
  });

  it('tells linear work from quadratic', () => {
    assertProportional((length) => meter.count(({ linear }) => linear(length)), 1000);
    for (const name of ['loops', 'searches', 'looksUp', 'tries'] as const) {
      const steps = (length: number): number => meter.count((samples) => samples[name](length));
      assert.throws(() => assertProportional(steps, 1000), /times as much/, name);
    }
  });

  it('sees quadratic work that only iterates', () => {
    for (const name of ['spreads', 'copies', 'collects', 'merges'] as const) {
      const steps = (length: number): number => meter.count((samples) => samples[name](length));
      assert.throws(() => assertProportional(steps, 200), /times as much/, name);
    }
  });

  it('sees a regular expression that goes back, and none that does not', () => {
    const text = `${'a'.repeat(2000)}c`;
    for (const pattern of [/a/, /b/, /a+/, /^a*$/, /(?:ab|c)d/u, /a{1,3}c/y])
      assert.equal(backtracks(pattern, text, 0, text.length), 0, String(pattern));
    for (const pattern of [/a+b/, /a*\s*d/, /[ab]+?d/]) {
      const steps = backtracks(pattern, text, 0, text.length);
      assert.ok(steps > 1e6, `${pattern}: ${steps}`);
    }
    assert.ok(backtracks(/(a+)+b/, 'a'.repeat(20), 0, 20) > 2 ** 20);
  });
});
