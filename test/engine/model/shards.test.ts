import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../../src/core/engineError';
import { loadModel } from '../../../src/engine/loadModel';
import { copyCheckpoint, safetensors, type Header } from './editedCheckpoint';
import { checkpointFolder, embedTexts, readExpected, readPixels, relativeError } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

describe('a checkpoint in shards', () => {
  const temporary = temporaryFolder();
  let folder: string;
  const shard = (i: number): string => `model-0000${i + 1}-of-00002.safetensors`;

  beforeEach(async () => {
    folder = await copyCheckpoint('hf-quick-gelu', temporary());
    const whole = path.join(folder, 'model.safetensors');
    const bytes = await readFile(whole);
    const end = 8 + Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.subarray(8, end).toString()) as Header;
    const names = Object.keys(header).filter((name) => name !== '__metadata__');
    const map: Record<string, string> = {};
    for (const i of [0, 1]) {
      const part: Header = {};
      const data: Buffer[] = [];
      let offset = 0;
      for (const name of names.filter((_, at) => at % 2 === i)) {
        const [from, to] = header[name]!.data_offsets;
        data.push(bytes.subarray(end + from, end + to));
        part[name] = { ...header[name]!, data_offsets: [offset, (offset += to - from)] };
        map[name] = shard(i);
      }
      await writeFile(path.join(folder, shard(i)), safetensors(part, Buffer.concat(data)));
    }
    await writeFile(`${whole}.index.json`, JSON.stringify({ weight_map: map }));
    await rm(whole);
  });

  it('gives the same embeddings', async () => {
    const model = await loadModel(folder, { cacheFolder: path.join(temporary(), 'cache'), threads: 1 });
    const expected = await readExpected(checkpointFolder('hf-quick-gelu'));
    const pixels = await readPixels(checkpointFolder('hf-quick-gelu'));
    const texts = await embedTexts(model, expected.texts);
    texts.forEach((each, i) => assert(relativeError(each, expected.textEmbeddings[i]!) < 1e-5));
    const images = await model.encodePixels(pixels, expected.pictures.length);
    assert(relativeError(images, expected.imageEmbeddings.flat()) < 1e-5);
    await model.dispose();
  });

  const rejects = (code: string): ((error: unknown) => boolean) => {
    return (error) => error instanceof EngineError && error.code === code;
  };

  it('is refused when a shard is missing', async () => {
    await rm(path.join(folder, shard(1)));
    await assert.rejects(loadModel(folder, { threads: 1 }), rejects('model-file-missing'));
  });

  it('is refused when the index names a file outside its folder', async () => {
    const index = path.join(folder, 'model.safetensors.index.json');
    await writeFile(index, JSON.stringify({ weight_map: { a: '../../secret.safetensors' } }));
    await assert.rejects(loadModel(folder, { threads: 1 }), rejects('model-file-broken'));
  });

  it('is refused when the index names nothing', async () => {
    await writeFile(path.join(folder, 'model.safetensors.index.json'), '{}');
    await assert.rejects(loadModel(folder, { threads: 1 }), rejects('model-file-broken'));
  });
});
