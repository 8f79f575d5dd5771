import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Preprocessor } from '../../../src/core/clip/preprocess';
import { dot } from '../../../src/core/clip/similarity';
import { loadSharp } from '../../../src/engine/images/loadSharp';
import { loadModel } from '../../../src/engine/loadModel';
import type { Model } from '../../../src/engine/model';
import { embedTexts, relativeError } from './fixtures';

const root = path.join(__dirname, '../../..');
const fixtures = path.join(root, 'test/fixtures');

/** test/fixtures/mini-reference.json, which training/make_reference.py writes. */
interface Reference {
  readonly texts: readonly { text: string; ids: readonly number[]; embedding: readonly number[] }[];
  readonly images: readonly { file: string; embedding: readonly number[] }[];
}

/** test/fixtures/mini-eval/cases.json, which training/make_eval_fixture.py writes. */
interface Question {
  readonly name: string;
  readonly language: string;
  /** Part of the cases that PyTorch answers rightly with this checkpoint. */
  readonly share: number;
  readonly texts?: readonly string[];
  readonly cases: readonly { file: string; right: number; texts?: readonly string[] }[];
}

describe('the bundled checkpoint', function () {
  this.timeout(300_000); // 80 pictures and 1,000 texts take seconds, and much longer on a machine with other work
  let model: Model;
  before(async () => {
    model = await loadModel(path.join(root, 'models/mini'), { threads: 1 });
  });
  after(() => model.dispose());

  async function embedPicture(file: string): Promise<Float32Array> {
    const bytes = await readFile(file);
    const { data, info } = await loadSharp()(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const { imageSize } = model.checkpoint;
    const pixels = new Float32Array(3 * imageSize * imageSize);
    new Preprocessor(model.preprocessing).write({ width: info.width, height: info.height, data }, pixels);
    return model.encodePixels(pixels, 1);
  }

  it("agrees with transformers' own CLIP on texts and pictures", async () => {
    const reference = JSON.parse(
      await readFile(path.join(fixtures, 'mini-reference.json'), 'utf8'),
    ) as Reference;
    const texts = reference.texts.map(({ text }) => text);
    assert.deepEqual(
      model.tokenize(texts).map(({ ids }) => ids),
      reference.texts.map(({ ids }) => ids),
    );
    for (const [i, embedding] of (await embedTexts(model, texts)).entries()) {
      assert(relativeError(embedding, reference.texts[i]!.embedding) < 1e-4, texts[i]);
    }
    for (const { file, embedding } of reference.images) {
      assert(relativeError(await embedPicture(path.join(root, file)), embedding) < 1e-4, file);
    }
  });

  it('answers as many questions about pictures in a style new to it as PyTorch does', async () => {
    const folder = path.join(fixtures, 'mini-eval');
    const { questions } = JSON.parse(await readFile(path.join(folder, 'cases.json'), 'utf8')) as {
      questions: readonly Question[];
    };
    const pictures = new Map<string, Float32Array>();
    for (const { name, language, share, texts: common, cases } of questions) {
      const texts = [...new Set(cases.flatMap((asked) => asked.texts ?? common!))];
      const embeddings = await embedTexts(model, texts);
      let right = 0;
      for (const asked of cases) {
        const picture = pictures.get(asked.file) ?? (await embedPicture(path.join(folder, asked.file)));
        pictures.set(asked.file, picture);
        const cosines = (asked.texts ?? common!).map((text) =>
          dot(picture, embeddings[texts.indexOf(text)]!),
        );
        if (cosines.indexOf(Math.max(...cosines)) === asked.right) right++;
      }
      // One case may fall the other way: cosines can tie to the last bit of single precision.
      assert(
        Math.abs(right - share * cases.length) <= 1.001,
        `${name}, ${language}: ${right} of ${cases.length}, PyTorch ${share * cases.length}`,
      );
    }
  });
});
