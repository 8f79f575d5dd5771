import assert from 'node:assert/strict';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import {
  checkpointFolder,
  checkpointNames,
  embedTexts,
  preparePictures,
  readExpected,
  readPixels,
  relativeError,
  type Expected,
} from './fixtures';

const tolerance = 1e-5;

for (const name of checkpointNames) {
  describe(`${name} against the implementation that made it`, () => {
    let model: Model;
    let expected: Expected;
    let prepared: Float32Array;
    let pixels: Float32Array;

    before(async () => {
      expected = await readExpected(checkpointFolder(name));
      model = await loadModel(checkpointFolder(name), { threads: 1 });
      const [, ...shape] = expected.pixelsShape;
      const size = shape.reduce((product, edge) => product * edge, 1);
      prepared = await preparePictures(expected.pictures, model.preprocessing, size);
      pixels = expected.pixelSample ? prepared : await readPixels(checkpointFolder(name));
    });
    after(() => model.dispose());

    const assertTexts = (embeddings: readonly Float32Array[], indices: readonly number[]): void =>
      indices.forEach((index, i) => {
        const error = relativeError(embeddings[i]!, expected.textEmbeddings[index]!);
        assert(error < tolerance, `"${expected.texts[index]}" is off by ${error}`);
      });

    it('gives the same token ids', () => {
      assert.deepEqual(
        model.tokenize(expected.texts).map(({ ids }) => ids),
        expected.ids,
      );
    });

    it('embeds each text alone', async () => {
      for (let i = 0; i < expected.texts.length; i++) {
        assertTexts(await embedTexts(model, [expected.texts[i]!]), [i]);
      }
    });

    it('embeds a mixed batch, in another order and with repetitions', async () => {
      const order = [7, 2, 2, 0, 8, 5, 1, 3, 6, 4, 0];
      assertTexts(
        await embedTexts(
          model,
          order.map((i) => expected.texts[i]!),
          30,
        ),
        order,
      );
    });

    it('embeds pictures, alone and together', async () => {
      const { embeddingWidth } = model.checkpoint;
      const count = expected.pictures.length;
      const size = pixels.length / count;
      const together = await model.encodePixels(pixels, count);
      for (let i = 0; i < count; i++) {
        const alone = await model.encodePixels(pixels.subarray(i * size, (i + 1) * size), 1);
        for (const embedding of [alone, together.subarray(i * embeddingWidth, (i + 1) * embeddingWidth)]) {
          const error = relativeError(embedding, expected.imageEmbeddings[i]!);
          assert(error < tolerance, `${expected.pictures[i]} is off by ${error}`);
        }
      }
    });

    it('prepares pictures alike', () => {
      const { pixelSample: sample } = expected;
      const ours = sample ? prepared.filter((_, i) => i % sample.stride === 0) : prepared;
      const theirs = sample?.values ?? pixels;
      assert.equal(ours.length, theirs.length);
      assert(relativeError(ours, theirs) < 1e-6);
    });

    it('says what the checkpoint is', () => {
      const { checkpoint } = model;
      // A graph tells its scale by its logits, which are rounded.
      assert(Math.abs(checkpoint.logitScale / expected.logitScale - 1) < 1e-5);
      assert(Math.abs(checkpoint.logitBias - (expected.logitBias ?? 0)) < 1e-5);
      assert.equal(checkpoint.imageSize, expected.pixelsShape[2]);
      assert.equal(checkpoint.contextLength, 24);
      assert.equal(checkpoint.embeddingWidth, 16);
      assert.match(checkpoint.hash, /^[0-9a-f]{64}$/);
    });
  });
}
