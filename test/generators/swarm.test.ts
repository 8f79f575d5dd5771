import assert from 'node:assert/strict';
import { connect } from '../../src/generators/connect';
import { itKeepsTheContract } from './contract';
import { SwarmServer } from './servers/swarmServer';

itKeepsTheContract({
  name: 'SwarmUI',
  family: 'swarmui',
  start: (options) => SwarmServer.start(options),
  connect,
  model: 'scenes.safetensors',
  otherModel: 'sketches',
  sampler: 'euler',
  highestSeed: String(2n ** 63n - 1n),
  // It ends without a picture, and does not say why.
  cannot: ['interrupted'],
});

describe('SwarmUI', () => {
  const request = { prompt: 'a red ball', seed: '7', width: 64, height: 64 };
  let server: SwarmServer;
  beforeEach(async () => {
    server = await SwarmServer.start();
  });
  afterEach(() => server.close());

  it('fetches a picture that the server keeps, whatever signs its name holds', async () => {
    server.keepsFiles = true;
    const { pictures } = await (await connect({ url: server.url })).generate(request);
    assert.equal(pictures[0].format, 'png');
    assert.equal(pictures[0].ran.model, 'scenes');
  });

  it('leaves out a picture that the server took back', async () => {
    server.discards = true;
    const { pictures } = await (await connect({ url: server.url })).generate(request);
    assert.deepEqual(
      pictures.map(({ ran }) => ran.steps),
      [20],
    );
  });

  it('makes a new session where the old one has ended, once', async () => {
    const generator = await connect({ url: server.url });
    await generator.generate(request);
    server.forgetSessions();
    const before = server.sessions;
    assert.equal((await generator.generate(request)).pictures.length, 1);
    assert.equal(server.sessions, before + 1);
    server.sessionUses = 0;
    server.forgetSessions();
    await assert.rejects(generator.generate(request), { code: 'generator-refused' });
    await assert.rejects(generator.capabilities(), { code: 'generator-refused' });
  });

  it('stops its own request and no other', async () => {
    server.hold();
    const generator = await connect({ url: server.url });
    const kept = generator.generate({ ...request, seed: '1' });
    const stop = new AbortController();
    const dropped = generator.generate(
      { ...request, seed: '2' },
      { signal: stop.signal, onProgress: () => stop.abort(new Error('no more')) },
    );
    await assert.rejects(dropped, /no more/);
    assert.equal(server.stops, 1);
    server.release();
    assert.equal((await kept).pictures[0].seed, '1');
  });
});
