import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
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
      const deadline = performance.now() + 2000;
      while (isAlive(engine) && performance.now() < deadline) await delay(20);
      assert.ok(!isAlive(engine), 'the engine outlived its parent by 2 seconds');
    });
});
