import assert from 'node:assert/strict';
import { EngineError } from '../../../src/core/engineError';
import { EngineClient } from '../../../src/client/engineClient';
import { bundleOf } from './engineBundle';

describe('an engine that breaks the rules', () => {
  let engineFile: string;
  let client: EngineClient;
  let log: string[];

  before(async () => {
    engineFile = await bundleOf('test/engine/process/babblingEngine.ts');
  });
  afterEach(() => client.dispose());

  const ask = (fault: string): Promise<unknown> => {
    log = [];
    client = new EngineClient({
      engineFile,
      modelFolder: `/faults/${fault}`,
      threads: 1,
      log: (line) => log.push(line),
    });
    return client.embedTexts(['a cat', 'a dog']);
  };

  it('is a right one where it breaks none', async () => {
    assert.equal(((await ask('none')) as unknown[]).length, 2);
  });

  // The pipe of a fork has a file descriptor that can be written to on POSIX systems.
  for (const fault of [...(process.platform === 'win32' ? [] : ['bytes']), 'internal', 'nothing', 'no-kind'])
    it(`is replaced when it sends ${fault}, and the request is given up after the third`, async () => {
      await assert.rejects(ask(fault), (error: unknown) => {
        assert.ok(error instanceof EngineError);
        assert.equal(error.code, 'engine-crashed');
        assert.match(String(error.parameters.detail), /sent what cannot be read/);
        return true;
      });
      assert.equal(log.filter((line) => line.includes('ended (SIGKILL)')).length, 3);
    });

  for (const fault of ['short', 'nan', 'zero', 'wide', 'numbers'])
    it(`is not believed where its answer is ${fault}`, async () => {
      await assert.rejects(ask(fault), new EngineError('internal', { detail: 'bad answer to embedTexts' }));
    });

  it('is not believed any more where its answer is of another checkpoint', async () => {
    await assert.rejects(ask('other'), new EngineError('model-changed', { model: 'babbling' }));
    assert.ok(client.isOutdated);
    await assert.rejects(client.checkpoint(), new EngineError('model-changed', { model: 'babbling' }));
  });

  it('gets its request rejected where its error is none', async () => {
    await assert.rejects(ask('bad-error'), new EngineError('internal', { detail: 'an unreadable error' }));
  });
});
