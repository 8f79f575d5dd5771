import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endlessExport } from '../engine/process/endlessExport';
import { isAlive } from '../engine/process/isAlive';
import { temporaryFolder } from '../files/temporaryFolder';
import { childrenOf, runCli, startCli } from './runCli';

/** Seconds of processor time after which an engine with a tiny checkpoint is in its loop. */
const muchLongerThanLoading = 1;

describe('spellwright, when its engine is stuck', function () {
  this.timeout(120_000);
  let folder: ReturnType<typeof temporaryFolder>;
  const endless = ['tokens', 'a.spell', '--model', 'endless'];

  before(async () => {
    folder = temporaryFolder({ 'a.spell': 'a cat' });
    await endlessExport(join(folder.path, 'endless'));
  });
  after(() => folder.remove());

  it('gives up a step that never ends, at the limit that it was told, and says so', async () => {
    const { code, stdout, stderr } = await runCli([...endless, '--step-limit', '2'], { cwd: folder.path });
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^The engine has been loading the checkpoint for 2 s without getting on\. /);
    assert.match(stderr, /a\.spell: error: One step of the engine had not ended after 2 s/);
  });

  it('says so in Japanese', async () => {
    const { code, stderr } = await runCli([...endless, '--step-limit', '2'], {
      cwd: folder.path,
      environment: { LANG: 'ja_JP.UTF-8' },
    });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^エンジンの処理（チェックポイントの読み込み）が 2 秒間進んでいません。打ち切ります。/,
    );
  });

  /** Processes are found in /proc, and stopped by signals. */
  const onLinux = process.platform === 'linux' ? it : it.skip;
  const engineOf = async (parent: number): Promise<number> => {
    for (;;) {
      const [engine] = childrenOf(parent);
      if (engine !== undefined) return engine;
      await delay(10);
    }
  };

  onLinux('stops at Ctrl+C, with its engine', async () => {
    const { process: child, done } = startCli(endless, { cwd: folder.path });
    const engine = await engineOf(child.pid!);
    while (secondsUsed(engine) < muchLongerThanLoading) await delay(10);
    child.kill('SIGINT');
    const { code, stderr } = await done;
    assert.equal(code, 130);
    assert.equal(stderr, 'Stopped.\n');
    while (isAlive(engine)) await delay(10);
  });

  onLinux('is killed, and leaves no engine behind', async () => {
    const { process: child, done } = startCli(endless, { cwd: folder.path });
    const engine = await engineOf(child.pid!);
    while (secondsUsed(engine) < muchLongerThanLoading) await delay(10);
    child.kill('SIGKILL');
    await done;
    while (isAlive(engine)) await delay(10);
  });
});

/** Seconds of processor time that a process has used. */
function secondsUsed(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) / 100;
}
