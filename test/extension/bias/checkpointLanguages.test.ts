import assert from 'node:assert/strict';
import path from 'node:path';
import { checkpointLanguages } from '../../../src/extension/features/bias/checkpointLanguages';
import { readRegistry } from '../../../src/models/registry';

const registry = path.join(__dirname, '../../../models/registry.json');
const library = {
  all: async () =>
    (await readRegistry([{ path: registry }])).map((model) => ({ model, state: 'absent' as const })),
};

describe('the languages of a checkpoint', () => {
  const of = (id: string, ...languages: string[]): Promise<readonly string[]> =>
    checkpointLanguages({ id, languages }, library);

  it('are what it says itself, then what the registry says, and English for the bundled one', async () => {
    assert.deepEqual(await of('anything', 'ja'), ['ja']);
    assert.deepEqual(await of('mini'), ['en']);
    assert.deepEqual(await of('openai/clip-vit-base-patch32'), ['en']);
    const all = (await library.all()).map(({ model }) => model);
    const japanese = all.find(({ languages }) => languages.includes('ja'))!;
    assert.ok((await of(japanese.repository)).includes('ja'));
  });

  it('are unknown for a folder of the user, and while the registry is broken', async () => {
    assert.deepEqual(await of('my-clip'), []);
    assert.deepEqual(
      await checkpointLanguages(
        { id: 'openai/clip-vit-base-patch32', languages: [] },
        { all: () => Promise.reject(new Error('broken')) },
      ),
      [],
    );
  });
});
