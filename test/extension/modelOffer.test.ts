import assert from 'node:assert/strict';
import path from 'node:path';
import { modelOffer } from '../../src/extension/features/models/modelOffer';
import type { LibraryModel } from '../../src/extension/services/modelLibrary';
import { ModelError } from '../../src/models/modelError';
import { readRegistry } from '../../src/models/registry';

describe('what is offered instead of the bundled checkpoint', () => {
  const shipped = (): Promise<LibraryModel[]> =>
    readRegistry([{ path: path.resolve('models', 'registry.json') }]).then((models) =>
      models.map((model) => ({ model, state: 'absent' })),
    );

  it('is CLIP ViT-B/32 of the registry that ships', async () => {
    assert.deepEqual(await modelOffer({ all: shipped }, 'en'), {
      id: 'clip-vit-b-32',
      name: 'CLIP ViT-B/32 (OpenAI)',
      size: '607 MB',
      licence: 'MIT',
      isHere: false,
    });
  });

  it('reads Japanese where the editor speaks Japanese', async () => {
    const offer = await modelOffer({ all: shipped }, 'ja');
    const found = (await shipped()).find(({ model }) => model.id === offer?.id);
    assert.ok(found?.model.languages.includes('ja'));
    assert.deepEqual([offer?.id, offer?.size, offer?.licence], ['siglip2-b-16', '785 MB', 'Apache-2.0']);
  });

  it('says when it is here already', async () => {
    const all = async (): Promise<LibraryModel[]> =>
      (await shipped()).map(({ model }) => ({ model, state: 'pulled' }));
    assert.equal((await modelOffer({ all }, 'en'))!.isHere, true);
  });

  it('is nothing where the registry lacks it or cannot be read', async () => {
    assert.equal(await modelOffer({ all: () => Promise.resolve([]) }, 'en'), undefined);
    assert.equal(
      await modelOffer({ all: () => Promise.reject(new ModelError('registry-broken')) }, 'en'),
      undefined,
    );
  });
});
