import assert from 'node:assert/strict';
import path from 'node:path';
import { checkpointName } from '../../src/engine/checkpointName';
import { checkpointLanguages } from '../../src/models/checkpointLanguages';
import { RepositoryCache } from '../../src/models/hubCache';
import { modelPlaces } from '../../src/models/modelPlaces';
import { temporaryFolder } from '../files/temporaryFolder';

const places = modelPlaces(path.resolve('models'), {}, 'linux', '/nowhere');

describe('checkpointLanguages', () => {
  it('knows a downloaded checkpoint by the place it was loaded from', async () => {
    const folder = new RepositoryCache('/cache', 'openai/clip-vit-base-patch32').snapshot('0'.repeat(40));
    const id = checkpointName(folder);
    assert.deepEqual(await checkpointLanguages({ id, languages: [] }, places), ['en']);
    const multilingual = 'onnx-community/siglip2-base-patch16-224-ONNX';
    assert.deepEqual((await checkpointLanguages({ id: multilingual, languages: [] }, places)).slice(0, 2), [
      'en',
      'ja',
    ]);
  });

  it('believes the checkpoint first, and knows the bundled one', async () => {
    const japanese = { id: 'openai/clip-vit-base-patch32', languages: ['ja'] };
    assert.deepEqual(await checkpointLanguages(japanese, places), ['ja']);
    const id = checkpointName(path.resolve('models', 'mini'));
    assert.deepEqual(await checkpointLanguages({ id, languages: [] }, places), ['en', 'ja']);
  });

  it('says nothing of what nobody knows, and does not fail over a broken registry', async () => {
    assert.deepEqual(await checkpointLanguages({ id: 'my-own', languages: [] }, places), []);
    const folder = temporaryFolder({ 'broken.json': '{' });
    const registries = [{ path: path.join(folder.path, 'broken.json') }];
    assert.deepEqual(await checkpointLanguages({ id: 'my-own', languages: [] }, { registries }), []);
    folder.remove();
  });
});
