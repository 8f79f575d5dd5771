import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleOf } from './engineBundle';

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('an engine whose parent dies', () => {
  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`in mid-run by ${signal} ends soon after`, async () => {
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
      await delay(250); // The first of 1,000 runs of 100 ms is under way.
      assert.ok(isAlive(engine));
      parent.kill(signal);
      const deadline = performance.now() + 3000;
      while (isAlive(engine) && performance.now() < deadline) await delay(20);
      assert.ok(!isAlive(engine), 'the engine outlived its parent by 3 seconds');
    });
});
