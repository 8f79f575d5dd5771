import assert from 'node:assert/strict';
import { EngineError } from '../../src/core/engineError';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { EmbeddingServer } from '../../src/servers/embeddingServer';
import { TowersServer } from '../servers/towersServer';
import { fault } from './fault';

const width = 4;
const rowOf = (text: string): Promise<Float32Array> =>
  Promise.resolve(Float32Array.from([text.length, 1, 2, 3]));

describe('servers', () => {
  let server: TowersServer;
  let client: EmbeddingServer;
  beforeEach(async () => {
    server = await TowersServer.start({ embedText: rowOf, embedPicture: (png) => rowOf(png.toString()) });
    client = new EmbeddingServer({ url: server.url }, { firstPauseMs: 1 });
  });
  afterEach(async () => {
    await client.close();
    await server.close();
  });

  fault(
    'a server for scoring that cuts, fails and is busy under many requests',
    { short: 60, long: 1500 },
    async (tried) => {
      const random = seededRandom(1);
      for (let start = 0; start < tried; start += 20) {
        Object.assign(server.faults, {
          cut: Math.floor(random() * 3),
          failing: Math.floor(random() * 3),
          busy: { times: Math.floor(random() * 3), seconds: '0' },
        });
        const texts = Array.from({ length: 20 }, (_, i) => 'x'.repeat(i + 1));
        const rows = await Promise.all(texts.map((text) => client.texts([text], width)));
        rows.forEach(([row], i) => assert.ok(Math.abs(row![0]! / row![1]! - (i + 1)) < 1e-4));
      }
      return { outcome: 'asked again; every embedding is its own text’s', lost: 'nothing' };
    },
  );

  fault('answers of such a server that are wrong in any way', { short: 30, long: 600 }, async (tried) => {
    const kinds = ['html', 'count', 'index', 'width', 'nan', 'zeros'] as const;
    for (let i = 0; i < tried; i++) {
      server.faults.answer = kinds[i % kinds.length];
      await assert.rejects(
        i % 2
          ? client.texts(['a', 'b'], width)
          : client.pictures([Buffer.from('a'), Buffer.from('b')], width),
        (error: unknown) => error instanceof EngineError && error.code === 'server-answer',
      );
    }
    return { outcome: 'refused, with what is wrong', lost: 'the scores; the text is kept' };
  });
});
