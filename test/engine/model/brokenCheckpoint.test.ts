import { readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EngineErrorCode } from '../../../src/core/engineError';
import { loadModel } from '../../../src/engine/loadModel';
import { assertRefused } from './assertRefused';
import { copyCheckpoint, editJson, editWeights, safetensors, type Header } from './editedCheckpoint';
import { gitLfsPointer } from '../../files/gitLfsPointer';
import { temporaryFolder } from './temporaryFolder';

const query = 'text_model.encoder.layers.0.self_attn.q_proj.weight';

describe('a broken checkpoint', () => {
  const temporary = temporaryFolder();
  let folder: string;
  let weights: string;
  beforeEach(async () => {
    folder = await copyCheckpoint('hf-quick-gelu', temporary());
    weights = path.join(folder, 'model.safetensors');
  });

  const refusesWeights = (
    what: string,
    reason: RegExp,
    edit: (header: Header, data: Buffer) => Buffer | undefined,
  ): void => {
    it(`is refused: ${what}`, async () => {
      await editWeights(weights, edit);
      await assertRefused(folder, 'model-file-broken', reason);
    });
  };

  refusesWeights('a tensor is missing', /q_proj.*missing/, (header) => {
    Reflect.deleteProperty(header, query);
    return undefined;
  });
  refusesWeights('a name is endless', /name has 2000 characters/, (header) => {
    header['a'.repeat(2000)] = header[query]!;
    return undefined;
  });
  refusesWeights('two tensors overlap', /overlap/, (header) => {
    header[query]!.data_offsets = header['text_model.encoder.layers.1.self_attn.q_proj.weight']!.data_offsets;
    return undefined;
  });
  refusesWeights('offsets run backwards', /past the file's end/, (header) => {
    header[query]!.data_offsets.reverse();
    return undefined;
  });
  refusesWeights('offsets are no whole numbers', /no valid offsets/, (header) => {
    header[query]!.data_offsets = [0.5, 1.5];
    return undefined;
  });
  refusesWeights('a tensor reaches past the end', /past the file's end/, (header) => {
    header[query]!.data_offsets = [2 ** 40, 2 ** 40 + 24 * 24 * 4];
    return undefined;
  });
  refusesWeights('a shape does not fit its bytes', /has 2304 bytes, not/, (header) => {
    header[query]!.shape = [24, 25];
    return undefined;
  });
  refusesWeights('a shape is absurd', /has 2304 bytes, not|no valid shape/, (header) => {
    header[query]!.shape = [2 ** 30, 2 ** 30];
    return undefined;
  });
  refusesWeights('a shape is negative', /no valid shape/, (header) => {
    header[query]!.shape = [-24, -24];
    return undefined;
  });
  refusesWeights('another shape than the configuration asks for', /asks for \[24, 24\]/, (header) => {
    header[query]!.shape = [12, 48];
    return undefined;
  });
  refusesWeights('a type that is no float', /has the type I32/, (header) => {
    header[query]!.dtype = 'I32';
    return undefined;
  });
  refusesWeights('an unknown type', /unknown type/, (header) => {
    header[query]!.dtype = 'F32; rm -rf';
    return undefined;
  });
  refusesWeights('an entry is nothing', /unknown type/, (header) => {
    (header as Record<string, unknown>)[query] = null;
    return undefined;
  });
  refusesWeights('a weight is not a number', /NaN/, (header, data) => {
    data.writeFloatLE(NaN, header[query]!.data_offsets[0] + 40);
    return undefined;
  });
  refusesWeights('a weight is infinite', /infinite/, (header, data) => {
    data.writeFloatLE(-Infinity, header[query]!.data_offsets[0] + 40);
    return undefined;
  });

  it('is refused: a half-precision weight is not a number', async () => {
    folder = await copyCheckpoint('hf-f16', temporary());
    await editWeights(path.join(folder, 'model.safetensors'), (header, data) => {
      data.writeUInt16LE(0x7e00, header[query]!.data_offsets[0]);
      return undefined;
    });
    await assertRefused(folder, 'model-file-broken', /NaN/);
  });

  it('is refused at every length that a broken download may have', async () => {
    const { length } = await readFile(weights);
    for (const size of [length - 1, length >> 1, 2000, 9, 8, 7]) {
      await truncate(weights, size);
      await assertRefused(folder, 'model-file-broken', /model\.safetensors/);
    }
  });

  it('is refused: the header is longer than the file', async () => {
    const bytes = await readFile(weights);
    bytes.writeBigUInt64LE(BigInt(bytes.length), 0);
    await writeFile(weights, bytes);
    await assertRefused(folder, 'model-file-broken', /past the file's end/);
  });

  it('is refused: the header is of absurd length', async () => {
    const bytes = await readFile(weights);
    bytes.writeBigUInt64LE(2n ** 63n, 0);
    await writeFile(weights, bytes);
    await assertRefused(folder, 'model-file-broken', /absurd/);
  });

  for (const header of ['', '[]', 'null', '{"a":', '7']) {
    it(`is refused: the header is ${header || 'empty'}`, async () => {
      await writeFile(weights, safetensors(header, Buffer.alloc(64)));
      await assertRefused(folder, 'model-file-broken', /not a JSON object/);
    });
  }

  it('is refused: an HTML page instead of weights', async () => {
    await writeFile(weights, '<!DOCTYPE html><html><body>404</body></html>');
    await assertRefused(folder, 'model-file-broken', /absurd/);
  });

  for (const file of ['model.safetensors', 'config.json', 'tokenizer.json', 'preprocessor_config.json']) {
    it(`is refused without ${file}`, async () => {
      await rm(path.join(folder, file));
      await assertRefused(folder, 'model-file-missing', new RegExp(file));
    });
  }

  for (const file of ['config.json', 'tokenizer.json', 'preprocessor_config.json']) {
    for (const text of ['{"a": ', '[1]', '<html>']) {
      it(`is refused: ${file} is ${text}`, async () => {
        await writeFile(path.join(folder, file), text);
        await assertRefused(folder, 'model-file-broken', new RegExp(file));
      });
    }
  }

  const everyFile = ['model.safetensors', 'config.json', 'tokenizer.json', 'preprocessor_config.json'];
  for (const file of [...everyFile, 'tokenizer_config.json']) {
    it(`is refused: ${file} is empty, or a Git LFS pointer, by that name`, async () => {
      const named = new RegExp(`"file":"${file}","folder":"[^"]+hf-quick-gelu"`);
      await writeFile(path.join(folder, file), '');
      await assertRefused(folder, 'model-file-empty', named);
      await writeFile(path.join(folder, file), gitLfsPointer);
      await assertRefused(folder, 'model-file-pointer', named);
    });
  }

  it('is refused: processor_config.json, where nothing else prepares pictures, by that name too', async () => {
    await rm(path.join(folder, 'preprocessor_config.json'));
    const joint = path.join(folder, 'processor_config.json');
    await writeFile(joint, '');
    await assertRefused(folder, 'model-file-empty', /"file":"processor_config\.json"/);
    await writeFile(joint, gitLfsPointer);
    await assertRefused(folder, 'model-file-pointer', /"file":"processor_config\.json"/);
  });

  it('is refused: a configuration of open_clip, or a shard, that is a Git LFS pointer', async () => {
    const other = await copyCheckpoint('open-clip-gelu', temporary());
    await writeFile(path.join(other, 'open_clip_config.json'), gitLfsPointer);
    await assertRefused(other, 'model-file-pointer', /open_clip_config\.json/);
    const sharded = await copyCheckpoint('hf-l14-336-shards', temporary());
    await writeFile(path.join(sharded, 'model-00002-of-00006.safetensors'), gitLfsPointer);
    await assertRefused(sharded, 'model-file-pointer', /model-00002-of-00006/);
  });

  it('is read where one form of it was fetched and another only cloned', async () => {
    await rename(weights, path.join(folder, 'open_clip_model.safetensors'));
    await writeFile(weights, gitLfsPointer);
    await (await loadModel(folder, { threads: 1 })).dispose();
  });

  const refusesConfig = (
    code: EngineErrorCode,
    reason: RegExp,
    edit: (config: Record<string, Record<string, unknown>>) => void,
    file = 'config.json',
  ): void => {
    it(`is refused: ${file} with ${reason.source}`, async () => {
      await editJson(path.join(folder, file), edit);
      await assertRefused(folder, code, reason);
    });
  };

  refusesConfig('model-unsupported', /bert/, (config) => Object.assign(config, { model_type: 'bert' }));
  refusesConfig('model-unsupported', /hidden_act relu/, (c) => (c.text_config!.hidden_act = 'relu'));
  refusesConfig('model-file-broken', /text_config.hidden_size/, (c) => (c.text_config!.hidden_size = 1e9));
  refusesConfig('model-file-broken', /num_hidden_layers/, (c) => (c.vision_config!.num_hidden_layers = -1));
  refusesConfig('model-file-broken', /num_hidden_layers/, (c) => (c.text_config!.num_hidden_layers = 2.5));
  refusesConfig('model-file-broken', /layers\.2\..*missing/, (c) => (c.text_config!.num_hidden_layers = 3));
  refusesConfig('model-file-broken', /heads do not divide/, (c) => (c.text_config!.num_attention_heads = 5));
  refusesConfig('model-file-broken', /patch_size/, (c) => (c.vision_config!.patch_size = 1000));
  refusesConfig('model-file-broken', /vision_config should be/, (c) =>
    Object.assign(c, { vision_config: 3 }),
  );
  refusesConfig('model-file-broken', /layer_norm_eps/, (c) => (c.text_config!.layer_norm_eps = 'small'));
  refusesConfig('model-file-broken', /token_embedding/, (c) => (c.text_config!.vocab_size = 599));
  const preprocessor = 'preprocessor_config.json';
  refusesConfig(
    'model-file-broken',
    /takes 24 × 24/,
    (c) => Object.assign(c, { crop_size: 25 }),
    preprocessor,
  );
  refusesConfig(
    'model-file-broken',
    /std holds a 0/,
    (c) => Object.assign(c, { image_std: [0, 1, 1] }),
    preprocessor,
  );
  refusesConfig('model-unsupported', /resample 17/, (c) => Object.assign(c, { resample: 17 }), preprocessor);
  const tokenizer = 'tokenizer.json';
  refusesConfig(
    'model-file-broken',
    /ids up to 600/,
    (c) => ((c.model!.vocab as Record<string, number>).extra = 600),
    tokenizer,
  );
  refusesConfig('model-file-broken', /tokenizer.json/, (c) => delete c.model, tokenizer);
  refusesConfig('model-file-broken', /tokenizer.json/, (c) => (c.pre_tokenizer!.type = 'Riddle'), tokenizer);
  refusesConfig(
    'model-file-broken',
    /0 special tokens/,
    (c) => Object.assign(c, { post_processor: null }),
    tokenizer,
  );

  const refusesResNet = (reason: RegExp, vision: Record<string, unknown>): void => {
    it(`is refused: a ResNet with ${JSON.stringify(vision)}`, async () => {
      folder = await copyCheckpoint('open-clip-resnet', temporary());
      await editJson(path.join(folder, 'open_clip_config.json'), ({ model_cfg: model }) =>
        Object.assign(model!.vision_cfg as object, vision),
      );
      await assertRefused(folder, 'model-file-broken', reason);
    });
  };
  refusesResNet(/four whole numbers/, { layers: [2, 1, 2] });
  refusesResNet(/four whole numbers/, { layers: [2, 1, 2, 1e9] });
  refusesResNet(/layer1\.2\..*missing/, { layers: [3, 1, 2, 1] });
  refusesResNet(/3 channels wide/, { width: 3 });
  refusesResNet(/asks for/, { width: 8 });
  refusesResNet(/leaves a ResNet nothing/, { image_size: 31 });
  refusesResNet(/positional_embedding.*asks for/, { image_size: 96 });
  refusesResNet(/heads do not divide/, { head_width: 42 });

  it('is refused: a folder that is not there', () =>
    assertRefused(path.join(temporary(), 'nothing'), 'model-folder-missing', /nothing/));

  it('is refused: a checkpoint of another family', async () => {
    await writeFile(
      weights,
      safetensors({ 'bert.weight': { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, Buffer.alloc(4)),
    );
    await assertRefused(folder, 'model-unsupported', /kind/);
  });
});
