import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../../../src/core/engineError';
import type { EmbeddingCache } from '../../../src/engine/cache/embeddingCache';
import type { Model } from '../../../src/engine/model';
import { EngineServer, type EngineParts } from '../../../src/engine/server';
import { temporaryFolder } from '../model/temporaryFolder';
import { fakeModel, fakeTextEmbedding, textOf } from './fakeModel';

/** A model whose files are as they were for so many looks; `mark` is the first number of what it embeds. */
interface Life {
  readonly mark: number;
  readonly unchanged: number;
  readonly hash?: string;
}

describe('an engine whose checkpoint changes', () => {
  const temporary = temporaryFolder();
  let loads: number;
  let disposed: number[];
  let kept: [hash: string, mark: number][];

  const modelOf = ({ mark, unchanged, hash = 'a'.repeat(64) }: Life): Model => {
    const model = fakeModel();
    let looks = 0;
    return {
      ...model,
      checkpoint: { ...model.checkpoint, hash },
      async *encodeTokens(sequences) {
        for (const [index, text] of sequences.map(textOf).entries()) {
          if (text === 'fail') throw new Error(`failed by ${mark}`);
          yield [{ index, embedding: fakeTextEmbedding(text).fill(mark, 0, 1) }];
        }
      },
      encodePixels: (_pixels, count) =>
        Promise.resolve(new Float32Array(count * model.checkpoint.embeddingWidth).fill(mark)),
      isUnchanged: () => looks++ < unchanged,
      dispose: () => Promise.resolve(void disposed.push(mark)),
    };
  };

  const serverOf = (lives: readonly Life[], parts: Partial<EngineParts> = {}): EngineServer => {
    loads = 0;
    disposed = [];
    kept = [];
    const cache = {
      get: () => Promise.resolve(undefined),
      put: (hash: string, { embedding }: { embedding: Float32Array }) =>
        Promise.resolve(void kept.push([hash, embedding[0]!])),
    } as unknown as EmbeddingCache;
    return new EngineServer({
      loadModel: () => Promise.resolve(modelOf(lives[Math.min(loads++, lives.length - 1)]!)),
      openCache: () => cache,
      openPictures: () => ({
        hash: (name) => Promise.resolve(path.basename(name)),
        prepare: (name) =>
          Promise.resolve({
            hash: path.basename(name),
            picture: { width: 3, height: 2, pixels: new Float32Array(3 * 16 * 16) },
          }),
        thumbnail: () => Promise.reject(new Error('nobody asks for it')),
        examine: () => Promise.reject(new Error('not asked for')),
        hidden: () => Promise.reject(new Error('nobody asks for it')),
      }),
      ...parts,
    });
  };
  const context = { signal: new AbortController().signal, progress: () => undefined };
  const embed = async (server: EngineServer, ...texts: string[]): Promise<number[]> =>
    (await server.embedTexts({ texts, priority: 'visible', precision: 'fp32' }, context)).items.map(
      ({ embedding }) => embedding[0]!,
    );
  const changed = (error: unknown): boolean => error instanceof EngineError && error.code === 'model-changed';

  it('drops what was computed and computes it again where the checkpoint is the same', async () => {
    const server = serverOf([
      { mark: 1, unchanged: 1 },
      { mark: 2, unchanged: Infinity },
    ]);
    assert.deepEqual(await embed(server, 'a'), [1]);
    assert.deepEqual(await embed(server, 'b', 'c'), [2, 2]);
    assert.deepEqual(await embed(server, 'd'), [2]);
    assert.equal(loads, 2);
    assert.deepEqual(disposed, [1]);
  });

  it('answers nothing any more where the checkpoint is another', async () => {
    const server = serverOf([
      { mark: 1, unchanged: 1 },
      { mark: 2, unchanged: Infinity, hash: 'b'.repeat(64) },
    ]);
    assert.deepEqual(await embed(server, 'a'), [1]);
    await assert.rejects(embed(server, 'b'), changed);
    await assert.rejects(embed(server, 'a'), changed);
    await assert.rejects(server.checkpoint(null, context), changed);
    await assert.rejects(server.tokenize({ texts: ['a'], priority: 'visible' }, context), changed);
  });

  it('answers by no other checkpoint than an earlier process did', async () => {
    const lives = [{ mark: 1, unchanged: Infinity }];
    await assert.rejects(embed(serverOf(lives, { hash: 'b'.repeat(64) }), 'a'), changed);
    assert.deepEqual(await embed(serverOf(lives, { hash: 'a'.repeat(64) }), 'a'), [1]);
  });

  it('does not tell what failed while the files were others', async () => {
    const server = serverOf([
      { mark: 1, unchanged: 0 },
      { mark: 2, unchanged: Infinity },
    ]);
    await assert.rejects(embed(server, 'fail'), /failed by 2/);
  });

  it('gives up where the files change all the time', async () => {
    const server = serverOf([{ mark: 1, unchanged: 0 }]);
    await assert.rejects(
      embed(server, 'a'),
      (error) => error instanceof EngineError && error.code === 'model-changing',
    );
    assert.equal(loads, 4);
    assert.equal(disposed.length, 4);
  });

  it('frees a model when its last request is answered, and not before', async () => {
    const server = serverOf([
      { mark: 1, unchanged: 0 },
      { mark: 2, unchanged: Infinity },
    ]);
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map((text) => embed(server, text))), [[2], [2], [2]]);
    assert.deepEqual(disposed, [1]);
    assert.equal(loads, 2);
  });

  it('keeps no embedding that a checkpoint made which was being overwritten', async () => {
    const paths = await Promise.all(
      ['one', 'two'].map(async (name) => {
        const file = path.join(temporary(), name);
        await writeFile(file, name);
        return file;
      }),
    );
    const server = serverOf([
      { mark: 1, unchanged: 0 },
      { mark: 2, unchanged: Infinity },
    ]);
    const { items } = await server.embedImages({ paths, priority: 'visible', alpha: 'over-white' }, context);
    assert.deepEqual(
      items.map((outcome) => outcome.ok && outcome.embedding[0]),
      [2, 2],
    );
    assert.deepEqual(
      kept.map(([, mark]) => mark),
      [2, 2],
    );
  });
});
