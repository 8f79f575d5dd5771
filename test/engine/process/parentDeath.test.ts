import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineClient } from '../../../src/client/engineClient';
import { picture } from '../images/pictures';
import { childrenOf } from './childrenOf';
import { bundleOf } from './engineBundle';
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

  // Which processes a process has forked can be seen on Linux.
  (process.platform === 'linux' ? it : it.skip)('takes its picture process with it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spellwright-orphan-'));
    const path = join(folder, 'picture.png');
    await picture().png().toFile(path);
    const client = new EngineClient({
      engineFile: await bundleOf('test/engine/process/fakeEngineMain.ts'),
      modelFolder: '/models/fake',
      threads: 1,
      log: () => undefined,
    });
    try {
      await client.embedImages([path]);
      const pictures = childrenOf(client.pid!);
      assert.equal(pictures.length, 1);
      process.kill(client.pid!, 'SIGKILL');
      while (isAlive(pictures[0]!)) await delay(20);
    } finally {
      client.dispose();
      await rm(folder, { recursive: true });
    }
  });
});
