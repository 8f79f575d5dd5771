import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadModel } from '../../../src/engine/loadModel';
import { temporaryFolder } from '../../files/temporaryFolder';
import { copyCheckpoint, editJson } from './editedCheckpoint';

describe('the tokeniser of SigLIP 2', () => {
  const folder = temporaryFolder({});
  after(folder.remove);

  it('reads texts in lower case, although its files do not say so', async () => {
    const siglip = await copyCheckpoint('onnx-siglip', folder.path);
    const idsOf = async (): Promise<readonly (readonly number[])[]> => {
      const model = await loadModel(siglip, { threads: 1 });
      const texts = model.tokenize(['A Red FISH', 'a red fish']);
      await model.dispose();
      return texts.map(({ ids }) => ids);
    };
    // SigLIP's own file says it; Gemma's does not.
    await editJson(
      path.join(siglip, 'tokenizer.json'),
      (tokenizer) => (tokenizer.normalizer = null as never),
    );
    const [upper, lower] = await idsOf();
    assert.notDeepEqual(upper, lower);
    const config = path.join(siglip, 'tokenizer_config.json');
    const said = JSON.parse(await readFile(config, 'utf8')) as object;
    await writeFile(config, JSON.stringify({ ...said, tokenizer_class: 'GemmaTokenizer' }));
    assert.deepEqual(await idsOf(), [lower, lower]);
  });
});
