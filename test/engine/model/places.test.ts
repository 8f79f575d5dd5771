import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../../src/core/engineError';
import { dot } from '../../../src/core/clip/similarity';
import { readPlaces } from '../../../src/engine/images/readPlaces';
import { readThumbnail } from '../../../src/engine/images/readThumbnail';
import { localPictures } from '../../../src/engine/images/pictures';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model, ModelPlaces } from '../../../src/engine/model';
import { Scheduler } from '../../../src/engine/scheduler';
import { copyCheckpoint } from './editedCheckpoint';
import { temporaryFolder } from './temporaryFolder';
import {
  checkpointFolder,
  checkpointsFolder,
  preparePictures,
  readExpected,
  readPixels,
  relativeError,
  type Expected,
} from './fixtures';

/** What training/fixtures/make_places.py computed in PyTorch, for the first picture and the first two texts. */
interface ExpectedPlaces {
  readonly features: readonly (readonly number[])[];
  readonly evidence: readonly (readonly number[])[];
  readonly attention: readonly (readonly number[])[];
}

const tolerance = 1e-4;

function directionsOf({ textEmbeddings }: Expected): Float32Array {
  return Float32Array.from(textEmbeddings.slice(0, 2).flat());
}

async function firstPicture(folder: string, expected: Expected, model: Model): Promise<Float32Array> {
  const size = expected.pixelsShape.slice(1).reduce((product, edge) => product * edge, 1);
  const pixels = expected.pixelSample
    ? await preparePictures(expected.pictures, model.preprocessing, size)
    : await readPixels(folder);
  return pixels.subarray(0, size);
}

for (const name of ['hf-quick-gelu', 'hf-gelu-legacy-end', 'open-clip-resnet', 'hf-siglip'] as const) {
  describe(`places of a picture by ${name}, against PyTorch`, () => {
    let model: Model;
    let expected: ExpectedPlaces;
    let places: ModelPlaces;

    before(async () => {
      const folder = checkpointFolder(name);
      model = await loadModel(folder, { threads: 1 });
      expected = JSON.parse(await readFile(path.join(folder, 'places.json'), 'utf8')) as ExpectedPlaces;
      const reference = await readExpected(folder);
      places = await model.readPlaces!(
        await firstPicture(folder, reference, model),
        directionsOf(reference),
        2,
      );
    });
    after(() => model.dispose());

    it('have embeddings of unit length', () => {
      const { embeddingWidth } = model.checkpoint;
      assert.equal(places.rows * places.columns, expected.features.length);
      for (const [cell, feature] of expected.features.entries()) {
        const length = Math.hypot(...feature);
        const unit = feature.map((value) => value / length);
        const own = places.features.subarray(cell * embeddingWidth, (cell + 1) * embeddingWidth);
        assert.ok(relativeError(own, unit) < tolerance, `place ${cell}`);
      }
    });

    it('bring evidence as autograd tells', () => {
      assert.ok(relativeError(places.evidence, expected.evidence.flat()) < tolerance);
    });

    it('are read with this attention, layer by layer', () => {
      assert.ok(relativeError(places.attention, expected.attention.flat()) < tolerance);
    });
  });
}

