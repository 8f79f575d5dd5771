import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineClient } from '../../../src/engine/client/engineClient';
import { picture } from '../images/pictures';
import { childrenOf } from './childrenOf';
import { bundleOf } from './engineBundle';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // An orphan that has ended stays in the list of processes until its foster parent looks.
  const status = `/proc/${pid}/status`;
  return !existsSync(status) || !/^State:\s*Z/m.test(readFileSync(status, 'utf8'));
}

describe('an engine whose parent dies', function () {
  this.timeout(300_000); // its work alone would take longer

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`in mid-run by ${signal} ends long before its work is done`, async () => {
      const engineFile = await bundleOf('test/engine/process/fakeEngineMain.ts');
      const parent = spawn(
        process.execPath,
        [await bundleOf('test/engine/process/orphanParent.ts'), engineFile],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const [output] = (await once(parent.stdout, 'data')) as [Buffer];
      const engine = Number(output.toString());
      await delay(250); // The first of 10,000 runs of 100 ms is under way.
      assert.ok(isAlive(engine));
      parent.kill(signal);
      while (isAlive(engine)) await delay(20);
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
