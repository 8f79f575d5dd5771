import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import sharp from 'sharp';
import { temporaryFolder } from '../files/temporaryFolder';
import { childrenOf, runCli, startCli, tinyModel } from './runCli';

const pictures = 60;

async function stillAtWork(child: ChildProcess): Promise<void> {
  assert.equal(child.exitCode, null, 'still at work');
  await delay(10);
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH');
    return false;
  }
}

describe('spellwright score, interrupted', function () {
  this.timeout(300_000);
  let folder: ReturnType<typeof temporaryFolder>;
  const words = ['score', '--model', tinyModel, '--format', 'json', 'a.spell'];

  before(async function () {
    if (process.platform !== 'linux') this.skip(); // finds processes in /proc
    const noise = Buffer.from({ length: 1500 * 1500 * 3 } as ArrayLike<number>);
    for (let i = 0; i < noise.length; i++) noise[i] = (i * 2654435761) >>> 24;
    const png = await sharp(noise, { raw: { width: 1500, height: 1500, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer();
    // Bytes after the end of a PNG change nothing but its hash: no picture is found in the cache.
    const files = Array.from({ length: pictures }, (_, i) => [
      `refs/${i}.png`,
      Buffer.concat([png, Buffer.of(i)]),
    ]);
    folder = temporaryFolder({
      'a.spell': '---\nimages: refs/*.png\n---\n{red|blue|green} fish',
      ...Object.fromEntries(files),
    });
  });
  after(() => folder?.remove());

  /** Starts with an empty cache, and waits until the engine is at work: the first embeddings are there, not all. */
  const startScoring = async (cache: string, ...more: string[]) => {
    const run = startCli([...words, ...more], {
      cwd: folder.path,
      environment: { XDG_CACHE_HOME: join(folder.path, cache) },
    });
    const embeddings = join(folder.path, cache, 'spellwright/images');
    const kept = () => (existsSync(embeddings) ? readdirSync(embeddings, { recursive: true }) : []);
    while (!kept().some((name) => String(name).endsWith('.log'))) await stillAtWork(run.process);
    const [engine] = childrenOf(run.process.pid!);
    return { ...run, engine: engine! };
  };

  it('ends in the correct result although its engine is killed', async () => {
    const undisturbed = await runCli(words, { cwd: folder.path });
    assert.equal(undisturbed.code, 0, undisturbed.stderr);
    const { engine, done, process: child } = await startScoring('killed');
    process.kill(engine, 'SIGKILL');
    // There is work left for another one.
    while (!childrenOf(child.pid!).some((other) => other !== engine)) await stillAtWork(child);
    const killed = await done;
    assert.equal(killed.code, 0, killed.stderr);
    assert.equal(killed.stdout, undisturbed.stdout);
    assert.equal(JSON.parse(killed.stdout).files[0].images.length, pictures);
  });

  it('ends in the correct result although its engine is stopped, and says so', async () => {
    const undisturbed = await runCli(words, { cwd: folder.path });
    const { engine, done } = await startScoring('stuck', '--step-limit', '5');
    process.kill(engine, 'SIGSTOP');
    const { code, stdout, stderr } = await done;
    assert.equal(code, 0, stderr);
    assert.equal(stdout, undisturbed.stdout);
    assert.match(stderr, /^The engine has not responded for 5 s.* It is started again\.\n$/);
    assert.ok(!isThere(engine));
  });

  it('stops at Ctrl+C, with its engine', async () => {
    const { engine, done, process: child } = await startScoring('stopped');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await done;
    assert.equal(code, 130);
    assert.equal(stdout, '');
    assert.equal(stderr, 'Stopped.\n');
    while (isThere(engine)) await delay(10); // or the test takes too long
  });
});

describe('spellwright lint, interrupted', function () {
  this.timeout(300_000);
  const folder = temporaryFolder({ 'long.spell': 'a nurse and a fireman, '.repeat(40_000) });
  after(folder.remove);

  it('stops at Ctrl+C while it writes', async () => {
    const { done, process: child } = startCli(['lint', '--format', 'json', 'long.spell'], {
      cwd: folder.path,
    });
    child.stdout!.once('data', () => child.kill('SIGINT'));
    const { code, stdout, stderr } = await done;
    assert.equal(code, 130);
    assert.equal(stderr, 'Stopped.\n');
    assert.match(stdout, /^\{\n {2}"version"/);
    assert.throws(() => JSON.parse(stdout) as unknown, SyntaxError);
  });
});
