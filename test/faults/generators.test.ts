import assert from 'node:assert/strict';
import { pictureFormat } from '../../src/core/clip/pictureFormat';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { connect } from '../../src/generators/connect';
import { GeneratorError } from '../../src/generators/generatorError';
import { AutomaticServer } from '../generators/servers/automaticServer';
import { noise } from '../generators/servers/noise';
import { SwarmServer } from '../generators/servers/swarmServer';
import { bytesOf, type Reply, type TestServer } from '../generators/servers/testServer';
import { fault } from './fault';

const request = {
  prompt: 'a red ball',
  seed: '7',
  width: 32,
  height: 32,
  model: 'sketches',
  sampler: 'Euler',
};

/** From the address to the picture: what was made of it, or why there is none. */
async function tried({ url }: TestServer): Promise<'picture' | GeneratorError> {
  const signal = AbortSignal.timeout(20_000);
  try {
    const generator = await connect({ url }, signal);
    await generator.capabilities(signal);
    const { pictures } = await generator.generate(request, {
      signal,
      preview: true,
      onProgress: () => undefined,
    });
    assert.ok(pictureFormat(pictures[0].bytes));
    return 'picture';
  } catch (error) {
    assert.ok(error instanceof GeneratorError, error instanceof Error ? error.stack : String(error));
    return error;
  }
}

describe('generators', () => {
  let servers: (AutomaticServer | SwarmServer)[];
  before(async () => {
    servers = [
      await AutomaticServer.start('a1111'),
      await AutomaticServer.start('sdnext'),
      await SwarmServer.start(),
    ];
  });
  after(async () => {
    for (const server of servers) await server.close();
  });

  fault('a generator answers anything', { short: 60, long: 6000 }, async (count) => {
    for (let seed = 0; seed < count; seed++) {
      const server = servers[seed % servers.length]!;
      server.noise = noise(seed);
      assert.notEqual(await tried(server), 'picture');
      server.noise = undefined;
    }
    for (const server of servers) assert.equal(await tried(server), 'picture');
    return { outcome: 'refused by name', lost: 'the picture' };
  });

  fault(
    'an answer of a generator ends or is changed at any byte',
    { short: 60, long: 3000 },
    async (count) => {
      const server = servers[0] as AutomaticServer;
      const random = seededRandom(3);
      let pictures = 0;
      for (let k = 0; k < count; k++) {
        // One of the dozen answers between an address and a picture.
        let until = Math.floor(random() * 12);
        server.spoil = (reply) => (until-- === 0 ? spoiled(reply, random) : reply);
        if ((await tried(server)) === 'picture') pictures++;
      }
      server.spoil = (reply) => reply;
      assert.equal(await tried(server), 'picture');
      assert.ok(pictures < count, 'nothing was spoiled');
      return {
        outcome: 'refused by name, or the picture, where the damage does not matter',
        lost: 'the picture',
      };
    },
  );
});

/** Cut off, or one byte of it another one. */
function spoiled(reply: Reply, random: () => number): Reply {
  const bytes = Buffer.from(bytesOf(reply.body));
  const at = Math.floor(random() * bytes.length);
  if (random() < 0.5) return { ...reply, cutAfter: at };
  bytes[at] = Math.floor(random() * 256);
  return { ...reply, body: bytes };
}
