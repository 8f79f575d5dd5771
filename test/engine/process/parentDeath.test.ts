import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './isAlive';
import { orphanParent } from './orphan';

const fakeEngine = 'test/engine/process/fakeEngineMain.ts';

describe('an engine whose parent dies', function () {
  this.timeout(300_000); // its work alone would take longer

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`in mid-run by ${signal} ends long before its work is done`, async () => {
      const texts = Array.from({ length: 5000 }, (_, i) => `block 100 ${i}`);
      const { parent, pid } = await orphanParent(fakeEngine, '/models/fake', texts);
      await delay(250); // The first of 5000 runs of 100 ms is under way.
      assert.ok(isAlive(pid));
      parent.kill(signal);
      while (isAlive(pid)) await delay(20);
    });
});
