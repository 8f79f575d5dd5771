import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineClient } from '../../src/client/engineClient';
import { Engines } from '../../src/client/engines';
import type { Stall } from '../../src/client/engineState';
import { endlessExport } from '../engine/process/endlessExport';
import { bundleOf } from '../engine/process/engineBundle';
import { fakeTextEmbedding } from '../engine/process/fakeModel';
import { isAlive } from '../engine/process/isAlive';
import { orphanParent } from '../engine/process/orphan';
import { fault } from './fault';

const fakeEngine = 'test/engine/process/fakeEngineMain.ts';

describe('engine', () => {
  let folder: string;
  let client: EngineClient | undefined;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'spellwright-engine-faults-'));
    await endlessExport(path.join(folder, 'endless'));
  });
  afterEach(() => client?.dispose());
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

  const connect = async (
    engine: string,
    modelFolder: string,
    onStall: (stall: Stall) => void = () => undefined,
  ): Promise<EngineClient> =>
    (client = new EngineClient({
      engineFile: await bundleOf(engine),
      modelFolder,
      threads: 1,
      watchEveryMs: 50,
      stepLimitSeconds: () => 2,
      onStall,
      log: () => undefined,
    }));

  /** Asks for texts, some of them slow, and checks what comes. */
  const ask = async (engine: EngineClient, round: number): Promise<void> => {
    const texts = ['block 30 a', 'block 30 b', `c ${round}`, 'd'];
    const answers = await Promise.all(texts.map((text) => engine.embedTexts([text])));
    answers.forEach(([answer], i) => assert.deepEqual(answer!.embedding, fakeTextEmbedding(texts[i]!)));
  };

  fault('its process is killed at any moment', { short: 5, long: 300 }, async (tried) => {
    const engine = await connect(fakeEngine, '/models/fake');
    for (let round = 0; round < tried; round++) {
      const asked = ask(engine, round);
      // From before it is forked to after its last answer.
      await delay((round * 37) % 200);
      if (engine.pid !== undefined) process.kill(engine.pid, 'SIGKILL');
      await asked;
    }
    return { outcome: 'same embeddings, from another process', lost: 'nothing' };
  });

  fault(
    'processes of three checkpoints, two at once, are killed at any moment',
    { short: 2, long: 100 },
    async (tried) => {
      const engines = new Engines({
        engineFile: await bundleOf(fakeEngine),
        modelsFolder: folder,
        cacheFolder: path.join(folder, 'cache'),
        threads: 1,
        most: 2,
      });
      try {
        const names = ['a', 'b', 'c'].map((name) => path.join(folder, name));
        for (let round = 0; round < tried; round++) {
          const clients = names.map((name) => engines.in(name));
          const asked = Promise.all(clients.map((engine) => ask(engine, round)));
          await delay((round * 83) % 400);
          const pids = clients.flatMap(({ pid }) => pid ?? []);
          assert.ok(pids.length <= 2, 'more processes than there may be');
          if (pids.length > 0) process.kill(pids[round % pids.length]!, 'SIGKILL');
          await asked;
        }
      } finally {
        engines.dispose();
      }
      return { outcome: 'same embeddings of each, from other processes', lost: 'nothing' };
    },
  );

  if (process.platform !== 'win32')
    // which stops no processes
    fault('its process is stopped, as by a debugger', { short: 1, long: 50 }, async (tried) => {
      let told = 0;
      const engine = await connect(fakeEngine, '/models/fake', (stall) => {
        assert.ok(stall.isSilent);
        told++;
        stall.restart();
      });
      for (let round = 0; round < tried; round++) {
        await engine.checkpoint();
        const { pid } = engine;
        process.kill(pid!, 'SIGSTOP');
        await ask(engine, round);
        assert.ok(!isAlive(pid!));
      }
      assert.ok(told >= tried);
      return { outcome: 'told in words; restarted, same embeddings', lost: 'nothing' };
    });

  const endless: readonly (readonly [string, string, () => string, string])[] = [
    ['its main thread spins', fakeEngine, () => '/models/fake', 'spin'],
    ['an ONNX graph never ends', 'src/engine/main.ts', () => path.join(folder, 'endless'), 'a cat'],
  ];
  for (const [name, engineFile, modelFolder, text] of endless) {
    fault(name, { short: 1, long: 20 }, async (tried) => {
      for (let round = 0; round < tried; round++) {
        let told = 0;
        const engine = await connect(engineFile, modelFolder(), (stall) => {
          told++;
          stall.giveUp();
        });
        await assert.rejects(engine.embedTexts([text]), /engine-stuck/);
        assert.equal(told, 1);
        engine.dispose();
      }
      return { outcome: 'told in words; given up at the limit', lost: 'that request' };
    });

    fault(`${name}, and its parent is killed`, { short: 1, long: 20 }, async (tried) => {
      for (let round = 0; round < tried; round++) {
        const { parent, pid, stuck } = await orphanParent(engineFile, modelFolder(), [text]);
        await stuck;
        assert.ok(isAlive(pid));
        parent.kill('SIGKILL');
        while (isAlive(pid)) await delay(20);
      }
      return { outcome: 'ends with its parent', lost: 'nothing' };
    });
  }
});
