import assert from 'node:assert/strict';
import { copyFile, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadModel } from '../../../src/engine/loadModel';
import { assertRefused } from './assertRefused';
import { copyCheckpoint, editJson, safetensors } from './editedCheckpoint';
import { checkpointFolder, embedTexts, readExpected, readPixels, relativeError } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

describe('a checkpoint of SigLIP', () => {
  const temporary = temporaryFolder();

  for (const name of ['hf-siglip', 'hf-siglip2'] as const)
    it(`gives its logits by its own scale and bias: ${name}`, async () => {
      const folder = checkpointFolder(name);
      const model = await loadModel(folder, { threads: 1 });
      const expected = await readExpected(folder);
      const texts = await embedTexts(model, expected.texts);
      const pictures = await model.encodePixels(await readPixels(folder), expected.pictures.length);
      const { embeddingWidth: width, logitScale, logitBias, family } = model.checkpoint;
      await model.dispose();
      assert.equal(family, 'siglip');
      expected.logitsPerImage!.forEach((row, i) => {
        const picture = pictures.subarray(i * width, (i + 1) * width);
        const logits = texts.map(
          (text) => text.reduce((sum, each, at) => sum + each * picture[at]!, 0) * logitScale + logitBias,
        );
        assert(relativeError(logits, row) < 1e-5);
      });
    });

  it('embeds a text alike in int8, alone and again, and gives copies', async () => {
    const model = await loadModel(checkpointFolder('hf-siglip'), { threads: 1 });
    await model.prepareTexts?.('int8');
    const [text] = await embedTexts(model, ['a red fish']);
    const again = await embedTexts(model, ['a photo', 'a red fish', 'a red fish'], 200, 'int8');
    assert.deepEqual(again[1], text);
    again[1]!.fill(0);
    assert.deepEqual(again[2], text);
    assert.deepEqual((await embedTexts(model, ['a red fish']))[0], text);
    await model.dispose();
  });

  it('fills texts up where its tokeniser says', async () => {
    const folder = await copyCheckpoint('hf-siglip', temporary());
    const of = async (): Promise<Float32Array> => {
      const model = await loadModel(folder, { threads: 1 });
      const [embedding] = await embedTexts(model, ['a red fish']);
      await model.dispose();
      return embedding!;
    };
    const right = await of();
    const config = path.join(folder, 'tokenizer_config.json');
    await editJson(config, (said) => Object.assign(said, { padding_side: 'right' }));
    assert.deepEqual(await of(), right);
    await editJson(config, (said) => Object.assign(said, { padding_side: 'left' }));
    assert(relativeError(await of(), right) > 0.01);
  });

  for (const [what, edit, reason] of [
    ['pictures of any shape', { model_type: 'siglip2' }, /NaFlex/],
    ['no pooling head', { vision_config: { vision_use_head: false } }, /vision_use_head = false/],
    ['texts of another width', { text_config: { projection_size: 24 } }, /projection_size = 24/],
    ['rotary positions', { vision_config: { rope_theta: 100 } }, /rope_theta = 100/],
  ] as const)
    it(`is refused by name with ${what}`, async () => {
      const folder = await copyCheckpoint('hf-siglip', temporary());
      await editJson(path.join(folder, 'config.json'), (config) => {
        for (const [key, value] of Object.entries(edit))
          if (typeof value === 'string') (config as Record<string, unknown>)[key] = value;
          else Object.assign(config[key] as object, value);
      });
      const code = what === 'rotary positions' ? 'model-key-unknown' : 'model-unsupported';
      await assertRefused(folder, code, reason);
    });
});

describe('a checkpoint of MetaCLIP 2', () => {
  const temporary = temporaryFolder();

  it('ends a text at the end token that its configuration names, 2, where an old CLIP means another', async () => {
    const folder = await copyCheckpoint('hf-metaclip-2', temporary());
    const config = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8')) as {
      text_config: { eos_token_id: number };
    };
    assert.equal(config.text_config.eos_token_id, 2);
    const of = async (): Promise<Float32Array> => {
      const model = await loadModel(folder, { threads: 1 });
      const [embedding] = await embedTexts(model, ['a red fish']);
      await model.dispose();
      return embedding!;
    };
    const right = await of();
    await editJson(path.join(folder, 'config.json'), (json) => Object.assign(json, { model_type: 'clip' }));
    assert(relativeError(await of(), right) > 0.01);
  });
});

describe("timm's copy of a checkpoint", () => {
  const temporary = temporaryFolder();

  it("is read from open_clip's file, beside which lies a picture tower alone", async () => {
    const folder = await copyCheckpoint('open-clip-gelu', temporary());
    const tower = { 'patch_embed.proj.bias': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } };
    await writeFile(path.join(folder, 'model.safetensors'), safetensors(tower, Buffer.alloc(4)));
    await writeFile(path.join(folder, 'config.json'), '{"architecture": "vit_base_patch16_clip_224"}');
    const model = await loadModel(folder, { threads: 1 });
    const expected = await readExpected(folder);
    const [embedding] = await embedTexts(model, expected.texts);
    assert(relativeError(embedding!, expected.textEmbeddings[0]!) < 1e-5);
    await model.dispose();
  });
});

describe('a checkpoint that is a pickle', () => {
  const temporary = temporaryFolder();

  for (const name of ['pytorch_model.bin', 'open_clip_pytorch_model.bin', 'HPS_v2.1_compressed.pt'])
    it(`is refused as such: ${name}`, async () => {
      const folder = await copyCheckpoint('hf-quick-gelu', temporary());
      await rename(path.join(folder, 'model.safetensors'), path.join(folder, name));
      await assertRefused(folder, 'model-unsupported', new RegExp(`pickle.*${name}|${name}.*pickle`));
      // Whatever it may be, it is left alone where there is something to read.
      await copyFile(path.join(folder, name), path.join(folder, 'model.safetensors'));
      await (await loadModel(folder, { threads: 1 })).dispose();
    });
});
