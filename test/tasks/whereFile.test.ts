import assert from 'node:assert/strict';
import { join } from 'node:path';
import { EngineError } from '../../src/core/engineError';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import type { PatchReader, PlacesOutcome, ReadPlacesOptions } from '../../src/core/ports';
import { scoreFile, type ScoredFile } from '../../src/tasks/scoreFile';
import { findPhrase, phrasesAt } from '../../src/tasks/whereFile';
import { direction, FakeEmbedder } from '../core/score/fakeEmbedder';
import { temporaryFolder } from '../files/temporaryFolder';

/** What words mean, as directions; all else is neutral. */
const meanings: Readonly<Record<string, number>> = { cat: 0, dog: 1, 'a photo of cat': 0.1 };
const neutral = 2.5;

/** Every picture shows a cat on its left and a dog on its right. */
class FakeReader extends FakeEmbedder implements PatchReader {
  readonly looked: { path: string; texts: number; options?: ReadPlacesOptions }[] = [];

  constructor() {
    super(
      (text) => direction(meanings[text] ?? neutral),
      (path) => (path.endsWith('gone.png') ? undefined : direction(0.5)),
    );
  }

  async readPlaces(
    path: string,
    texts: readonly Float32Array[],
    options?: ReadPlacesOptions,
  ): Promise<PlacesOutcome> {
    options?.signal?.throwIfAborted();
    this.looked.push({ path, texts: texts.length, options });
    if (path.endsWith('b.png')) return { path, ok: false, code: 'image-truncated', detail: 'cut' };
    return {
      ...{ path, ok: true, hash: 'f'.repeat(64), width: 20, height: 10, rows: 1, columns: 2 },
      seen: { left: 0, top: 0, right: 20, bottom: 10 },
      features: Float32Array.of(...direction(0), ...direction(1)),
      evidence: new Float32Array(texts.length * 2).fill(0.1),
      attention: new Float32Array(2),
    };
  }
}

describe('looking for a phrase in the pictures of a file', () => {
  const folder = temporaryFolder({ 'a.png': '', 'b.png': '', 'c.png': '', 'gone.png': '' });
  after(() => folder.remove());
  const at = (name: string): string => join(folder.path, name);
  let reader: FakeReader;
  let scored: ScoredFile;

  const score = async (images: string, rest = '### one\ncat, dog\n### two\nbird, cat'): Promise<void> => {
    reader = new FakeReader();
    scored = await scoreFile({
      file: parseSpellFile(`---\nimages: ${images}\n---\n${rest}`),
      path: at('a.spell'),
      embedder: async () => reader,
      languagesOf: async () => ['en'],
    });
  };

  it('finds it where it is, held against the other phrases of the file', async () => {
    await score('a.png');
    const found = await findPhrase('cat', scored, reader);
    assert.deepEqual(found!.rivals, ['dog', 'bird']);
    const [{ heat, width, seen }] = found!.pictures as [NonNullable<typeof found>['pictures'][0]];
    assert.ok(heat.isFound && heat.values[0]! > heat.values[1]!);
    assert.ok(heat.contrast[0]! > 0.99 && heat.contrast[1]! < 0.01);
    assert.deepEqual([width, seen.right], [20, 20]);
    assert.deepEqual(reader.looked, [
      { path: at('a.png'), texts: 1, options: { signal: undefined, priority: undefined } },
    ]);
    assert.deepEqual((await findPhrase('cat', scored, reader, { spell: 0 }))!.rivals, ['dog']);
  });

  it('puts it into the templates of the file, as prompts are', async () => {
    await score('a.png, template: "a photo of {}"'.replace(', ', '\n'));
    reader.asked.texts.length = 0;
    await findPhrase('cat', scored, reader);
    assert.ok(reader.asked.texts[0]!.every((text) => text.startsWith('a photo of ')));
    assert.ok(reader.asked.texts[0]!.includes('a photo of something'), 'neutral words too');
  });

  it('tells from which word on a phrase was not read', async () => {
    await score('a.png');
    assert.equal((await findPhrase('1 2 3 4 5 6', scored, reader))!.lostFrom, undefined);
    assert.equal((await findPhrase('1 2 3 4 5 6  seven eight', scored, reader))!.lostFrom, 'seven');
    await score('a.png\ntemplate: a photo of {}');
    assert.equal((await findPhrase('1 2 3 four', scored, reader))!.lostFrom, 'four');
  });

  it('tells apart what one phrase names', async () => {
    await score('a.png', 'a cat left of a dog');
    assert.deepEqual((await findPhrase('cat', scored, reader))!.rivals, ['dog']);
    const fits = await phrasesAt(at('a.png'), { x: 15, y: 5 }, scored, reader);
    assert.equal(fits!.phrases[0]!.phrase, 'dog');
  });

  it('names pictures that cannot be looked at, and looks at the others', async () => {
    await score('[a.png, b.png, c.png]');
    const counted: number[] = [];
    const found = await findPhrase('cat', scored, reader, { onProgress: ({ done }) => counted.push(done) });
    assert.deepEqual(
      found!.pictures.map(({ path }) => path),
      [at('a.png'), at('c.png')],
    );
    assert.deepEqual(found!.failures, [{ path: at('b.png'), code: 'image-truncated', detail: 'cut' }]);
    assert.deepEqual(counted, [0, 1, 2, 3]);
    const some = await findPhrase('cat', scored, reader, { pictures: [at('c.png')] });
    assert.deepEqual(
      some!.pictures.map(({ path }) => path),
      [at('c.png')],
    );
  });

  it('looks at windows where that is wanted, and stops where it is told to', async () => {
    await score('a.png');
    const found = await findPhrase('cat', scored, reader, { windows: true });
    assert.equal(reader.looked.length, 1 + 21);
    assert.ok(reader.looked.slice(1).every(({ options }) => options?.part));
    assert.deepEqual([found!.pictures[0]!.heat.rows, found!.pictures[0]!.heat.columns], [2, 4]);

    const abort = new AbortController();
    reader.looked.length = 0;
    const read = reader.readPlaces.bind(reader);
    reader.readPlaces = async (...words) => {
      if (reader.looked.length === 2) abort.abort(new Error('enough'));
      return read(...words);
    };
    await assert.rejects(
      findPhrase('cat', scored, reader, { windows: true, signal: abort.signal }),
      /enough/,
    );
    assert.equal(reader.looked.length, 2);
  });

  it('has nothing to say without a picture, and says that a checkpoint cannot', async () => {
    await score('nowhere.png');
    assert.equal(await findPhrase('cat', scored, reader), undefined);
    await score('a.png');
    reader.readPlaces = () => Promise.reject(new EngineError('places-unsupported', { model: 'x' }));
    await assert.rejects(findPhrase('cat', scored, reader), { code: 'places-unsupported' });
  });

  it('tells which phrases of the file fit a place, and how well none of them does', async () => {
    await score('a.png');
    const fits = await phrasesAt(at('a.png'), { x: 15, y: 5 }, scored, reader);
    assert.deepEqual(
      fits!.phrases.map(({ phrase }) => phrase),
      ['dog', 'cat', 'bird'],
    );
    const sum = fits!.phrases.reduce((total, { probability }) => total + probability, fits!.neutral);
    assert.ok(Math.abs(sum - 1) < 1e-9);
    assert.ok(fits!.phrases[0]!.probability > 0.99);
    assert.equal(await phrasesAt(at('a.png'), { x: 21, y: 5 }, scored, reader), undefined);
    assert.equal(await phrasesAt(at('b.png'), { x: 1, y: 5 }, scored, reader), undefined);
  });
});
