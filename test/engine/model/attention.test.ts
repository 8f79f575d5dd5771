import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../../src/core/engineError';
import type { AttentionByLayer } from '../../../src/core/ports';
import { attendPicture } from '../../../src/engine/images/attendPicture';
import { localPictures } from '../../../src/engine/images/pictures';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import { Scheduler } from '../../../src/engine/scheduler';
import { attendTexts } from '../../../src/engine/text/attendTexts';
import {
  checkpointFolder,
  checkpointsFolder,
  embedTexts,
  preparePictures,
  readExpected,
  readPixels,
  relativeError,
} from './fixtures';
import { temporaryFolder } from './temporaryFolder';

/** `[layers, places]`, of training/fixtures/make_attention.py, with the first token of the picture. */
interface ExpectedAttention {
  readonly own: readonly (readonly number[])[];
  readonly rollout: readonly (readonly number[])[];
}

const tolerance = 1e-4;

function assertNear(found: AttentionByLayer, expected: ExpectedAttention): void {
  assert.equal(found.layers, expected.own.length);
  assert.ok(relativeError(found.own, expected.own.flat()) < tolerance);
  assert.ok(relativeError(found.rollout, expected.rollout.flat()) < tolerance);
}

const signal = new AbortController().signal;
const job = () => new Scheduler().job('visible', signal);

for (const name of [
  ...(['hf-quick-gelu', 'hf-gelu-legacy-end', 'open-clip-gelu', 'open-clip-resnet', 'hf-siglip'] as const),
]) {
  describe(`attention by ${name}, against PyTorch`, () => {
    const folder = checkpointFolder(name);
    let model: Model;
    let expected: {
      readonly picture: ExpectedAttention;
      readonly texts: readonly (ExpectedAttention & { readonly text: number })[];
    };

    before(async () => {
      model = await loadModel(folder, { threads: 1 });
      expected = JSON.parse(await readFile(path.join(folder, 'attention.json'), 'utf8')) as typeof expected;
    });
    after(() => model.dispose());

    it('reads these patches', async () => {
      const { pixelsShape, pixelSample, pictures } = await readExpected(folder);
      const size = pixelsShape.slice(1).reduce((product, edge) => product * edge, 1);
      const pixels = pixelSample
        ? await preparePictures(pictures, model.preprocessing, size)
        : await readPixels(folder);
      const found = await model.attention!.ofPicture(pixels.slice(0, size));
      const { own, rollout } = expected.picture;
      assert.equal(found.rows * found.columns + 1, own[0]!.length);
      assert.equal(found.hasOwnToken, name !== 'hf-siglip');
      assertNear(found, {
        own: own.map((row) => row.slice(1)),
        rollout: rollout.map((row) => row.slice(1)),
      });
    });

    it('reads these tokens', async () => {
      const { texts } = await readExpected(folder);
      for (const each of expected.texts) {
        const found = await model.attention!.ofText(texts[each.text]!);
        assert.equal(found.tokens, each.own[0]!.length);
        assertNear(found, each);
      }
    });
  });
}

describe('attention', () => {
  const folderOfTest = temporaryFolder();

  it('changes no score: a text and a picture embed the same before and after', async () => {
    const folder = checkpointFolder('hf-quick-gelu');
    const { texts, pixelsShape } = await readExpected(folder);
    const pixels = (await readPixels(folder)).slice(0, pixelsShape[1] * pixelsShape[2] * pixelsShape[3]);
    const model = await loadModel(folder, { threads: 1 });
    const before = [await embedTexts(model, [texts[0]!]), await model.encodePixels(pixels, 1)];
    await model.attention!.ofText(texts[0]!);
    await model.attention!.ofPicture(pixels);
    await model.dispose();
    const again = await loadModel(folder, { threads: 1 });
    await again.attention!.ofText(texts[0]!);
    await again.attention!.ofPicture(pixels);
    assert.deepEqual([await embedTexts(again, [texts[0]!]), await again.encodePixels(pixels, 1)], before);
    await again.dispose();
  });

  it('tells which words its tokens are, and the part of the picture that it is of', async () => {
    const model = await loadModel(checkpointFolder('hf-quick-gelu'), { threads: 1 });
    const { texts, ids } = await readExpected(checkpointFolder('hf-quick-gelu'));
    const read = await attendTexts(texts, { model, job: job(), signal, onProgress: () => undefined });
    for (const [i, { tokens, spans }] of read.entries()) {
      assert.equal(tokens, ids[i]!.length);
      assert.equal(
        spans.reduce((sum, span) => sum + span.tokens, 0),
        tokens - 2,
        texts[i],
      );
    }
    const words = read[5]!.spans.map(({ start, end }) => texts[5]!.slice(start, end));
    assert.deepEqual(words, ['two', 'blue', 'fish,', 'close', 'up,', "it's", 'night!']);

    const { imageSize, id } = model.checkpoint;
    assert.equal(id, 'hf-quick-gelu');
    const pictures = localPictures(model.preprocessing, imageSize);
    const found = await attendPicture(path.join(checkpointsFolder, 'pictures/wide.png'), {
      ...{ model, pictures, signal },
      job: job(),
    });
    assert.ok(found.ok);
    assert.deepEqual([found.width, found.height, found.seen.top, found.seen.bottom], [80, 50, 0, 50]);
    assert.ok(Math.abs(found.seen.left - 15) < 2.2);
    await model.dispose();
  });

  it('has graphs of its own, written at the first wish and anew where they are damaged', async () => {
    const cacheFolder = path.join(folderOfTest(), 'cache');
    const graphs = path.join(cacheFolder, 'graphs');
    const read = async (): Promise<Float32Array> => {
      const model = await loadModel(checkpointFolder('hf-quick-gelu'), { cacheFolder, threads: 1 });
      const before = await readdir(graphs);
      const { rollout } = await model.attention!.ofText('a photo of a cat');
      assert.equal((await readdir(graphs)).length, 2, before.join());
      await model.dispose();
      return rollout;
    };
    const first = await read();
    const file = (await readdir(graphs, { recursive: true })).find((name) =>
      name.endsWith('text-attention.onnx'),
    );
    await writeFile(path.join(graphs, file!), 'damaged');
    assert.deepEqual(await read(), first);
  });

  it('is not to be had of an ONNX export, which is said', async () => {
    const model = await loadModel(checkpointFolder('onnx-clip'), { threads: 1 });
    const isUnsupported = (error: unknown): boolean =>
      error instanceof EngineError && error.code === 'attention-unsupported';
    await assert.rejects(
      attendTexts(['a cat'], { model, job: job(), signal, onProgress: () => undefined }),
      isUnsupported,
    );
    const pictures = localPictures(model.preprocessing, model.checkpoint.imageSize);
    await assert.rejects(
      attendPicture(path.join(checkpointsFolder, 'pictures/wide.png'), {
        ...{ model, pictures, signal },
        job: job(),
      }),
      isUnsupported,
    );
    await model.dispose();
  });
});
