import assert from 'node:assert/strict';
import { EngineError } from '../../../src/core/engineError';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type * as Core from '../../steps/coreSteps';
import { Meter } from '../../steps/meter';
import { direction, FakeEmbedder } from './fakeEmbedder';

/** Texts and pictures are colours on a circle: what is near in angle is alike. */
const angles: Record<string, number> = { red: 0, orange: 0.1, yellow: 0.2, green: 0.8 };
const angleIn = (text: string): number | undefined =>
  Object.entries(angles).find(([name]) => text.includes(name))?.[1];
const colours = (logitScale?: number): FakeEmbedder =>
  new FakeEmbedder(
    (text) => direction(angleIn(text) ?? 2),
    (path) => (angleIn(path) === undefined ? undefined : direction(angleIn(path)!)),
    logitScale,
  );

function setNew<T>(map: Map<string, T>, key: string, value: T): T {
  map.set(key, value);
  return value;
}

describe('scoreSpellFile', () => {
  it('ranks every expansion of every spell against the pictures', async () => {
    const file = parseSpellFile('### slot\n{green|orange} fish\n### plain\nred fish');
    const score = await scoreSpellFile({
      file,
      imagePaths: ['/red.png', '/orange.png'],
      embedder: colours(),
    });
    assert.deepEqual(
      score.prompts.map(({ expansion, spell, row }) => [row, spell, expansion.text]),
      [
        [0, 0, 'green fish'],
        [1, 0, 'orange fish'],
        [2, 1, 'red fish'],
      ],
    );
    assert.deepEqual(
      score.prompts.map(({ rank }) => rank),
      [2, 1, 1],
      'each within its spell',
    );
    const [slot] = score.spells;
    assert.equal(slot!.best, 1, 'green is far from both pictures');
    assert.deepEqual(slot!.rows, [0, 1]);
    assert.ok(Math.abs(score.cosine[1 * 2 + 1]! - 1) < 1e-6, 'row 1 is orange, column 1 is orange');
    assert.ok(
      score.spellGivenImage[1 * 2 + 0]! > score.spellGivenImage[0 * 2 + 0]!,
      'red fits the red picture',
    );
    for (const column of [0, 1]) {
      const among = (matrix: Float32Array, rows: readonly number[]): number =>
        rows.reduce((sum, row) => sum + matrix[row * 2 + column]!, 0);
      assert.ok(Math.abs(among(score.spellGivenImage, [0, 1]) - 1) < 1e-6, 'the spells share a picture');
      assert.ok(Math.abs(among(score.promptGivenImage, [0, 1]) - 1) < 1e-6, 'and so do the texts of one');
      assert.equal(score.promptGivenImage[2 * 2 + column], 1, 'a text that is alone has it');
    }
  });

  it('uses the logit scale of the checkpoint', async () => {
    const file = parseSpellFile('red\n\ngreen');
    const at = async (scale: number): Promise<number> =>
      (await scoreSpellFile({ file, imagePaths: ['/red.png'], embedder: colours(scale) }))
        .spellGivenImage[0]!;
    const difference = 1 - Math.cos(0.8);
    for (const scale of [1, 14.3, 100]) {
      assert.ok(Math.abs((await at(scale)) - 1 / (1 + Math.exp(-scale * difference))) < 1e-6);
    }
  });

  it('encodes texts and pictures that repeat once', async () => {
    const embedder = colours();
    const file = parseSpellFile('red fish\n\nred fish\n\n{red|(red)} fish');
    const score = await scoreSpellFile({ file, imagePaths: ['/red.png', '/red.png'], embedder });
    assert.deepEqual(embedder.asked.texts, [['red fish']]);
    assert.deepEqual(embedder.asked.images, [['/red.png']]);
    assert.equal(score.prompts.length, 4);
    assert.deepEqual(
      score.prompts.map(({ sameAs, rank, meanProbability }) => [sameAs, rank, meanProbability]),
      [
        [0, 1, 1],
        [1, 1, 1],
        [2, 1, 1],
        [2, 1, 1],
      ],
      'equal texts of a spell are one candidate',
    );
    assert.deepEqual(
      score.spells.map(({ rank, texts, meanProbability, fitsBest }) => [
        rank,
        texts,
        meanProbability,
        fitsBest,
      ]),
      [
        [1, 1, 1, 1],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ],
      'equal spells share their rank, and one value',
    );
  });

  it('takes texts that the checkpoint reads alike for one', async () => {
    const score = await scoreSpellFile({
      file: parseSpellFile('{red|Red|RED|green} fish\n\nyellow'),
      imagePaths: ['/red.png'],
      embedder: new FakeEmbedder(
        (text) => direction(angleIn(text.toLowerCase()) ?? 2),
        () => direction(0),
      ),
    });
    assert.deepEqual(
      score.prompts.map(({ sameAs }) => sameAs),
      [0, 0, 0, 3, 4],
    );
    assert.equal(score.spells[0]!.texts, 2);
  });

  it('keeps the order of two spells whatever else the file holds', async () => {
    const imagePaths = ['/red1.png', '/red2.png', '/green.png'];
    const orders = await Promise.all(
      ['', '\n\n### third\nyellow', '\n\n### many\n{red|orange|yellow} {a|b|c}'].map(async (more) => {
        const file = parseSpellFile(`### a\norange\n\n### b\ngreen${more}`);
        const { spells } = await scoreSpellFile({ file, imagePaths, embedder: colours() });
        return [spells[0]!.meanCosine, spells[1]!.meanCosine, spells[0]!.rank < spells[1]!.rank];
      }),
    );
    assert.deepEqual(orders[1], orders[0]);
    assert.deepEqual(orders[2], orders[0]);
  });

  it('shows what a spell owes to the choice among its variants', async () => {
    // Each text fits two of the six pictures; which one is the best is chance.
    const angleOf = (text: string): number => Number(/\d+/.exec(text)?.[0] ?? 0);
    const embedder = new FakeEmbedder(
      (text) => direction(angleOf(text) + 0.001),
      (path) => direction(angleOf(path)),
    );
    const imagePaths = [0, 1, 2, 3, 4, 5].map((n) => `/${n}.png`);
    const { spells } = await scoreSpellFile({
      file: parseSpellFile('{0|1|2|3|4|5}\n\n6'),
      imagePaths,
      embedder,
    });
    assert.ok(spells[0]!.chosenCosine > spells[0]!.meanCosine + 0.05, 'the choice flatters');
    assert.equal(spells[1]!.chosenCosine, spells[1]!.meanCosine, 'nothing was chosen');
  });

  it('finds nothing uncertain between spells that read the same, though their embeddings were rounded apart', async () => {
    let n = 0;
    const embedder = new FakeEmbedder(
      (text) => {
        const vector = direction(0.3);
        if (text === 'b') vector[1]! += 1e-7 * ++n;
        return vector;
      },
      (path) => direction(0.3 * Number(/\d/.exec(path)![0])),
    );
    const { spells, cosine } = await scoreSpellFile({
      file: parseSpellFile('a\n\nb'),
      imagePaths: [0, 1, 2, 3, 4, 5].map((i) => `/${i}.png`),
      embedder,
    });
    assert.deepEqual(cosine.subarray(0, 6), cosine.subarray(6, 12));
    assert.deepEqual(
      spells.map(({ rank, ranks, behind }) => [rank, ranks, behind]),
      [
        [1, { first: 1, last: 2 }, undefined],
        [1, { first: 1, last: 2 }, { difference: 0 }],
      ],
    );
  });

  it('never contradicts itself among very many spells', async () => {
    const random = seededRandom(3);
    const vectors = new Map<string, Float32Array>();
    const embedder = new FakeEmbedder(
      (text) => vectors.get(text) ?? setNew(vectors, text, direction(random() * 3)),
      (path) => direction(0.4 * Number(/\d/.exec(path)![0])),
    );
    const { spells } = await scoreSpellFile({
      file: parseSpellFile(Array.from({ length: 530 }, (_, i) => `t${i}`).join('\n\n')),
      imagePaths: [0, 1, 2, 3, 4, 5].map((i) => `/${i}.png`),
      embedder,
    });
    // Their ranges come from intervals of their own, which intervals of pairs could contradict.
    assert.ok(spells.every(({ ranks, behind }) => ranks !== undefined && behind?.interval === undefined));
  });

  it('counts near-duplicates as one picture', async () => {
    const file = parseSpellFile('red\n\ngreen');
    const score = await scoreSpellFile({
      file,
      imagePaths: ['/red1.png', '/red2.png', '/red3.png', '/green.png'],
      embedder: colours(),
    });
    assert.equal(score.differentImages, 2);
    assert.deepEqual(
      score.images.map(({ group }) => group),
      [0, 0, 0, 1],
    );
    const expected = (1 + Math.cos(0.8)) / 2;
    assert.ok(Math.abs(score.prompts[0]!.meanCosine - expected) < 1e-6);
    assert.equal(score.spells[0]!.rank, score.spells[1]!.rank, 'three copies of one picture win nothing');
    assert.deepEqual(
      score.spells.map(({ fitsBest }) => fitsBest),
      [3, 1],
      'pictures are counted one by one',
    );
  });

  it('names a bad picture and scores the rest', async () => {
    const file = parseSpellFile('red');
    const score = await scoreSpellFile({ file, imagePaths: ['/gone.png', '/red.png'], embedder: colours() });
    assert.deepEqual(score.failures, [{ path: '/gone.png', code: 'image-missing', detail: 'ENOENT' }]);
    assert.deepEqual(
      score.images.map(({ path }) => path),
      ['/red.png'],
    );
    assert.equal(score.prompts[0]!.meanProbability, 1);
  });

  it('tells token counts and losses when there are no pictures, and encodes nothing', async () => {
    const embedder = colours();
    const file = parseSpellFile('one two three four five six seven eight\n\nred');
    const score = await scoreSpellFile({ file, imagePaths: [], embedder });
    assert.deepEqual(score.ranking, []);
    assert.deepEqual(
      score.prompts.map(({ tokenCount, lostFrom, rank }) => [tokenCount, lostFrom, rank]),
      [
        [10, 'one two three four five six '.length, 0],
        [3, undefined, 0],
      ],
    );
    assert.equal(score.spells[0]!.rank, 0);
    assert.deepEqual(embedder.asked.texts, []);
    assert.deepEqual(embedder.asked.images, []);
  });

  it('is quiet about a file with no prompt', async () => {
    for (const text of ['', '# only a comment', '### a heading']) {
      const score = await scoreSpellFile({
        file: parseSpellFile(text),
        imagePaths: ['/red.png'],
        embedder: colours(),
      });
      assert.deepEqual([score.prompts, score.ranking, score.cosine.length], [[], [], 0]);
    }
  });

  it('gives every spell the ranks that it may have', async () => {
    const imagePaths = ['red', 'orange', 'yellow', 'green', 'blue'].map((name) => `/${name}`);
    const embedder = new FakeEmbedder(
      (text) => direction({ near: 0.4, alike: 0.4, far: 1.6 }[text] ?? 0),
      (path) =>
        direction({ '/red': 0, '/orange': 0.3, '/yellow': 0.55, '/green': 0.8, '/blue': -0.3 }[path]!),
    );
    const { spells } = await scoreSpellFile({
      file: parseSpellFile('near\n\nfar\n\nalike'),
      imagePaths,
      embedder,
    });
    assert.deepEqual(
      spells.map(({ rank, ranks }) => [rank, ranks]),
      [
        [1, { first: 1, last: 2 }],
        [3, { first: 3, last: 3 }],
        [1, { first: 1, last: 2 }],
      ],
    );
    assert.equal(spells[0]!.behind, undefined);
    assert.ok(spells[1]!.behind!.interval!.high < 0);
    assert.equal(spells[2]!.behind!.difference, 0);
  });

  it('ranks a spell with no prompt last', async () => {
    const file = parseSpellFile('### empty\n\n### red\nred');
    const score = await scoreSpellFile({ file, imagePaths: ['/red.png'], embedder: colours() });
    assert.deepEqual(
      score.spells.map(({ rank, best }) => [rank, best]),
      [
        [2, undefined],
        [1, 0],
      ],
    );
  });

  it('averages the directions of several templates', async () => {
    const embedder = new FakeEmbedder(
      (text) => direction(text.startsWith('a photo') ? 0 : 1),
      () => direction(0.5),
    );
    const file = parseSpellFile('---\ntemplate: ["a photo of {}", "a drawing of {}"]\n---\ncat');
    const score = await scoreSpellFile({ file, imagePaths: ['/x.png'], embedder });
    assert.deepEqual(embedder.asked.texts, [['a photo of cat', 'a drawing of cat']]);
    assert.ok(Math.abs(score.cosine[0]! - 1) < 1e-6, 'half way between the two');
  });

  it('counts a template as part of the prompt, and maps losses back into the prompt', async () => {
    const lost = async (text: string): Promise<number | undefined> => {
      const file = parseSpellFile(`---\ntemplate: "a photo of {} at night"\n---\n${text}`);
      return (await scoreSpellFile({ file, imagePaths: [], embedder: colours() })).prompts[0]!.lostFrom;
    };
    assert.equal(await lost('cat'), undefined);
    assert.equal(await lost('one two'), 'one two'.length, 'only the tail of the template is lost');
    assert.equal(await lost('one two three four'), 'one two three '.length);
  });

  it('shows intervals with five different pictures and not with four', async () => {
    const of = async (count: number) =>
      (
        await scoreSpellFile({
          file: parseSpellFile('red\n\ngreen'),
          imagePaths: Array.from({ length: count }, (_, i) => `/${i}.png`),
          embedder: new FakeEmbedder(
            (text) => direction(angles[text]!),
            (path) => direction(0.3 * Number(/\d/.exec(path)![0])),
          ),
        })
      ).spells;
    for (const { ranks, behind } of await of(4)) {
      assert.equal(ranks, undefined);
      assert.equal(behind?.interval, undefined);
    }
    const five = await of(5);
    assert.ok(five.every(({ ranks }) => ranks !== undefined));
    assert.equal(five.filter(({ behind }) => behind?.interval !== undefined).length, 1);
  });

  it('rejects when a text has no direction, and names a picture that has none', async () => {
    const file = parseSpellFile('red');
    const broken = new FakeEmbedder(
      () => Float32Array.of(NaN, NaN),
      () => direction(0),
    );
    await assert.rejects(
      scoreSpellFile({ file, imagePaths: ['/red.png'], embedder: broken }),
      (error) => error instanceof EngineError && error.code === 'model-file-broken',
    );
    const black = new FakeEmbedder(
      () => direction(0),
      (path) => (path === '/a.png' ? new Float32Array(2) : direction(0)),
    );
    const score = await scoreSpellFile({ file, imagePaths: ['/a.png', '/b.png'], embedder: black });
    assert.equal(score.failures[0]!.path, '/a.png');
    assert.ok(score.cosine.every(Number.isFinite));
  });

  it('rejects with the reason of an abort, and stops what it began when a part fails', async () => {
    const reason = new Error('no longer wanted');
    const request = { file: parseSpellFile('red'), imagePaths: ['/red.png'] };
    await assert.rejects(
      scoreSpellFile({ ...request, embedder: colours(), signal: AbortSignal.abort(reason) }),
      (error) => error === reason,
    );
    const embedder = colours();
    embedder.embedImages = () => Promise.reject(new EngineError('engine-crashed'));
    await assert.rejects(scoreSpellFile({ ...request, embedder }), { code: 'engine-crashed' });
    assert.equal(embedder.lastSignal!.aborted, true);
  });

  it('keeps one spell within the limit, and a file of very many spells within what fits in memory', async () => {
    const file = parseSpellFile('{1|2|3|4}{1|2|3|4} red\n\ngreen');
    const score = await scoreSpellFile({ file, imagePaths: ['/red.png'], embedder: colours(), limit: 5 });
    assert.deepEqual(
      score.spells.map(({ rows, total, sampled }) => [rows.length, total, sampled]),
      [
        [5, 16, true],
        [1, 1, false],
      ],
    );
    assert.deepEqual(
      score.diagnostics.map(({ code }) => code),
      ['expansions-sampled'],
    );
    const many = parseSpellFile(Array.from({ length: 2000 }, () => '{1|2|3|4}{1|2|3|4} red').join('\n\n'));
    assert.ok(
      (await scoreSpellFile({ file: many, imagePaths: [], embedder: colours() })).prompts.length <= 16_384,
    );
  });

  it('never holds the thread for long, with 256 prompts and 200 pictures', async () => {
    const file = parseSpellFile('{a|b|c|d}{a|b|c|d}{a|b|c|d}{a|b|c|d} red');
    let n = 0;
    const wide = (): Float32Array => Float32Array.from({ length: 64 }, (_, i) => Math.sin(i * ++n));
    let pauses = 0;
    const score = await scoreSpellFile({
      file,
      imagePaths: Array.from({ length: 200 }, (_, i) => `/red${i}.png`),
      embedder: new FakeEmbedder(wide, wide),
      pause: async () => void pauses++,
    });
    assert.equal(score.cosine.length, 256 * 200);
    // Every prompt and every picture is a step of its own in what grows with their number.
    assert.ok(pauses > 2 * (256 + 200), `${pauses} steps`);
  });

  it('takes steps in proportion to pictures, and at most to the pairs of prompts', async () => {
    const meter = new Meter<typeof Core>('test/steps/coreSteps.ts');
    const steps = async (prompts: number, pictures: number): Promise<number> => {
      let n = 0;
      const vectors = new FakeEmbedder(
        () => direction(n++),
        () => direction(n++),
      );
      const file = parseSpellFile(Array.from({ length: prompts }, (_, i) => `${i} red`).join('\n\n'));
      const imagePaths = Array.from({ length: pictures }, (_, i) => `/red${i}.png`);
      return meter.countAsync((core) => core.scoreSpellFile({ file, imagePaths, embedder: vectors }));
    };
    await steps(16, 16);
    const whole = await steps(128, 200);
    const [fewPrompts, fewPictures] = [await steps(32, 200), await steps(128, 50)];
    meter.stop();
    assert.ok(whole < 20 * fewPrompts, `${fewPrompts} steps for 32 prompts, ${whole} for 128`);
    assert.ok(whole < 5 * fewPictures, `${fewPictures} steps for 50 pictures, ${whole} for 200`);
  });
});
