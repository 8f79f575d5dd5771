import assert from 'node:assert/strict';
import { readdir, readFile, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { dot } from '../../../src/core/clip/similarity';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import { readSafetensors } from '../../../src/engine/checkpoint/safetensors';
import { largestWeight } from '../../../src/engine/graph/quantize';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import { deviation } from './deviation';
import { checkpointFolder, embedTexts } from './fixtures';
import { exactProduct, kernelsHere, product } from './kernels';
import { temporaryFolder } from './temporaryFolder';

const words = ['a', 'photo', 'of', 'cat', 'dog', 'red', 'table', '青い', '魚', 'night', ','];
const prompt = fc.array(fc.constantFrom(...words), { maxLength: 70 }).map((chosen) => chosen.join(' '));
const request = fc.record({
  texts: fc.array(prompt, { minLength: 1, maxLength: 12 }),
  tokensPerRun: fc.integer({ min: 1, max: 300 }),
});

describe('int8', () => {
  const temporary = temporaryFolder();
  const load = (folder: string, textCacheBytes?: number, threads = 1): Promise<Model> =>
    loadModel(folder, { cacheFolder: path.join(temporary(), 'cache'), threads, textCacheBytes });
  const embed = (model: Model, texts: readonly string[], tokensPerRun = 192): Promise<Float32Array[]> =>
    embedTexts(model, texts, tokensPerRun, 'int8');

  for (const name of ['hf-quick-gelu', 'open-clip-gelu', 'hf-l14-336-shards'] as const) {
    it(`gives a text the same bits alone, in any company and whatever is remembered: ${name}`, async () => {
      const [alone, together, forgetful] = await Promise.all([
        load(checkpointFolder(name), 0),
        load(checkpointFolder(name), undefined, 2),
        load(checkpointFolder(name), 3000),
      ]);
      await fc.assert(
        fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 3 }), async (requests) => {
          for (const { texts, tokensPerRun } of requests) {
            const reversed = [...texts].reverse();
            const embeddings = await embed(together, texts, tokensPerRun);
            const others = (await embed(forgetful, reversed, tokensPerRun)).reverse();
            for (const [i, text] of texts.entries()) {
              const [expected] = await embed(alone, [text], 1);
              assert.deepEqual(embeddings[i], expected, text);
              assert.deepEqual(others[i], expected, text);
            }
          }
        }),
        { numRuns: 25 },
      );
      await Promise.all([alone, together, forgetful].map((model) => model.dispose()));
    });
  }

  it('has weights so small that every processor adds up the same', async function () {
    if (this.test) this.test.title += ` (kernels here: ${await kernelsHere()})`;
    const random = seededRandom(1);
    const [rows, inner, columns] = [3, 96, 48];
    const weight = (): number => Math.round((2 * random() - 1) * largestWeight);
    for (const [bytes, weights] of [
      [() => 255, () => largestWeight],
      [() => 255, () => -largestWeight],
      [() => random() * 256, weight],
    ] as const) {
      const x = Uint8Array.from({ length: rows * inner }, bytes);
      const matrix = Int8Array.from({ length: inner * columns }, weights);
      assert.deepEqual(await product(x, matrix, columns), exactProduct(x, matrix, columns));
    }
    const model = await load(checkpointFolder('hf-quick-gelu'));
    await embed(model, ['a cat']);
    await model.dispose();
    const graphs = path.join(temporary(), 'cache/graphs');
    const [entry] = (await readdir(graphs)).filter((name) => name.startsWith('int8-'));
    const file = path.join(graphs, entry!, 'text-int8.safetensors');
    const bytes = await readFile(file);
    for (const { dtype, offset, bytes: length } of (await readSafetensors(file)).tensors.values()) {
      if (dtype !== 'I8') continue;
      const values = new Int8Array(bytes.buffer, bytes.byteOffset + offset, length);
      assert.equal(Math.max(...values.map(Math.abs)), largestWeight);
    }
  });

  it('is close to fp32 on the bundled checkpoint, and far from deciding between close prompts', async () => {
    const model = await load(path.join(__dirname, '../../../models/mini'), undefined, 2);
    const found = await deviation(model);
    await model.dispose();
    console.log(`      ${JSON.stringify(found)}`);
    assert(found.prompts > 200);
    assert(found.leastCosine > 0.99, 'least cosine');
    assert(found.meanCosine > 0.999, 'mean cosine');
    assert(found.flippedPairs < 0.02, 'flipped pairs');
    assert(found.keptFirst > 0.93, 'kept first');
  });

  describe('its files', () => {
    const folder = checkpointFolder('hf-quick-gelu');
    const entries = async (): Promise<string[]> =>
      (await readdir(path.join(temporary(), 'cache/graphs'))).filter((name) => name.startsWith('int8-'));

    it('are written at the first need, once, and hold no copy of the weights', async () => {
      const model = await load(folder);
      await embedTexts(model, ['a cat']);
      assert.deepEqual(await entries(), []);
      await embed(model, ['a cat']);
      await model.dispose();
      const entry = path.join(temporary(), 'cache/graphs', (await entries())[0]!);
      const original = await stat(path.join(folder, 'model.safetensors'));
      assert.equal((await stat(path.join(entry, 'weights-0.safetensors'))).ino, original.ino);
      const { ino } = await stat(path.join(entry, 'text-int8.safetensors'));
      const again = await load(folder);
      await embed(again, ['a cat']);
      await again.dispose();
      assert.equal((await stat(path.join(entry, 'text-int8.safetensors'))).ino, ino);
      assert.equal((await entries()).length, 1);
    });

    it('are written again when they are damaged', async () => {
      const model = await load(folder);
      const [expected] = await embed(model, ['a cat']);
      await model.dispose();
      for (const file of ['text-int8.safetensors', 'text-int8.onnx', 'manifest.json']) {
        const damaged = path.join(temporary(), 'cache/graphs', (await entries())[0]!, file);
        await truncate(damaged, (await readFile(damaged)).length >> 1);
        const again = await load(folder);
        assert.deepEqual((await embed(again, ['a cat']))[0], expected);
        await again.dispose();
      }
    });
  });

  it('is fp32 where an ONNX export is all there is', async () => {
    const model = await load(checkpointFolder('onnx-clip'));
    const [asked] = await embed(model, ['a cat']);
    const [fp32] = await embedTexts(model, ['a cat']);
    await model.dispose();
    assert(dot(asked!, fp32!) > 1 - 1e-6);
  });
});
