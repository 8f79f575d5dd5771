import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EngineError } from '../../src/core/engineError';
import { ChannelClosed, type Channel, type Contract, type Guard } from '../../src/protocol/rpc';
import { RpcClient } from '../../src/protocol/rpcClient';
import { serve, type Handlers, type ServeOptions } from '../../src/protocol/rpcServer';

interface TestApi {
  double(n: number): number;
  wait(params: null): string;
  fail(code: string): string;
  lie(params: null): number;
}

const isNumber: Guard<number> = (value): value is number => typeof value === 'number';
const isString: Guard<string> = (value): value is string => typeof value === 'string';
const isNull: Guard<null> = (value): value is null => value === null;

const contract: Contract<TestApi, number> = {
  methods: {
    double: { params: isNumber, result: isNumber },
    wait: { params: isNull, result: isString },
    fail: { params: isString, result: isString },
    lie: { params: isNull, result: isNumber },
  },
  progress: isNumber,
};

/** Two ends in one process; messages are cloned on their way, as between processes, and come later. */
class Pipe {
  readonly near = this.#end(() => this.far);
  readonly far = this.#end(() => this.near);
  readonly sent: unknown[] = [];
  #open = true;

  #end(other: () => Channel & { deliver(message: unknown): void }) {
    const messages: ((message: unknown) => void)[] = [];
    const closes: (() => void)[] = [];
    return {
      send: (message: unknown) => {
        if (!this.#open) throw new Error('closed');
        this.sent.push(message);
        const copy = structuredClone(message);
        queueMicrotask(() => other().deliver(copy));
      },
      onMessage: (listener: (message: unknown) => void) => void messages.push(listener),
      onClose: (listener: () => void) => void closes.push(listener),
      deliver: (message: unknown) => messages.forEach((listener) => listener(message)),
      close: () => closes.forEach((listener) => listener()),
    };
  }

  close(): void {
    this.#open = false;
    this.near.close();
    this.far.close();
  }
}

