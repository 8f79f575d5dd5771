import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { endlessExport } from './endlessExport';
import { bundleOf } from './engineBundle';
import { isAlive } from './isAlive';

const fakeEngine = 'test/engine/process/fakeEngineMain.ts';

describe('an engine whose parent dies', function () {
  this.timeout(300_000); // its work alone would take longer

  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'spellwright-orphan-'));
    await endlessExport(path.join(folder, 'endless'));
  });
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

  const start = async (
    engine: string,
    modelFolder: string,
    texts: readonly string[],
  ): Promise<{ readonly parent: ChildProcess; readonly pid: number; readonly stuck: Promise<unknown> }> => {
    const parent = spawn(
      process.execPath,
      [
        await bundleOf('test/engine/process/orphanParent.ts'),
        await bundleOf(engine),
        modelFolder,
        JSON.stringify(texts),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const lines = createInterface(parent.stdout)[Symbol.asyncIterator]();
    const { value: pid } = (await lines.next()) as { value: string };
    assert.match(pid, /^\d+$/);
    return { parent, pid: Number(pid), stuck: lines.next() };
  };

  for (const signal of ['SIGKILL', 'SIGTERM'] as const)
    it(`in mid-run by ${signal} ends long before its work is done`, async () => {
      const texts = Array.from({ length: 5000 }, (_, i) => `block 100 ${i}`);
      const { parent, pid } = await start(fakeEngine, '/models/fake', texts);
      await delay(250); // The first of 5000 runs of 100 ms is under way.
      assert.ok(isAlive(pid));
      parent.kill(signal);
      while (isAlive(pid)) await delay(20);
    });

  it('ends although its main thread is in a regular expression that never ends', async () => {
    const { parent, pid, stuck } = await start(fakeEngine, '/models/fake', ['spin']);
    await stuck;
    assert.ok(isAlive(pid));
    parent.kill('SIGKILL');
    while (isAlive(pid)) await delay(20);
  });

  it('ends although its main thread is in a native run that never ends', async () => {
    const { parent, pid, stuck } = await start('src/engine/main.ts', path.join(folder, 'endless'), ['a cat']);
    await stuck;
    assert.ok(isAlive(pid));
    parent.kill('SIGKILL');
    while (isAlive(pid)) await delay(20);
  });
});