describe('places of a picture', () => {
  const folderOfTest = temporaryFolder();
  it('bring nearly the same evidence where GELU is approximated by tanh', async () => {
    const folder = checkpointFolder('hf-gelu-legacy-end');
    const expected = await readExpected(folder);
    const of = async (from: string): Promise<ModelPlaces> => {
      const model = await loadModel(from, { threads: 1 });
      const found = await model.readPlaces!(
        await firstPicture(folder, expected, model),
        directionsOf(expected),
        2,
      );
      await model.dispose();
      return found;
    };
    const approximated = await copyCheckpoint('hf-gelu-legacy-end', folderOfTest());
    const file = path.join(approximated, 'config.json');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('"gelu"', '"gelu_pytorch_tanh"'));
    const [exact, tanh] = [await of(folder), await of(approximated)];
    const error = relativeError(tanh.evidence, exact.evidence);
    assert.ok(error > 0 && error < 0.01, String(error));
  });

  it('change no score: the picture embeds the same before and after', async () => {
    const folder = checkpointFolder('hf-quick-gelu');
    const expected = await readExpected(folder);
    const model = await loadModel(folder, { threads: 1 });
    const pixels = await firstPicture(folder, expected, model);
    const before = await model.encodePixels(pixels, 1);
    await model.readPlaces!(pixels, new Float32Array(0), 0);
    assert.deepEqual(await model.encodePixels(pixels, 1), before);
    await model.dispose();
  });

  it('tell which part of the picture they cover', async () => {
    const model = await loadModel(checkpointFolder('hf-quick-gelu'), { threads: 1 });
    const { imageSize } = model.checkpoint;
    const signal = new AbortController().signal;
    const outcome = await readPlaces(path.join(checkpointsFolder, 'pictures/wide.png'), [], {
      model,
      pictures: localPictures(model.preprocessing, imageSize),
      job: new Scheduler().job('visible', signal),
      signal,
    });
    assert.ok(outcome.ok);
    // 80 × 50: its height is all seen, and as much of its width around the middle.
    assert.deepEqual([outcome.width, outcome.height], [80, 50]);
    const { left, top, right, bottom } = outcome.seen;
    assert.deepEqual([top, bottom], [0, 50]);
    assert.ok(Math.abs(left - 15) < 2.2 && Math.abs(right - 65) < 2.2 && right - left < 51);
    assert.equal(outcome.evidence.length, 0);
    for (let cell = 0; cell < outcome.rows * outcome.columns; cell++) {
      const feature = outcome.features.subarray(cell * 16, (cell + 1) * 16);
      assert.ok(Math.abs(dot(feature, feature) - 1) < 1e-5);
    }
    await model.dispose();
  });

  it('are those of a part of the picture where only that is wanted', async () => {
    const model = await loadModel(checkpointFolder('hf-quick-gelu'), { threads: 1 });
    const signal = new AbortController().signal;
    const outcome = await readPlaces(path.join(checkpointsFolder, 'pictures/wide.png'), [], {
      model,
      pictures: localPictures(model.preprocessing, model.checkpoint.imageSize),
      part: { left: 0.5, top: 0, right: 1, bottom: 0.8 },
      job: new Scheduler().job('visible', signal),
      signal,
    });
    assert.ok(outcome.ok);
    // The right half of 80 × 50, four fifths of its height: a square, all of which is seen.
    assert.deepEqual([outcome.width, outcome.height], [80, 50]);
    assert.deepEqual(outcome.seen, { left: 40, top: 0, right: 80, bottom: 40 });
    await model.dispose();
  });

  it('have a picture to be drawn on, smaller where it is large', async () => {
    const model = await loadModel(checkpointFolder('hf-quick-gelu'), { threads: 1 });
    const pictures = localPictures(model.preprocessing, model.checkpoint.imageSize);
    const signal = new AbortController().signal;
    const file = path.join(checkpointsFolder, 'pictures/wide.png');
    const [whole, small] = [
      await readThumbnail(file, 100, pictures, signal),
      await readThumbnail(file, 40, pictures, signal),
    ];
    assert.ok(whole.ok && small.ok);
    assert.deepEqual([small.width, small.height, small.shown.width, small.shown.height], [80, 50, 40, 25]);
    assert.deepEqual([whole.shown.width, whole.shown.height], [80, 50]);
    const mean = ({ data }: { data: Uint8Array }): number =>
      data.reduce((sum, each) => sum + each, 0) / data.length;
    assert.ok(Math.abs(mean(whole.shown) - mean(small.shown)) < 1);
    const missing = await readThumbnail('/nowhere.png', 40, pictures, signal);
    assert.ok(!missing.ok && missing.code === 'image-missing');
    await model.dispose();
  });

  it('are not to be had of an ONNX export, which is said', async () => {
    const model = await loadModel(checkpointFolder('onnx-clip'), { threads: 1 });
    const signal = new AbortController().signal;
    await assert.rejects(
      readPlaces(path.join(checkpointsFolder, 'pictures/wide.png'), [], {
        model,
        pictures: localPictures(model.preprocessing, model.checkpoint.imageSize),
        job: new Scheduler().job('visible', signal),
        signal,
      }),
      (error) => error instanceof EngineError && error.code === 'places-unsupported',
    );
    await model.dispose();
  });
});