describe('rpc', () => {
  let pipe: Pipe;
  let client: RpcClient<TestApi, number>;
  let signals: AbortSignal[];
  let finishWaiting: ((answer: string) => void)[];

  const handlers: Handlers<TestApi, number> = {
    double: async (n, { progress }) => {
      progress(n);
      return n * 2;
    },
    wait: (_, { signal }) => {
      signals.push(signal);
      return new Promise((resolve, reject) => {
        finishWaiting.push(resolve);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    },
    fail: async (code) => {
      if (code === 'plain') throw new Error('a defect');
      throw new EngineError('model-file-missing', { file: 'config.json', line: 3 });
    },
    lie: async () => 'not a number' as unknown as number,
  };

  const connect = (options?: ServeOptions): void => {
    pipe = new Pipe();
    signals = [];
    finishWaiting = [];
    serve(pipe.far, contract, handlers, options);
    client = new RpcClient(pipe.near, contract);
  };

  beforeEach(() => connect());

  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('carries parameters, progress and result', async () => {
    const progress: number[] = [];
    assert.equal(await client.call('double', 21, { onProgress: (value) => progress.push(value) }), 42);
    assert.deepEqual(progress, [21]);
  });

  it('answers calls in the order in which they finish', async () => {
    const first = client.call('wait', null);
    assert.equal(await client.call('double', 1), 2);
    finishWaiting[0]!('late');
    assert.equal(await first, 'late');
  });

  it('carries an EngineError with code and parameters', async () => {
    await assert.rejects(client.call('fail', 'expected'), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'model-file-missing');
      assert.deepEqual(error.parameters, { file: 'config.json', line: 3 });
      return true;
    });
  });

  it('turns any other error into `internal`, and tells the server', async () => {
    const defects: unknown[] = [];
    connect({ onDefect: (error) => defects.push(error) });
    await assert.rejects(client.call('fail', 'plain'), new EngineError('internal', { detail: 'a defect' }));
    assert.equal((defects[0] as Error).message, 'a defect');
  });

  it('rejects an answer that the contract does not allow', async () => {
    await assert.rejects(
      client.call('lie', null),
      new EngineError('internal', { detail: 'bad answer to lie' }),
    );
  });

  it('cancels: rejects at once with the reason, aborts the handler, drops the late answer', async () => {
    const abort = new AbortController();
    const call = client.call('wait', null, { signal: abort.signal });
    await settled();
    abort.abort(new Error('newer edit'));
    await assert.rejects(call, /newer edit/);
    await settled();
    assert.equal(signals[0]!.aborted, true);
    assert.deepEqual(pipe.sent.at(-1), {
      kind: 'reply',
      id: 1,
      err: { code: 'cancelled', parameters: {} },
    });
  });

  it('sends nothing for a signal that is aborted already', async () => {
    await assert.rejects(client.call('double', 1, { signal: AbortSignal.abort(new Error('old')) }), /old/);
    assert.equal(pipe.sent.length, 0);
  });

  it('rejects every pending call when the channel closes, and every later one', async () => {
    const calls = [client.call('wait', null), client.call('wait', null)];
    await settled();
    pipe.close();
    for (const call of calls) await assert.rejects(call, ChannelClosed);
    await assert.rejects(client.call('double', 1), ChannelClosed);
    assert.ok(signals.every(({ aborted }) => aborted));
  });

  it('survives a channel that breaks while sending', async () => {
    const broken: Channel = {
      send: () => {
        throw new Error('EPIPE');
      },
      onMessage: () => undefined,
      onClose: () => undefined,
    };
    await assert.rejects(new RpcClient(broken, contract).call('double', 1), ChannelClosed);
  });

  describe('with hostile messages', () => {
    const replyTo = async (message: unknown): Promise<unknown> => {
      pipe.near.send(message);
      await settled();
      return pipe.sent.at(-1);
    };
    const refusal = (id: number, detail: string) => ({
      kind: 'reply',
      id,
      err: { code: 'internal', parameters: { detail } },
    });

    for (const method of ['nothing', 'constructor', '__proto__', 'toString'])
      it(`refuses the method ${method}`, async () => {
        assert.deepEqual(
          await replyTo({ kind: 'call', id: 9, method, params: null }),
          refusal(9, `no such method: ${method}`),
        );
      });

    it('refuses parameters of the wrong type', async () => {
      assert.deepEqual(
        await replyTo({ kind: 'call', id: 9, method: 'double', params: { n: 1 } }),
        refusal(9, 'bad parameters for double'),
      );
    });

    it('drops a second call with the id of a running one', async () => {
      const dropped: string[] = [];
      connect({ onDropped: (reason) => dropped.push(reason) });
      pipe.near.send({ kind: 'call', id: 9, method: 'wait', params: null });
      pipe.near.send({ kind: 'call', id: 9, method: 'double', params: 1 });
      await settled();
      assert.deepEqual(dropped, ['call 9 is running already']);
    });

    it('ignores replies that nobody waits for', async () => {
      pipe.far.send({ kind: 'reply', id: 77, ok: 1 });
      pipe.far.send({ kind: 'progress', id: 77, value: 1 });
      pipe.far.send({ kind: 'reply', id: 78, err: 'not an error' });
      assert.equal(await client.call('double', 2), 4);
    });

    it('neither end breaks on any message', async () => {
      const anything = fc.oneof(
        fc.anything({ maxDepth: 3 }),
        fc.record(
          {
            kind: fc.constantFrom('call', 'cancel', 'progress', 'reply', 'else'),
            id: fc.oneof(fc.integer(), fc.anything({ maxDepth: 1 })),
            method: fc.oneof(fc.constantFrom('double', 'fail', 'lie'), fc.string()),
            params: fc.anything({ maxDepth: 2 }),
            ok: fc.anything({ maxDepth: 2 }),
            err: fc.anything({ maxDepth: 2 }),
            value: fc.anything({ maxDepth: 1 }),
          },
          { requiredKeys: [] },
        ),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(anything), async (messages) => {
          connect();
          for (const message of messages) {
            pipe.near.deliver(message);
            pipe.far.deliver(message);
          }
          await settled(); // answers to forged calls must not meet a real call that has the same id
          assert.equal(await client.call('double', 3), 6);
        }),
      );
    });
  });
});
