import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../../src/core/engineError';
import { EngineClient, type EngineClientOptions } from '../../../src/client/engineClient';
import type { Stall } from '../../../src/client/engineState';
import { bundleOf } from './engineBundle';
import { fakeTextEmbedding } from './fakeModel';
import { isAlive } from './isAlive';

describe('an engine that is stuck', function () {
  this.timeout(60_000);
  let client: EngineClient;
  let states: string[];
  let stalls: Stall[];

  const connect = async (options: Partial<EngineClientOptions> = {}): Promise<EngineClient> => {
    client = new EngineClient({
      engineFile: await bundleOf('test/engine/process/fakeEngineMain.ts'),
      modelFolder: '/models/fake',
      threads: 1,
      watchEveryMs: 100,
      stepLimitSeconds: () => 2,
      onStall: (stall) => stalls.push(stall),
      log: () => undefined,
      ...options,
    });
    client.onState((state) => states.push(state));
    return client;
  };
  const stalled = async (times = 1): Promise<Stall> => {
    while (stalls.length < times) await delay(10);
    return stalls[times - 1]!;
  };

  beforeEach(() => {
    states = [];
    stalls = [];
  });
  afterEach(() => client.dispose());

  it('is told of by what it is at, once, and not ended by itself', async () => {
    await connect();
    const abort = new AbortController();
    const answer = client.embedTexts(['spin'], { signal: abort.signal });
    const { work, isSilent, seconds } = await stalled();
    assert.deepEqual([work, isSilent], ['turn', false]);
    assert.ok(seconds >= 2);
    assert.equal(client.state, 'stuck');
    const { pid } = client;
    await delay(500);
    assert.equal(stalls.length, 1);
    assert.equal(client.pid, pid);
    abort.abort(new Error('enough'));
    await assert.rejects(answer, /enough/);
  });

  it('may go on, and is told of again', async () => {
    await connect();
    void client.embedTexts(['spin']).catch(() => undefined);
    (await stalled()).waitLonger(1);
    assert.equal(client.state, 'working');
    assert.ok((await stalled(2)).seconds >= 3);
    assert.equal(client.state, 'stuck');
  });

  it('is ended on demand again and again, until the guilty request is known and the others are answered', async () => {
    await connect({ onStall: (stall) => stall.restart() });
    const innocent = client.embedTexts(['a']);
    const guilty = client.embedTexts(['spin']);
    const bystander = client.embedTexts(['b'], { priority: 'background' });
    await assert.rejects(guilty, (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'engine-stuck');
      return true;
    });
    assert.deepEqual((await innocent)[0]!.embedding, fakeTextEmbedding('a'));
    assert.deepEqual((await bystander)[0]!.embedding, fakeTextEmbedding('b'));
    assert.ok(states.includes('restarting'), states.join(' '));
  });

  it('is given up on demand, with what it was asked, and the next request gets another', async () => {
    await connect({ onStall: (stall) => stall.giveUp() });
    await assert.rejects(client.embedTexts(['spin']), /engine-stuck/);
    assert.equal(client.state, 'stopped');
    assert.equal((await client.embedTexts(['a'])).length, 1);
  });

  it('is ended as soon as nobody waits for it any more', async () => {
    await connect();
    const abort = new AbortController();
    const answer = client.embedTexts(['spin'], { signal: abort.signal });
    await stalled();
    const { pid } = client;
    abort.abort(new Error('a newer edit'));
    await assert.rejects(answer, /a newer edit/);
    while (isAlive(pid!)) await delay(10);
    assert.equal((await client.embedTexts(['a'])).length, 1);
  });

  it('is ended although nobody waited for it any more when it was found', async () => {
    await connect();
    await client.checkpoint();
    const abort = new AbortController();
    const answer = client.embedTexts(['spin'], { signal: abort.signal });
    const { pid } = client;
    await delay(300); // the loop has begun, or begins in vain
    abort.abort(new Error('a newer edit'));
    await assert.rejects(answer, /a newer edit/);
    const next = client.embedTexts(['a']);
    void stalled().then((stall) => stall.restart());
    assert.equal((await next).length, 1);
    assert.notEqual(client.pid, pid);
  });

  it('by a signal is noticed, and what was asked is answered by another', async function () {
    if (process.platform === 'win32') this.skip(); // stops no processes
    await connect();
    await client.checkpoint();
    const { pid } = client;
    process.kill(pid!, 'SIGSTOP');
    const answers = ['a', 'b', 'c'].map((text) => client.embedTexts([text]));
    const stall = await stalled();
    assert.ok(stall.isSilent);
    assert.equal(client.state, 'stuck');
    stall.restart();
    for (const [i, [answer]] of (await Promise.all(answers)).entries())
      assert.deepEqual(answer!.embedding, fakeTextEmbedding('abc'[i]!));
    assert.notEqual(client.pid, pid);
    assert.ok(!isAlive(pid!));
  });

  it('by a signal goes on when the signal for that comes', async function () {
    if (process.platform === 'win32') this.skip();
    await connect();
    await client.checkpoint();
    const { pid } = client;
    process.kill(pid!, 'SIGSTOP');
    const answer = client.embedTexts(['a']);
    const stall = await stalled();
    process.kill(pid!, 'SIGCONT');
    assert.deepEqual((await answer)[0]!.embedding, fakeTextEmbedding('a'));
    assert.equal(client.pid, pid);
    while (client.state !== 'ready') await delay(10);
    stall.waitLonger(1); // too late, and harmless
    assert.equal(client.state, 'ready');
  });

  it('is not one that takes long over many steps', async () => {
    await connect();
    await client.embedTexts(Array.from({ length: 15 }, (_, i) => `block 200 ${i}`));
    assert.deepEqual(stalls, []);
  });

  it('does not outlive its client', async () => {
    await connect();
    const answer = client.embedTexts(['spin']);
    await stalled();
    const { pid } = client;
    client.dispose();
    await assert.rejects(answer, /engine-stopped|engine-stuck/);
    while (isAlive(pid!)) await delay(10);
  });
});
