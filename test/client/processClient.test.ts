import assert from 'node:assert/strict';
import { ProcessClient, type ProcessClientOptions } from '../../src/client/process/processClient';
import type { ProcessFailure } from '../../src/client/process/processState';
import { bundleOf } from '../engine/process/engineBundle';
import { echoContract, type EchoApi } from './echo';

class Failed extends Error {
  constructor(readonly failure: ProcessFailure) {
    super(failure.kind);
  }
}

describe('a process client, for a contract of any kind', function () {
  this.timeout(60_000);
  let file: string;
  let client: ProcessClient<EchoApi, number, string>;
  let pauses: number[];
  let starts: number;

  const connect = (options: Partial<ProcessClientOptions<EchoApi, number, string>> = {}): void => {
    pauses = [];
    starts = 0;
    client = new ProcessClient({
      program: {
        name: 'echo',
        file,
        environment: process.env,
        contract: echoContract,
        greet: (rpc) => rpc.call('hello', null),
      },
      argument: (beatMs) => ({ beatMs, start: ++starts }),
      workOf: () => undefined,
      failure: (failure) => new Failed(failure),
      stepLimitSeconds: () => 60,
      log: () => undefined,
      pause: (ms) => Promise.resolve(pauses.push(ms)),
      ...options,
    });
  };
  const echo = (text: string, signal?: AbortSignal): Promise<string> =>
    client.request((rpc, call) => rpc.call('echo', text, call), { signal });
  /** Ends each process that it is asked of, once that has answered something. */
  const die = (): Promise<string> =>
    client.request(async (rpc, call) => {
      await rpc.call('echo', 'last words', call);
      return rpc.call('echo', 'die', call);
    });

  before(async () => {
    file = await bundleOf('test/client/echoMain.ts');
  });
  afterEach(() => client.dispose());

  it('asks and is answered, and tells of progress', async () => {
    connect();
    const seen: number[] = [];
    const answer = client.request((rpc, call) => rpc.call('echo', 'a', call), {
      onProgress: (value) => seen.push(value),
    });
    assert.equal(await answer, 'a');
    assert.deepEqual(seen, [1]);
  });

  it('refuses an answer that does not answer what was asked', async () => {
    connect();
    await assert.rejects(echo('lie'), /bad answer to echo/);
  });

  it('tells its argument anew to each process', async () => {
    connect();
    const hello = (): Promise<string> => client.request((rpc) => rpc.call('hello', null));
    assert.deepEqual(JSON.parse(await hello()), { beatMs: 500, start: 1 });
    client.rest();
    assert.equal(client.state, 'stopped');
    assert.deepEqual(JSON.parse(await hello()), { beatMs: 500, start: 2 });
    assert.deepEqual(pauses, [], 'its end was no crash');
  });

  it('waits longer before each restart, and as little as at first after an answer', async () => {
    connect();
    await assert.rejects(die(), /crashed/);
    assert.deepEqual(pauses, [50, 100]);
    assert.equal(await echo('a'), 'a');
    assert.deepEqual(pauses, [50, 100, 200]);
    await assert.rejects(die(), /crashed/);
    assert.deepEqual(pauses, [50, 100, 200, 50, 100]);
  });

  it('never waits longer than two seconds', async () => {
    connect();
    for (let i = 0; i < 3; i++) await assert.rejects(die(), /crashed/);
    assert.deepEqual(pauses, [50, 100, 200, 400, 800, 1600, 2000, 2000]);
  });

  it('asks again whole what it asked in several calls', async () => {
    connect();
    const asked: string[] = [];
    let dies = true;
    const answer = await client.request(async (rpc, call) => {
      const first = await rpc.call('echo', 'one', call);
      asked.push(first);
      const text = dies ? 'die' : 'two';
      dies = false;
      return first + (await rpc.call('echo', text, call));
    });
    assert.equal(answer, 'onetwo');
    assert.deepEqual(asked, ['one', 'one']);
  });

  it('rejects everything with the reason that it is ended for', async () => {
    connect();
    await echo('a');
    const reason = new Error('another is needed');
    const answer = echo('b');
    client.dispose(reason);
    await assert.rejects(answer, reason);
    client.dispose();
    await assert.rejects(echo('c'), reason);
  });

  it('starts nothing for whom nobody waits any more', async () => {
    let sit: () => void = () => undefined;
    let isLeft = false;
    const seat = { use: () => undefined, leave: () => void (isLeft = true) };
    const seats = {
      take: () => new Promise((resolve) => (sit = () => resolve(seat))),
      serve: () => undefined,
    } as unknown as ProcessClientOptions<EchoApi, number, string>['seats'];
    connect({ seats });
    const abort = new AbortController();
    const answer = echo('a', abort.signal);
    await new Promise(setImmediate);
    abort.abort(new Error('a newer edit'));
    await assert.rejects(answer, /a newer edit/);
    assert.equal(client.state, 'stopped');
    sit();
    await new Promise(setImmediate);
    assert.ok(isLeft);
    assert.equal(starts, 0);
    const next = echo('b');
    await new Promise(setImmediate);
    sit();
    assert.equal(await next, 'b');
  });
});
