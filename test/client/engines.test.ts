import assert from 'node:assert/strict';
import path from 'node:path';
import { EngineError } from '../../src/core/engineError';
import { Engines } from '../../src/client/engines';
import { copyCheckpoint, editJson } from '../engine/model/editedCheckpoint';
import { embedTexts as embedByModel } from '../engine/model/fixtures';
import { temporaryFolder } from '../engine/model/temporaryFolder';
import { bundleOf } from '../engine/process/engineBundle';
import { loadModel } from '../../src/engine/loadModel';

describe('the engines of checkpoints', function () {
  this.timeout(60_000);
  const temporary = temporaryFolder();

  it('answer by one state of a checkpoint, and by its next one only when they are asked for anew', async () => {
    const folder = await copyCheckpoint('hf-quick-gelu', temporary());
    const cacheFolder = path.join(temporary(), 'cache');
    let outdated = 0;
    const engines = new Engines({
      engineFile: await bundleOf('src/engine/main.ts'),
      modelsFolder: temporary(),
      cacheFolder,
      threads: 1,
      onOutdated: () => outdated++,
    });
    try {
      const before = await engines.for(folder, undefined);
      const { hash } = await before.checkpoint();
      await before.embedTexts(['a cat']);
      assert.equal(await engines.for(folder, undefined), before);

      // Every score is another's with another activation, and no file has another size.
      await editJson(path.join(folder, 'config.json'), (json) => {
        json.text_config!.hidden_act = 'gelu';
        json.vision_config!.hidden_act = 'gelu';
      });
      const changed = (error: unknown): boolean =>
        error instanceof EngineError && error.code === 'model-changed';
      await Promise.all([
        assert.rejects(before.embedTexts(['a cat']), changed),
        assert.rejects(before.embedTexts(['a dog']), changed),
      ]);
      await assert.rejects(before.checkpoint(), changed);
      assert.equal(outdated, 1);

      const after = await engines.for(folder, undefined);
      assert.notEqual(after, before);
      assert.notEqual((await after.checkpoint()).hash, hash);
      const [answer] = await after.embedTexts(['a cat']);
      const model = await loadModel(folder, { threads: 1 });
      assert.deepEqual(answer!.embedding, (await embedByModel(model, ['a cat']))[0]);
      await model.dispose();
    } finally {
      engines.dispose();
    }
  });
});
