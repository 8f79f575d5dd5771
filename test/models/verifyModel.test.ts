import assert from 'node:assert/strict';
import path from 'node:path';
import type { Alpha, Checkpoint, Embedder } from '../../src/core/ports';
import { ModelError } from '../../src/models/modelError';
import { readPublishedScores, type PublishedCase } from '../../src/models/publishedScores';
import { verifyModel } from '../../src/models/verifyModel';
import { temporaryFolder } from '../files/temporaryFolder';
import { checkpoint, standIn } from './standIn';

const published = path.resolve('models/published-scores.json');
const model = 'clip-vit-b-32';

describe('verifyModel', () => {
  let cases: PublishedCase[];
  let pictures: ReturnType<typeof temporaryFolder>;
  before(async () => {
    cases = await readPublishedScores(published);
    pictures = temporaryFolder(Object.fromEntries(cases.map(({ picture }) => [picture.file, 'a picture'])));
  });
  after(() => pictures.remove());

  const verify = (embedder: Embedder, picturesFolder = pictures.path, of = model) =>
    verifyModel({ model: of, cases, picturesFolder, embedder });

  it('passes a checkpoint that scores as published', async () => {
    const result = await verify(standIn(cases));
    assert.equal(result.passed, true);
    assert.equal(result.checkpoint, checkpoint);
    assert.equal(result.cases.length, 3);
    for (const { worst, measured, published: known } of result.cases) {
      assert.ok(worst! < 1e-4, `${known.picture.file} ${worst}`);
      assert.equal(measured!.length, known.texts.length);
    }
  });

  it('fails one whose scores are off, and says by how much', async () => {
    const { passed, cases: tried } = await verify(standIn(cases, { shift: 0.5 }));
    assert.equal(passed, false);
    for (const { worst, published: known } of tried.filter(({ published: { kind } }) => kind === 'logits')) {
      assert.ok(Math.abs(worst! - 0.5) < 1e-3, `${known.picture.file} ${worst}`);
    }
    assert.equal((await verify(standIn(cases, { shift: 0.019 }))).passed, true, 'within the tolerance');
  });

  it('compares probabilities where those were published', async () => {
    // Another logit scale leaves the order as it is, and moves every probability.
    const cooler = standIn(cases, { logitScale: 50 });
    const diagram = (await verify(cooler)).cases.find(({ published: { kind } }) => kind === 'probabilities')!;
    assert.ok(diagram.worst! > 0.01);
    assert.ok(Math.abs(diagram.measured!.reduce((sum, value) => sum + value, 0) - 1) < 1e-6);
  });

  it('fails one that gives no numbers', async () => {
    const { passed, cases: tried } = await verify(standIn(cases, { shift: NaN }));
    assert.equal(passed, false);
    assert.ok(tried.every(({ worst }) => Number.isNaN(worst)));
  });

  it('has transparency dropped, as Pillow does for those who publish scores', async () => {
    const embedder = standIn(cases);
    const asked: (Alpha | undefined)[] = [];
    const { embedImages } = embedder;
    embedder.embedImages = (files, options) => {
      asked.push(options?.alpha);
      return embedImages(files, options);
    };
    await verify(embedder);
    assert.deepEqual(asked, ['dropped', 'dropped', 'dropped']);
  });

  it('tries the pictures that are there, and leaves out the others', async () => {
    const one = temporaryFolder({ 'CLIP.png': 'a picture' });
    try {
      const { passed, cases: tried } = await verify(standIn(cases), one.path);
      assert.equal(passed, true);
      assert.deepEqual(
        tried.map(({ measured }) => measured !== undefined),
        [true, false, false],
      );
    } finally {
      one.remove();
    }
  });

  it('says where the pictures are to be had when none is there, and loads nothing', async () => {
    const none = temporaryFolder({});
    const untouched = standIn(cases);
    untouched.checkpoint = () => assert.fail('loaded');
    try {
      await assert.rejects(verify(untouched, none.path), (error) => {
        assert.ok(error instanceof ModelError);
        assert.equal(error.code, 'picture-missing');
        for (const { picture } of cases) assert.ok(String(error.parameters.urls).includes(picture.url));
        return true;
      });
    } finally {
      none.remove();
    }
  });

  it('asks for a picture again that is none', async () => {
    const broken = standIn(cases);
    broken.embedImages = ([file]) =>
      Promise.resolve([{ path: file!, ok: false, code: 'image-not-a-picture', detail: '' }]);
    await assert.rejects(verify(broken), { code: 'picture-missing' });
  });

  it('knows that nothing was published of a model', async () => {
    await assert.rejects(verify(standIn(cases), pictures.path, 'my-clip'), { code: 'nothing-published' });
  });

  it('loads nothing once it is told to stop', async () => {
    const stopping = new AbortController();
    stopping.abort(new Error('enough'));
    const embedder = standIn(cases);
    embedder.checkpoint = ({ signal } = {}): Promise<Checkpoint> => {
      signal!.throwIfAborted();
      return assert.fail('loaded');
    };
    const picturesFolder = pictures.path;
    await assert.rejects(
      verifyModel({ model, cases, picturesFolder, embedder, signal: stopping.signal }),
      /enough/,
    );
  });
});

describe('published scores', () => {
  const one = {
    model: 'm',
    picture: { file: 'a.png', url: 'https://example.org/a.png' },
    texts: ['a'],
    kind: 'logits',
    values: [1],
    tolerance: 0.1,
    source: 'a paper',
  };

  for (const [what, text] of [
    ['no JSON', '{'],
    ['no list', '{"schema":1}'],
    ['a picture outside the folder', { ...one, picture: { ...one.picture, file: '../a.png' } }],
    ['an address that is no web address', { ...one, picture: { ...one.picture, url: 'file:///a.png' } }],
    ['fewer values than texts', { ...one, texts: ['a', 'b'] }],
    ['a value that is no number', { ...one, values: ['1'] }],
    ['no tolerance', { ...one, tolerance: 0 }],
  ] as const) {
    it(`are refused with ${what}`, async () => {
      const content = typeof text === 'string' ? text : JSON.stringify({ schema: 1, cases: [text] });
      const folder = temporaryFolder({ 'scores.json': content });
      try {
        const file = path.join(folder.path, 'scores.json');
        await assert.rejects(readPublishedScores(file), { code: 'registry-broken' });
      } finally {
        folder.remove();
      }
    });
  }

  it('that are missing are named', async () => {
    await assert.rejects(readPublishedScores('/nowhere/scores.json'), { code: 'registry-unreadable' });
  });
});
