import assert from 'node:assert/strict';
import { open, readdir, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { loadModel } from '../../../src/engine/loadModel';
import { copyCheckpoint } from './editedCheckpoint';
import { embedTexts, type checkpointNames } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

/** Files of each kind of checkpoint that decide a score. */
const filesOf: Partial<Record<(typeof checkpointNames)[number], readonly string[]>> = {
  'hf-quick-gelu': ['config.json', 'tokenizer.json', 'preprocessor_config.json', 'model.safetensors'],
  'hf-l14-336-shards': [
    'model.safetensors.index.json',
    ...[1, 2, 3, 4, 5, 6].map((i) => `model-0000${i}-of-00006.safetensors`),
  ],
  'open-clip-gelu': ['open_clip_config.json', 'tokenizer.json', 'open_clip_model.safetensors'],
  'onnx-clip': ['config.json', 'tokenizer.json', 'onnx/text_model.onnx', 'onnx/vision_model.onnx'],
  'onnx-siglip': ['config.json', 'tokenizer.json', 'onnx/model.onnx', 'onnx/model.onnx_data'],
};

describe('a loaded model', () => {
  const temporary = temporaryFolder();

  /** Turns one bit in the middle, and sets the time back. */
  const spoil = async (file: string): Promise<void> => {
    const { atime, mtime, size } = await stat(file);
    const handle = await open(file, 'r+');
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, size >> 1);
    byte[0]! ^= 1;
    await handle.write(byte, 0, 1, size >> 1);
    await handle.close();
    await utimes(file, atime, mtime);
  };

  /** Files below a folder with one of these endings. */
  const below = async (folder: string, ...endings: readonly string[]): Promise<string[]> =>
    (await readdir(folder, { recursive: true })).filter((name) =>
      endings.some((ending) => name.endsWith(ending)),
    );

  for (const [name, files] of Object.entries(filesOf) as [(typeof checkpointNames)[number], string[]][])
    it(`of ${name} notices each of its files that is written in place`, async () => {
      const folder = await copyCheckpoint(name, temporary());
      for (const file of files) {
        const model = await loadModel(folder, { threads: 1 });
        assert.equal(model.isUnchanged!(), true);
        await spoil(path.join(folder, file));
        assert.equal(model.isUnchanged!(), false, file);
        await model.dispose();
        await spoil(path.join(folder, file)); // as it was
      }
    });

  it('notices each file of its cache that is written in place', async () => {
    const folder = await copyCheckpoint('hf-f16', temporary());
    const cacheFolder = path.join(temporary(), 'cache');
    const load = async () => {
      const model = await loadModel(folder, { cacheFolder, threads: 1 });
      await embedTexts(model, ['a cat'], 48, 'int8');
      return model;
    };
    await (await load()).dispose();
    /** The second time, as making the int8 graph gives a name to the other's weights. */
    const loadTwice = async () => {
      await (await load()).dispose();
      return load();
    };
    const kept = await below(path.join(cacheFolder, 'graphs'), '.onnx', '.safetensors');
    assert.equal(kept.length, 7, kept.join());
    for (const file of kept) {
      const model = await loadTwice();
      assert.equal(model.isUnchanged!(), true);
      await spoil(path.join(cacheFolder, 'graphs', file));
      assert.equal(model.isUnchanged!(), false, file);
      await model.dispose();
    }
  });

  it('goes on when its cache is removed', async () => {
    const folder = await copyCheckpoint('hf-f16', temporary());
    const cacheFolder = path.join(temporary(), 'cache');
    const model = await loadModel(folder, { cacheFolder, threads: 1 });
    const before = await embedTexts(model, ['a cat']);
    await rm(cacheFolder, { recursive: true });
    assert.equal(model.isUnchanged!(), true);
    assert.deepEqual(await embedTexts(model, ['a cat']), before);
    await model.dispose();
  });
});
