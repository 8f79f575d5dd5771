import assert from 'node:assert/strict';
import { EngineError } from '../../src/core/engineError';
import { EmbeddingServer } from '../../src/servers/embeddingServer';
import { mostRequests, type ServerTimes } from '../../src/servers/serverConnection';
import { serverUrl } from '../../src/core/serverAddress';
import { selfSigned } from './selfSigned';
import { TowersServer, type Faults, type TowersServerOptions } from './towersServer';

const width = 4;
/** Says which text it is of. */
const rowOf = (text: string): Float32Array => Float32Array.from([text.length, 1, 2, 3]);
const quick: Partial<ServerTimes> = { firstPauseMs: 1, longestPauseSeconds: 0 };
const towers = {
  embedText: (text: string) => Promise.resolve(rowOf(text)),
  embedPicture: (png: Buffer) => Promise.resolve(rowOf(png.toString())),
};

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('a server of embeddings', () => {
  let server: TowersServer;
  let client: EmbeddingServer;
  const start = async (
    options: Partial<TowersServerOptions> = {},
    { times, ...address }: { token?: string; model?: string; times?: Partial<ServerTimes> } = {},
  ): Promise<void> => {
    server = await TowersServer.start({ ...towers, ...options });
    client = new EmbeddingServer({ url: server.url, ...address }, { ...quick, ...times });
  };
  const failsWith =
    (code: string, parameters: object = {}) =>
    (error: unknown) => {
      assert.ok(error instanceof EngineError, String(error));
      assert.equal(error.code, code);
      const expected = { ...error.parameters, ...parameters };
      assert.deepEqual(error.parameters, expected);
      return true;
    };
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  for (const dialect of ['infinity', 'vllm'] as const)
    it(`speaks ${dialect}'s dialect, and puts rows in order at unit length`, async () => {
      await start({ dialect });
      const texts = ['a', 'bb', 'ccc'];
      for (const rows of [
        await client.texts(texts, width),
        await client.pictures(
          texts.map((each) => Buffer.from(each)),
          width,
        ),
      ])
        rows.forEach((row, i) => {
          const length = Math.hypot(i + 1, 1, 2, 3);
          assert.ok(Math.abs(row[0]! - (i + 1) / length) < 1e-6);
        });
      assert.equal(server.asked.length, dialect === 'vllm' ? 5 : 3); // the list of models, texts, pictures
    });

  it('asks again after a lost connection, an error and a refusal, and sends no more at once than it may', async () => {
    await start({}, { times: { longestPauseSeconds: 1 } });
    Object.assign(server.faults, { failing: 1, cut: 1, busy: { times: 1, seconds: '0' } } satisfies Faults);
    const many = Array.from({ length: 40 }, (_, i) => client.texts(['x'.repeat(i + 1)], width));
    const rows = (await Promise.all(many)).flat();
    rows.forEach((row, i) => assert.ok(Math.abs(row[0]! / row[1]! - (i + 1)) < 1e-4));
    assert.equal(server.asked.length, 40 + 3 + 1);
    assert.ok(server.most <= mostRequests, `${server.most} at once`);
  });

  it('gives up where a server asks for a longer pause than anybody waits', async () => {
    await start();
    server.faults.busy = { times: 1, seconds: '3600' };
    await assert.rejects(client.texts(['a'], width), failsWith('server-busy', { seconds: 3600 }));
    assert.equal(server.asked.length, 2);
  });

  const answers: readonly [NonNullable<Faults['answer']>, string][] = [
    ['html', 'html'],
    ['count', 'count'],
    ['index', 'index'],
    ['width', 'width'],
    ['nan', 'width'],
    ['zeros', 'numbers'],
    ['huge', 'size'],
  ];
  for (const [answer, fault] of answers)
    it(`refuses an answer that is wrong: ${answer}`, async () => {
      await start();
      server.faults.answer = answer;
      await assert.rejects(client.texts(['a', 'b'], width), failsWith('server-answer', { fault }));
    });

  it('names the host, the status and what a server says, and never its token', async () => {
    await start({ token: 'secret-1' }, { token: 'secret-2' });
    await assert.rejects(client.texts(['a'], width), (error: unknown) => {
      failsWith('server-unauthorized', { status: 401 })(error);
      assert.doesNotMatch(String(error), /secret/);
      return true;
    });
  });

  it('takes its token nowhere else', async () => {
    const other = await TowersServer.start(towers);
    try {
      await start({}, { token: 'secret' });
      server.faults.redirect = `${other.url}/v1/models`;
      await assert.rejects(client.texts(['a'], width), failsWith('server-redirects', { to: other.url }));
      assert.deepEqual(other.asked, []);
    } finally {
      await other.close();
    }
  });

  it('explains a certificate that nobody vouches for, after one try', async () => {
    await start({ tls: selfSigned });
    await assert.rejects(
      client.texts(['a'], width),
      failsWith('server-certificate', { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    );
    assert.deepEqual(server.asked, []);
  });

  for (const fault of ['silent', 'trickles'] as const)
    it(`gives up on a server that never ends an answer: ${fault}`, async () => {
      await start({}, { times: { silenceMs: 60_000, wholeMs: 100 } });
      server.faults[fault] = true;
      await assert.rejects(client.texts(['a'], width), failsWith('server-slow', { seconds: 0.1 }));
      await until(() => server.underWay === 0);
    });

  it('stops when it is told to, also what waits for its turn, and ends the requests', async () => {
    await start();
    await client.model();
    server.faults.silent = true;
    const stop = new AbortController();
    const kept = Array.from({ length: mostRequests }, () => client.texts(['a'], width));
    const given = Promise.allSettled(kept);
    await until(() => server.underWay === mostRequests);
    const asked = client.texts(['waits'], width, stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(asked, /enough/);
    await client.close();
    await given;
    await until(() => server.underWay === 0);
    assert.ok(!server.asked.some(({ body }) => JSON.stringify(body).includes('waits')));
  });

  it('asks no more once one of several requests of a call has failed', async () => {
    await start({ dialect: 'vllm' });
    server.faults.busy = { times: 1, seconds: '3600' };
    const pictures = Array.from({ length: 40 }, (_, i) => Buffer.from('x'.repeat(i)));
    await assert.rejects(client.pictures(pictures, width), failsWith('server-busy'));
    await until(() => server.underWay === 0);
    assert.ok(server.asked.length < pictures.length, `${server.asked.length} were asked`);
  });

  it('tells no proxy what this machine tells itself', async () => {
    const proxy = await TowersServer.start(towers);
    process.env.http_proxy = proxy.url;
    try {
      await start();
      assert.equal((await client.texts(['a'], width)).length, 1);
      assert.deepEqual(proxy.asked, []);
    } finally {
      delete process.env.http_proxy;
      await proxy.close();
    }
  });

  it('refuses a token that no header can hold, without telling it', async () => {
    await start();
    assert.throws(
      () => new EmbeddingServer({ url: server.url, token: '秘密' }),
      (error: unknown) => {
        failsWith('server-token-unusable')(error);
        assert.doesNotMatch(String(error) + JSON.stringify(error), /秘密/);
        return true;
      },
    );
  });

  it('names the models where it has to choose', async () => {
    await start({ models: ['b32', 'l14'] });
    await assert.rejects(client.model(), failsWith('server-model-unknown', { known: 'b32, l14' }));
    const chosen = new EmbeddingServer({ url: server.url, model: 'l14' }, quick);
    assert.equal(await chosen.model(), 'l14');
    await chosen.close();
  });

  it('is asked in the clear on this machine only, unless the address says so', async () => {
    await start();
    assert.equal(serverUrl('127.0.0.1:8000/').href, 'http://127.0.0.1:8000/');
    assert.equal(serverUrl('towers.example.org/v1/').href, 'https://towers.example.org/v1');
    for (const wrong of ['', 'ftp://a', 'https://user:pass@a', 'http://', 'https://a/?key=pass'])
      assert.throws(
        () => serverUrl(wrong),
        (error: unknown) => {
          failsWith('server-address-unusable')(error);
          assert.doesNotMatch(String((error as EngineError).parameters.server), /pass/);
          return true;
        },
      );
  });
});
