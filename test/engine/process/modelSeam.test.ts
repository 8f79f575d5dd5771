import assert from 'node:assert/strict';
import path from 'node:path';
import { build } from 'esbuild';
import { RememberingEmbedder } from '../../../src/client/rememberingEmbedder';
import type { Embedder } from '../../../src/core/ports';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { imageCache } from '../../../src/engine/cache/imageCache';
import { localPictures } from '../../../src/engine/images/pictures';
import type { Model } from '../../../src/engine/model';
import { EngineServer } from '../../../src/engine/server';
import { picture, quarters } from '../images/pictures';
import { temporaryFolder } from '../model/temporaryFolder';
import { fakeModel, fakeTextEmbedding, textOf } from './fakeModel';

describe('what computes, behind its seam', () => {
  const temporary = temporaryFolder();
  /** What the model was asked, in order. */
  let tokenized: string[];
  let encoded: string[];
  let pictureRuns: number[];

  /** Computes without ONNX, and remembers nothing. */
  const countingModel = (parts: Partial<Model> = {}): Model => {
    const model = fakeModel();
    return {
      ...model,
      tokenize: (texts) => {
        tokenized.push(...texts);
        return model.tokenize(texts);
      },
      async *encodeTokens(sequences) {
        for (const [index, ids] of sequences.entries()) {
          encoded.push(textOf(ids));
          yield [{ index, embedding: fakeTextEmbedding(textOf(ids)) }];
        }
      },
      encodePixels: (pixels, count) => {
        pictureRuns.push(count);
        return model.encodePixels(pixels, count);
      },
      ...parts,
    };
  };

  /** The engine's own server, scheduler and cache around it. */
  const serve = (model: Model, cacheFolder?: string): Embedder => {
    const server = new EngineServer({
      loadModel: () => Promise.resolve(model),
      openCache: (loaded) => (cacheFolder && imageCache(cacheFolder, loaded, assert.fail)) || undefined,
      openPictures: ({ preprocessing, checkpoint }) => localPictures(preprocessing, checkpoint.imageSize),
    });
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const priority = 'visible';
    return {
      checkpoint: () => server.checkpoint(null, context),
      tokenize: async (texts) => (await server.tokenize({ texts, priority }, context)).items,
      embedTexts: async (texts) =>
        (await server.embedTexts({ texts, priority, precision: 'fp32' }, context)).items,
      embedImages: async (paths) =>
        (await server.embedImages({ paths, priority, alpha: 'over-white' }, context)).items,
    };
  };

  const pictures = (count: number): Promise<string[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const file = path.join(temporary(), `${i}.png`);
        await picture(quarters([i * 30, 9, 9]))
          .png()
          .toFile(file);
        return file;
      }),
    );

  beforeEach(() => {
    tokenized = [];
    encoded = [];
    pictureRuns = [];
  });

  it('is nowhere in what serves, decodes, keeps and takes turns', async () => {
    const { metafile } = await build({
      entryPoints: ['src/engine/runEngine.ts'],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      external: ['onnxruntime-node', 'sharp'],
      logLevel: 'silent',
    });
    const inputs = Object.keys(metafile.inputs);
    assert.ok(inputs.some((input) => input.endsWith('engine/server.ts')));
    assert.ok(inputs.some((input) => input.endsWith('engine/cache/embeddingCache.ts')));
    assert.deepEqual(
      inputs.filter((input) =>
        /onnx|session\.ts|loadModel|clipModel|imageEncoder|engine\/(graph|checkpoint)\/|engine\/text\/(?!embedTexts|attendTexts)/i.test(
          input,
        ),
      ),
      [],
    );
  });

  it('gets pixels in runs of its own size, and none of a picture that is known', async () => {
    const paths = await pictures(5);
    const cacheFolder = path.join(temporary(), 'cache');
    const sizes = { interactive: 2, idle: 2 };
    const first = await serve(
      countingModel({ runSizes: { tokens: sizes, pictures: sizes } }),
      cacheFolder,
    ).embedImages(paths);
    assert.ok(Math.max(...pictureRuns) === 2, pictureRuns.join());
    assert.equal(
      pictureRuns.reduce((sum, each) => sum + each, 0),
      5,
    );
    pictureRuns = [];
    const again = await serve(countingModel(), cacheFolder).embedImages(paths);
    assert.deepEqual(pictureRuns, []);
    assert.deepEqual(again, first);
  });

  it('is another where its numbers are others', async () => {
    const paths = await pictures(1);
    const cacheFolder = path.join(temporary(), 'cache');
    await serve(countingModel(), cacheFolder).embedImages(paths);
    const { checkpoint } = fakeModel();
    const other = countingModel({ checkpoint: { ...checkpoint, hash: 'e'.repeat(64) } });
    await serve(other, cacheFolder).embedImages(paths);
    assert.deepEqual(pictureRuns, [1, 1]);
  });

  it('is asked once for each text of a file that is scored: to split it, and to encode it', async () => {
    const text = (word: string): string =>
      ['### one', `{a cat|a dog|a ${word}}`, '### two', 'a cat', '### three', '{a cat|a cat} by night'].join(
        '\n',
      );
    const embedder = new RememberingEmbedder(serve(countingModel()));
    const imagePaths = await pictures(1);
    const score = (word: string): ReturnType<typeof scoreSpellFile> =>
      scoreSpellFile({ file: parseSpellFile(text(word)), imagePaths, embedder });
    const { prompts } = await score('fish');
    assert.ok(prompts.length > 4);
    const all = ['a cat', 'a cat by night', 'a dog', 'a fish'];
    assert.deepEqual([...tokenized].sort(), all);
    assert.deepEqual([...encoded].sort(), all);

    tokenized = [];
    encoded = [];
    await score('bird');
    assert.deepEqual([tokenized, encoded], [['a bird'], ['a bird']]);
  });

  it('is asked once to split each text of a file that is only counted', async () => {
    const file = parseSpellFile('{a cat|a dog} by day\n\na cat by day\n');
    await scoreSpellFile({ file, imagePaths: [], embedder: serve(countingModel()) });
    assert.deepEqual([...tokenized].sort(), ['a cat by day', 'a dog by day']);
    assert.deepEqual(encoded, []);
  });
});
