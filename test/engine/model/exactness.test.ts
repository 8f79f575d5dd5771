import assert from 'node:assert/strict';
import path from 'node:path';
import fc from 'fast-check';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import { copyCheckpoint, editWeights } from './editedCheckpoint';
import { checkpointFolder, embedTexts, encodeTexts, relativeError } from './fixtures';
import { temporaryFolder } from './temporaryFolder';

const words = ['a', 'photo', 'of', 'cat', 'dog', 'red', 'table', '青い', '魚', 'night', ','];
const prompt = fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((chosen) => chosen.join(' '));
/** Requests as an editor makes them: prompts that begin alike, the same one again, in any order. */
const requests = fc.array(
  fc.record({
    texts: fc.array(prompt, { minLength: 1, maxLength: 12 }),
    tokensPerRun: fc.integer({ min: 1, max: 200 }),
  }),
  { minLength: 1, maxLength: 5 },
);

describe("a text's embedding", () => {
  const temporary = temporaryFolder();

  const independentOfCompany = async (
    folder: string,
    textCacheBytes: number,
    tolerance = 1e-5,
  ): Promise<void> => {
    const options = { cacheFolder: path.join(temporary(), 'cache'), threads: 1 };
    const alone = await loadModel(folder, { ...options, textCacheBytes: 0 });
    const together = await loadModel(folder, { ...options, textCacheBytes });
    let worst = 0;
    await fc.assert(
      fc.asyncProperty(requests, async (sequence) => {
        for (const { texts, tokensPerRun } of sequence) {
          const embeddings = await embedTexts(together, texts, tokensPerRun);
          for (const [i, text] of texts.entries()) {
            const [reference] = await embedTexts(alone, [text]);
            worst = Math.max(worst, relativeError(embeddings[i]!, reference!));
            assert(worst < tolerance, `"${text}" is off by ${worst}`);
          }
        }
      }),
      { numRuns: 40 },
    );
    await Promise.all([alone.dispose(), together.dispose()]);
  };

  it('does not depend on its batch, the order or what is remembered', () =>
    independentOfCompany(checkpointFolder('hf-quick-gelu'), 1024 * 1024));

  it('does not depend on what was forgotten', () =>
    independentOfCompany(checkpointFolder('hf-quick-gelu'), 3000));

  it('is given to each of several requests that take turns, whatever the others encode in between', async () => {
    const options = { cacheFolder: path.join(temporary(), 'cache'), threads: 1 };
    const folder = checkpointFolder('hf-quick-gelu');
    const alone = await loadModel(folder, { ...options, textCacheBytes: 0 });
    const shared = fc.array(fc.constantFrom('a cat', 'a red dog', 'a cat of night', '魚'), {
      minLength: 1,
      maxLength: 4,
    });
    const turns = fc.array(fc.nat(), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(shared, { minLength: 2, maxLength: 4 }), turns, async (asked, order) => {
        const model = await loadModel(folder, { ...options, textCacheBytes: 3000 });
        const given = asked.map((texts) => new Array<Float32Array | undefined>(texts.length).fill(undefined));
        const running = asked.map((texts, i) => ({
          i,
          runs: encodeTexts(model, texts, { tokensPerRun: 4 }),
        }));
        for (let turn = 0; running.length > 0; turn++) {
          const at = (order[turn] ?? 0) % running.length;
          const { i, runs } = running[at]!;
          const next = await runs.next();
          if (next.done) running.splice(at, 1);
          else for (const { index, embedding } of next.value) given[i]![index] = embedding;
        }
        for (const [i, texts] of asked.entries()) {
          const expected = await embedTexts(alone, texts);
          given[i]!.forEach((embedding, j) => {
            assert(embedding, `"${texts[j]}" was never given`);
            assert(relativeError(embedding, expected[j]!) < 1e-5);
          });
        }
        await model.dispose();
      }),
      { numRuns: 60 },
    );
    await alone.dispose();
  });

  it('holds where attention logits are in the hundreds', async () => {
    const folder = await copyCheckpoint('hf-quick-gelu', temporary());
    await editWeights(path.join(folder, 'model.safetensors'), (header, data) => {
      for (const [name, { data_offsets: offsets }] of Object.entries(header)) {
        if (!/text_model.*q_proj.weight/.test(name)) continue;
        for (let at = offsets[0]; at < offsets[1]; at += 4) data.writeFloatLE(data.readFloatLE(at) * 60, at);
      }
      return undefined;
    });
    // A last bit of such a logit alone is 2e-5 of a softmax weight.
    await independentOfCompany(folder, 1024 * 1024, 1e-4);
  });

  describe('among other requests', () => {
    let model: Model;
    beforeEach(async () => {
      model = await loadModel(checkpointFolder('open-clip-gelu'), {
        cacheFolder: path.join(temporary(), 'cache'),
        threads: 1,
      });
    });
    afterEach(() => model.dispose());

    it('is right when requests alternate run by run', async () => {
      const texts = Array.from(
        { length: 20 },
        (_, i) => `a photo of ${words[i % 11]} and ${words[(i * 7) % 11]}`,
      );
      const expected = await embedTexts(model, texts, 1000);
      await model.dispose();
      model = await loadModel(checkpointFolder('open-clip-gelu'), { threads: 1 });
      const [first, second] = [texts, [...texts].reverse()].map((each) =>
        encodeTexts(model, each, { tokensPerRun: 10 }),
      );
      for (let done = 0; done < 2;) {
        done = 0;
        for (const [requestOrder, generator] of [
          [(i: number) => i, first!],
          [(i: number) => 19 - i, second!],
        ] as const) {
          const { value, done: ended } = await generator.next();
          if (ended) done++;
          for (const { index, embedding } of value ?? []) {
            assert(relativeError(embedding, expected[requestOrder(index)]!) < 1e-5);
          }
        }
      }
    });

    it('is right after a request that was dropped half-way', async () => {
      const texts = words.map((word) => `a photo of ${word} at night`);
      const dropped = encodeTexts(model, texts, { tokensPerRun: 1 });
      await dropped.next();
      await dropped.return(undefined);
      const [embedding] = await embedTexts(model, [texts[5]!]);
      const [again] = await embedTexts(model, [texts[5]!]);
      assert.deepEqual(again, embedding);
    });

    it('cannot be changed by who received it', async () => {
      const [embedding] = await embedTexts(model, ['a cat']);
      const before = embedding!.slice();
      embedding!.fill(0);
      assert.deepEqual((await embedTexts(model, ['a cat']))[0], before);
    });

    it('comes with the runs asked for', async () => {
      const texts = Array.from({ length: 10 }, (_, i) => `${words[i]} photo`);
      const sizes: number[] = [];
      for await (const run of encodeTexts(model, texts, { tokensPerRun: 8 })) sizes.push(run.length);
      assert(sizes.length > 3);
      assert.equal(
        sizes.reduce((sum, size) => sum + size, 0),
        10,
      );
    });

    it('answers an empty request with nothing', async () => {
      assert.deepEqual(await embedTexts(model, []), []);
    });
  });
});
