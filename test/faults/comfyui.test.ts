import assert from 'node:assert/strict';
import { pictureFormat } from '../../src/core/clip/pictureFormat';
import { seededRandom } from '../../src/core/spell/seededRandom';
import { connect } from '../../src/generators/connect';
import { GeneratorError } from '../../src/generators/generatorError';
import { startComfy, type Quirk } from '../generators/servers/comfyui';
import { fault } from './fault';

const quirks: readonly Quirk[] = [
  ...(['old', 'cache-none', 'combo', 'no-socket', 'socket-cut', 'socket-replaced', 'late-features'] as const),
  ...(['chatter', 'files-gone', 'late-history', 'no-history'] as const),
];
const times = { firstPauseMs: 5, longestPauseMs: 20, silenceMs: 50 };

describe('comfyui', () => {
  fault('sockets, history and files are lost together', { short: 25, long: 1500 }, async (count) => {
    for (let seed = 0; seed < count; seed++) {
      const random = seededRandom(seed);
      const server = await startComfy();
      for (const quirk of quirks) if (random() < 0.25) server.quirks.add(quirk);
      const given = [...server.quirks].join(', ');
      try {
        const generator = await connect({ url: server.url }, undefined, { comfyui: { times } });
        for (let again = 0; again < 2; again++) {
          const signal = AbortSignal.timeout(20_000);
          const request = { prompt: 'a red ball', seed: '7', steps: 2, width: 32, height: 32 };
          const made = await generator
            .generate(request, { signal, preview: true })
            .catch((error: unknown) => {
              assert.ok(error instanceof GeneratorError, `${given}: ${String(error)}`);
              return error;
            });
          // Without socket and history nobody can say what became of it, nor where a file is that is gone.
          const isLost = server.quirks.has('no-history');
          if (made instanceof GeneratorError) assert.ok(isLost, `${given}: ${made.message}`);
          else assert.ok(pictureFormat(made.pictures[0].bytes));
        }
      } finally {
        await server.close();
      }
    }
    return { outcome: 'the picture, twice; without a history the picture or a sentence', lost: 'nothing' };
  });
});
