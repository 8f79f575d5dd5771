import assert from 'node:assert/strict';
import { cosines } from '../../../../src/core/clip/similarity';
import type { Embedder, ImageOutcome, TextEmbedding } from '../../../../src/core/ports';
import type { LibraryScorer } from '../../../../src/core/score/library/libraryScorer';
import { rankLibrary } from '../../../../src/core/score/library/rankLibrary';
import { scoreLibraryFile } from '../../../../src/core/score/library/scoreLibraryFile';
import { scoreSpellFile } from '../../../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../../../src/core/spell/parseSpellFile';
import { seededRandom } from '../../../../src/core/spell/seededRandom';
import { pairSums } from '../../../../src/core/statistics/streamedMoments';
import { finish } from '../../../../src/core/steps';

const width = 12;

/** A vector for each text or path; copies are of the same bytes. */
function vectorOf(name: string): Float32Array {
  const random = seededRandom([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1e6);
  const vector = Float32Array.from({ length: width }, () => random() - 0.3);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

const contentOf = (path: string): string => path.replace('copy of ', '');

class FakeEmbedder implements Embedder, LibraryScorer {
  checkpoint(): ReturnType<Embedder['checkpoint']> {
    return Promise.resolve({
      ...{ id: 'fake', hash: 'f'.repeat(64), family: 'clip', embeddingWidth: width, contextLength: 5 },
      ...{ logitScale: 20, logitBias: 0, imageSize: 8, languages: [] },
    });
  }
  tokenize(): never {
    throw new Error('texts are embedded');
  }
  embedTexts(texts: readonly string[]): Promise<TextEmbedding[]> {
    return Promise.resolve(
      texts.map((text) => ({
        embedding: vectorOf(text.toLowerCase()),
        tokenCount: text.length,
        ...(text.length > 8 && { lostFrom: 8 }),
      })),
    );
  }
  embedImages(paths: readonly string[]): Promise<ImageOutcome[]> {
    return Promise.resolve(
      paths.map((path) =>
        path.includes('broken')
          ? { path, ok: false, code: 'image-empty', detail: '' }
          : {
              ...{ path, ok: true, hash: contentOf(path), width: 1, height: 1 },
              embedding: vectorOf(contentOf(path)),
            },
      ),
    );
  }
  async scoreLibrary({
    paths,
    texts,
    spells,
    most,
  }: Parameters<LibraryScorer['scoreLibrary']>[0]): ReturnType<LibraryScorer['scoreLibrary']> {
    const outcomes = await this.embedImages(paths);
    const failures = outcomes.filter((outcome) => !outcome.ok);
    const readable = outcomes.filter((outcome) => outcome.ok);
    const firsts = readable.filter(({ hash }, i) => readable.findIndex((each) => each.hash === hash) === i);
    const cosine = finish(
      cosines(
        firsts.map(({ embedding }) => embedding),
        texts,
      ),
    );
    const ranking = await rankLibrary(
      {
        copies: firsts.map(({ hash }) => readable.filter((each) => each.hash === hash).length),
        each: (take) => take({ start: 0, count: firsts.length, cosine }),
        pairSums: (values, things) => Promise.resolve(pairSums(values, things)),
      },
      { spells, texts: texts.length, logitScale: 20, most },
    );
    const named = (found: readonly { picture: number; cosine: number; probability: number }[]) =>
      found.map(({ picture, ...each }) => ({ path: firsts[picture]!.path, ...each }));
    return {
      ...ranking,
      spells: ranking.spells.map((spell) => ({
        ...spell,
        nearest: named(spell.nearest),
        farthest: named(spell.farthest),
      })),
      failures: failures.map(({ path, code, detail }) => ({ path, code, detail })),
      failed: failures.length,
    };
  }
}

const text = ['A cat', 'a {red|blue|Red} fish', 'a CAT', '{a dog|a long long text|a cat}'].join('\n\n');

describe('a file on a library', () => {
  // More than are compared with each other: only equal files are one picture, as in a library.
  const imagePaths = Array.from({ length: 1100 }, (_, i) =>
    i % 9 === 8 ? `/copy of ${i - 1}.png` : i === 500 ? '/broken.png' : `/${i}.png`,
  );
  const request = { file: parseSpellFile(text), imagePaths, embedder: new FakeEmbedder() };

  it('has the standings that it has on the same pictures one by one', async () => {
    const whole = await scoreSpellFile(request);
    const library = await scoreLibraryFile({ ...request, most: 3 });
    assert.equal(library.images.length, whole.images.length);
    assert.equal(library.failed, 1);
    const round = (value: unknown): unknown =>
      JSON.parse(
        JSON.stringify(value, (_, each: unknown) =>
          typeof each === 'number' ? Number(each.toPrecision(11)) : each,
        ),
      );
    for (const key of ['failures', 'differentImages', 'prompts', 'ranking', 'spells', 'yardstick'] as const)
      assert.deepEqual(round(library[key]), round(whole[key]), key);
    for (const { spell, nearest } of library.found) {
      const row = whole.spells[spell]!.best! * whole.images.length;
      const best = whole.cosine.subarray(row, row + whole.images.length);
      assert.equal(nearest[0]!.cosine, Math.max(...best));
      assert.equal(nearest.length, 3);
    }
  });

  it('says nothing of ranks without a readable picture', async () => {
    const library = await scoreLibraryFile({ ...request, imagePaths: [], most: 3 });
    assert.equal(library.images.length, 0);
    assert.deepEqual(library.ranking, []);
    assert.deepEqual(library.found, []);
    assert.ok(library.prompts.every(({ rank }) => rank === 0));
  });
});
