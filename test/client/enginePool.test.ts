import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineClient } from '../../src/client/engineClient';
import { Engines } from '../../src/client/engines';
import { temporaryFolder } from '../engine/model/temporaryFolder';
import { bundleOf } from '../engine/process/engineBundle';
import { fakeTextEmbedding } from '../engine/process/fakeModel';

describe('the engines of several checkpoints', function () {
  this.timeout(60_000);
  const temporary = temporaryFolder();
  let engines: Engines;
  let log: string[];

  const of = async (name: string): Promise<EngineClient> => {
    const folder = path.join(temporary(), name);
    await mkdir(folder, { recursive: true });
    return engines.for(folder, undefined);
  };
  const ask = async (name: string, text: string): Promise<void> => {
    const [answer] = await (await of(name)).embedTexts([text]);
    assert.deepEqual(answer!.embedding, fakeTextEmbedding(text));
  };
  /** Resolves when all of them have been asked for something. */
  const working = async (...clients: readonly EngineClient[]): Promise<void> => {
    while (clients.some(({ state }) => state !== 'working')) await delay(5);
  };
  const endsOf = (): number => log.filter((line) => line.includes('ended')).length;

  beforeEach(async () => {
    log = [];
    engines = new Engines({
      engineFile: await bundleOf('test/engine/process/fakeEngineMain.ts'),
      modelsFolder: temporary(),
      cacheFolder: path.join(temporary(), 'cache'),
      threads: 1,
      most: 2,
      log: (line) => log.push(line),
    });
  });
  afterEach(() => engines.dispose());

  it('stay while files of two models are typed in by turns', async () => {
    await Promise.all([ask('a', 'one'), ask('b', 'one')]);
    const pids = [(await of('a')).pid, (await of('b')).pid];
    for (const text of ['two', 'three']) for (const name of ['a', 'b']) await ask(name, text);
    assert.deepEqual([(await of('a')).pid, (await of('b')).pid], pids);
    assert.notEqual(pids[0], pids[1]);
    assert.equal(endsOf(), 0);
  });

  it('end for a further one, the one that was used longest ago, and come back', async () => {
    const [a, b, c] = [await of('a'), await of('b'), await of('c')];
    await ask('a', 'one');
    await ask('b', 'one');
    await ask('a', 'two');
    await ask('c', 'one');
    assert.equal(b.pid, undefined);
    assert.equal(b.state, 'stopped');
    assert.ok(a.pid && c.pid);
    assert.equal(await of('b'), b, 'what remembers its answers goes on with it');
    await ask('b', 'two');
    assert.equal(a.pid, undefined);
  });

  it('are not ended while somebody waits for them: a further one waits', async () => {
    const [a, b, c] = [await of('a'), await of('b'), await of('c')];
    await Promise.all([a.checkpoint(), b.checkpoint()]);
    const pid = a.pid;
    const order: string[] = [];
    const told = (name: string, work: Promise<void>): Promise<void> => work.then(() => void order.push(name));
    const first = told('a', ask('a', 'block 3000 a'));
    const second = told('b', ask('b', 'block 500 b'));
    await working(a, b);
    const third = told('c', ask('c', 'one'));
    await second;
    assert.equal(c.pid, undefined);
    await third;
    assert.equal(b.pid, undefined);
    await first;
    assert.equal(a.pid, pid);
    assert.equal(order[0], 'b');
    assert.equal(endsOf(), 1);
  });

  it('that are waited for take no seat when nobody waits any more', async () => {
    await Promise.all([ask('a', 'one'), ask('b', 'one')]);
    const pids = [(await of('a')).pid, (await of('b')).pid];
    const busy = [ask('a', 'block 300 a'), ask('b', 'block 300 b')];
    await working(await of('a'), await of('b'));
    const abort = new AbortController();
    const c = await of('c');
    const answer = c.embedTexts(['one'], { signal: abort.signal });
    await delay(50);
    abort.abort(new Error('a newer edit'));
    await assert.rejects(answer, /a newer edit/);
    await Promise.all(busy);
    await ask('a', 'two');
    assert.equal(c.state, 'stopped');
    assert.deepEqual([(await of('a')).pid, (await of('b')).pid], pids, 'none has ended for it');
    await ask('c', 'two');
    assert.equal(endsOf(), 1);
  });

  it('that wait for a seat are refused at once when they are ended', async () => {
    await Promise.all([ask('a', 'one'), ask('b', 'one')]);
    let isBusy = true;
    const busy = Promise.all([ask('a', 'block 1500 a'), ask('b', 'block 1500 b')]).then(
      () => (isBusy = false),
    );
    await delay(50);
    const c = await of('c');
    const answer = c.embedTexts(['one']);
    engines.end(path.join(temporary(), 'c'));
    await assert.rejects(answer, { code: 'engine-stopped' });
    assert.ok(isBusy);
    await busy;
    await ask('c', 'two');
  });
});
