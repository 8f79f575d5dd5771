import assert from 'node:assert/strict';
import path from 'node:path';
import { EngineError } from '../../src/core/engineError';
import { locateModel } from '../../src/client/modelLocation';
import { temporaryFolder } from '../files/temporaryFolder';

describe('where a model lies', () => {
  const { path: base, remove } = temporaryFolder({ 'known/config.json': '{}', 'mine/config.json': '{}' });
  after(remove);
  const modelsFolder = '/installation/models';
  const registered = (id: string) => Promise.resolve(id === 'known' ? '/cache/known' : undefined);
  const locate = (model: string | undefined, from: string | undefined) =>
    locateModel(model, { modelsFolder, base: from, registered });
  const isUnknown = (error: unknown): boolean =>
    error instanceof EngineError && error.code === 'model-unknown';

  it('is the installation for the bundled one', async () => {
    assert.equal(await locate(undefined, base), path.join(modelsFolder, 'mini'));
    assert.equal(await locate('mini', base), path.join(modelsFolder, 'mini'));
  });

  it('is a folder before it is an id', async () => {
    assert.equal(await locate('mine', base), path.join(base, 'mine'));
    assert.equal(await locate('known', base), path.join(base, 'known'));
    assert.equal(await locate('known', path.join(base, 'mine')), '/cache/known');
    await assert.rejects(locate('neither', base), isUnknown);
  });

  it('is never below a folder that is not to be followed', async () => {
    assert.equal(await locate('known', undefined), '/cache/known');
    for (const model of [
      'mine',
      '../engine/process/mine',
      path.relative(process.cwd(), path.join(base, 'mine')),
    ]) {
      await assert.rejects(locate(model, undefined), isUnknown);
    }
    assert.equal(await locate(path.join(base, 'mine'), undefined), path.join(base, 'mine'));
  });
});
