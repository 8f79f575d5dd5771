import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../../src/core/engineError';
import { readCheckpoint } from '../../../src/engine/checkpoint/readCheckpoint';
import { loadModel } from '../../../src/engine/loadModel';
import { copyCheckpoint, editJson, editWeights, type Header } from './editedCheckpoint';
import { checkpointFolder, embedTexts, readExpected, relativeError } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

describe('a checkpoint of transformers', () => {
  const temporary = temporaryFolder();

  it('may keep what differs from the defaults in text_config_dict, as early ones do', async () => {
    const folder = await copyCheckpoint('hf-quick-gelu', temporary());
    await editJson(path.join(folder, 'config.json'), (config) => {
      config.text_config_dict = config.text_config!;
      config.text_config = { hidden_size: 1 };
    });
    assert.equal((await readCheckpoint(folder)).checkpoint.text.width, 24);
  });

  it('may hold tensors that nobody asks for, of any type', async () => {
    const folder = await copyCheckpoint('hf-quick-gelu', temporary());
    await editWeights(path.join(folder, 'model.safetensors'), (header, data) => {
      header['text_model.embeddings.position_ids'] = {
        dtype: 'I64',
        shape: [1, 24],
        data_offsets: [data.length, data.length + 192],
      };
      return Buffer.concat([data, Buffer.alloc(192)]);
    });
    const model = await loadModel(folder, { threads: 1 });
    const expected = await readExpected(folder);
    const [embedding] = await embedTexts(model, expected.texts);
    assert(relativeError(embedding!, expected.textEmbeddings[0]!) < 1e-5);
    await model.dispose();
  });

  for (const name of ['hf-quick-gelu', 'hf-f16'] as const) {
    it(`may hold a causal mask of -∞ and stray NaN that nobody asks for: ${name}`, async () => {
      const folder = await copyCheckpoint(name, temporary());
      await editWeights(path.join(folder, 'model.safetensors'), (header, data) => {
        const mask = Buffer.alloc(4 * 24 * 24);
        for (let i = 0; i < mask.length; i += 4) mask.writeFloatLE(i % 8 ? -Infinity : NaN, i);
        const data_offsets: [number, number] = [data.length, data.length + mask.length];
        header['text_model.causal_mask'] = { dtype: 'F32', shape: [24, 24], data_offsets };
        return Buffer.concat([data, mask]);
      });
      const model = await loadModel(folder, { threads: 1 });
      const expected = await readExpected(folder);
      const [embedding] = await embedTexts(model, expected.texts);
      assert(relativeError(embedding!, expected.textEmbeddings[0]!) < 1e-5);
      await model.dispose();
    });
  }

  it('may hold tensors of any type that the format knows, four bits an element too', async () => {
    const folder = await copyCheckpoint('hf-quick-gelu', temporary());
    await editWeights(path.join(folder, 'model.safetensors'), (header, data) => {
      let end = data.length;
      for (const [dtype, bytes] of [
        ['F4', 8],
        ['F6_E2M3', 12],
        ['F8_E8M0', 16],
        ['C64', 128],
      ] as const)
        // prettier-ignore
        header[`of ${dtype}`] = { dtype, shape: [4, 4], data_offsets: [end, (end += bytes)] };
      return Buffer.concat([data, Buffer.alloc(end - data.length)]);
    });
    assert.equal((await readCheckpoint(folder)).checkpoint.text.width, 24);
  });

  it("may keep its preprocessing among its processor's settings, as transformers 5 does", async () => {
    const folder = await copyCheckpoint('hf-quick-gelu', temporary());
    const apart = path.join(folder, 'preprocessor_config.json');
    const { preprocessing } = await readCheckpoint(folder);
    const settings = { image_processor: JSON.parse(await readFile(apart, 'utf8')) as object };
    await writeFile(path.join(folder, 'processor_config.json'), JSON.stringify(settings));
    await rm(apart);
    assert.deepEqual((await readCheckpoint(folder)).preprocessing, preprocessing);
    await writeFile(path.join(folder, 'processor_config.json'), '{"image_processor": 3}');
    await assert.rejects(
      readCheckpoint(folder),
      (error) => error instanceof EngineError && error.code === 'model-file-broken',
    );
  });

  it('has the same hash wherever it lies, and another when a file says something else', async () => {
    const folder = await copyCheckpoint('hf-quick-gelu', temporary());
    const hashOf = async (from: string): Promise<string> => {
      const model = await loadModel(from, { threads: 1 });
      await model.dispose();
      return model.checkpoint.hash;
    };
    const original = await hashOf(checkpointFolder('hf-quick-gelu'));
    assert.equal(await hashOf(folder), original);
    await editJson(path.join(folder, 'preprocessor_config.json'), (config) =>
      Object.assign(config, { resample: 2 }),
    );
    assert.notEqual(await hashOf(folder), original);
  });
});

describe('a checkpoint of open_clip', () => {
  const temporary = temporaryFolder();

  it('may keep its text tower under `text.`, as CustomTextCLIP does', async () => {
    const folder = await copyCheckpoint('open-clip-gelu', temporary());
    await editWeights(path.join(folder, 'open_clip_model.safetensors'), (header: Header) => {
      for (const name of Object.keys(header)) {
        if (name.startsWith('visual.') || name === 'logit_scale' || name === '__metadata__') continue;
        header[`text.${name}`] = header[name]!;
        Reflect.deleteProperty(header, name);
      }
      return undefined;
    });
    const model = await loadModel(folder, { threads: 1 });
    const expected = await readExpected(folder);
    const [embedding] = await embedTexts(model, expected.texts);
    assert(relativeError(embedding!, expected.textEmbeddings[0]!) < 1e-5);
    await model.dispose();
  });

  const unsupported: [what: string, vision: Record<string, unknown>, text: Record<string, unknown>][] = [
    ['a timm tower', { timm_model_name: 'convnext_base' }, {}],
    ['average pooling', { pool_type: 'avg' }, {}],
    ['an attentional pool', { attentional_pool: true }, {}],
    ["transformers' text tower", {}, { hf_model_name: 'xlm-roberta-base' }],
    ['text without causal attention', {}, { no_causal_mask: true }],
    ['text pooled at its last token', {}, { pool_type: 'last' }],
  ];
  for (const [what, vision, text] of unsupported) {
    it(`is refused by name with ${what}`, async () => {
      const folder = await copyCheckpoint('open-clip-gelu', temporary());
      await editJson(path.join(folder, 'open_clip_config.json'), ({ model_cfg: model }) => {
        Object.assign(model!.vision_cfg as object, vision);
        Object.assign(model!.text_cfg as object, text);
      });
      await assert.rejects(
        readCheckpoint(folder),
        (error) => error instanceof EngineError && error.code === 'model-unsupported',
      );
    });
  }
});
