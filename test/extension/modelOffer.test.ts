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
    assert.deepEqual(await modelOffer({ all: shipped }), {
      id: 'clip-vit-b-32',
      name: 'CLIP ViT-B/32 (OpenAI)',
      size: '607 MB',
      licence: 'MIT',
      isHere: false,
    });
  });

  it('says when it is here already', async () => {
    const all = async (): Promise<LibraryModel[]> =>
      (await shipped()).map(({ model }) => ({ model, state: 'pulled' }));
    assert.equal((await modelOffer({ all }))!.isHere, true);
  });

  it('is nothing where the registry lacks it or cannot be read', async () => {
    assert.equal(await modelOffer({ all: () => Promise.resolve([]) }), undefined);
    assert.equal(
      await modelOffer({ all: () => Promise.reject(new ModelError('registry-broken')) }),
      undefined,
    );
  });
});
