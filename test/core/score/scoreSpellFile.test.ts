import assert from 'node:assert/strict';
import { EngineError } from '../../../src/core/engineError';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
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
    assert.equal(score.ranking.at(-1), 0, 'green is far from both pictures');
    assert.deepEqual([...score.prompts.map(({ rank }) => rank)].sort(), [1, 2, 3]);
    const [slot, plain] = score.spells;
    assert.equal(slot!.best, 1, 'a spell stands where its best expansion stands');
    assert.deepEqual(slot!.rows, [0, 1]);
    assert.equal(slot!.rank + plain!.rank, 3);
    assert.ok(Math.abs(score.cosine[1 * 2 + 1]! - 1) < 1e-6, 'row 1 is orange, column 1 is orange');
    assert.ok(
      score.promptGivenImage[2 * 2 + 0]! > score.promptGivenImage[1 * 2 + 0]!,
      'red fits the red picture',
    );
  });

  it('uses the logit scale of the checkpoint', async () => {
    const file = parseSpellFile('red\n\ngreen');
    const at = async (scale: number): Promise<number> =>
      (await scoreSpellFile({ file, imagePaths: ['/red.png'], embedder: colours(scale) }))
        .promptGivenImage[0]!;
    const difference = 1 - Math.cos(0.8);
    for (const scale of [1, 14.3, 100]) {
      assert.ok(Math.abs((await at(scale)) - 1 / (1 + Math.exp(-scale * difference))) < 1e-6);
    }
  });

  it('encodes texts and pictures that repeat once', async () => {
    const embedder = colours();
    const file = parseSpellFile('red fish\n\nred fish\n\n{red|red} fish');
    const score = await scoreSpellFile({ file, imagePaths: ['/red.png', '/red.png'], embedder });
    assert.deepEqual(embedder.asked.texts, [['red fish']]);
    assert.deepEqual(embedder.asked.images, [['/red.png']]);
    assert.equal(score.prompts.length, 4);
    assert.ok(
      score.ranking.slice(1).every((row) => score.prompts[row]!.tiedWithPrevious),
      'equals tie',
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

  it('calls a spell tied with its neighbours only, by their best prompts', async () => {
    const imagePaths = ['red', 'orange', 'yellow', 'red 2', 'orange 2', 'yellow 2'];
    const tied = async (text: string): Promise<unknown[]> => {
      const file = parseSpellFile(text);
      const { spells } = await scoreSpellFile({ file, imagePaths, embedder: colours() });
      return spells.map(({ rank, tied }) => [rank, tied]);
    };
    assert.deepEqual(await tied('orange fish\n\ngreen\n\nan orange'), [
      [1, true],
      [3, false],
      [2, true],
    ]);
    // Between the two best prompts stands another of the first spell.
    assert.deepEqual(await tied('{orange|an orange} fish\n\norange\n\n'), [
      [1, true],
      [2, true],
    ]);
    // Its own expansions are equal, but that is no tie between spells.
    assert.deepEqual(await tied('{orange|an orange} fish\n\n{green|a green}'), [
      [1, false],
      [2, false],
    ]);
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

  it('shows intervals with five pictures and not with four', async () => {
    const file = parseSpellFile('red\n\norange');
    const of = async (count: number) =>
      (
        await scoreSpellFile({
          file,
          imagePaths: Array.from({ length: count }, (_, i) => `/red${i}.png`),
          embedder: colours(),
        })
      ).prompts[0]!;
    assert.equal((await of(4)).interval, undefined);
    const { interval, meanProbability } = await of(5);
    assert.ok(interval!.low <= meanProbability && meanProbability <= interval!.high);
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

  it('scores 256 prompts on 200 pictures within the pause of a keystroke', async () => {
    const file = parseSpellFile('{a|b|c|d}{a|b|c|d}{a|b|c|d}{a|b|c|d} red');
    let n = 0;
    const wide = (): Float32Array => Float32Array.from({ length: 512 }, (_, i) => Math.sin(i * ++n));
    const embedder = new FakeEmbedder(wide, wide);
    const imagePaths = Array.from({ length: 200 }, (_, i) => `/red${i}.png`);
    await scoreSpellFile({ file, imagePaths, embedder });
    const vectors = new FakeEmbedder(
      () => direction(n),
      () => direction(n),
    );
    const start = performance.now();
    const score = await scoreSpellFile({ file, imagePaths, embedder: vectors });
    const ms = performance.now() - start;
    assert.equal(score.cosine.length, 256 * 200);
    assert.ok(ms < 5000, `${ms} ms`); // 0.2 s on an idle core; the bound leaves room for a busy machine
  });
});
