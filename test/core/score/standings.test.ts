import assert from 'node:assert/strict';
import type { FileScore } from '../../../src/core/score/fileScore';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { sharesOf } from '../../../src/core/score/shares';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { finish } from '../../../src/core/steps';
import { direction, FakeEmbedder } from './fakeEmbedder';

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`);

/** Pictures lie at the angle in their name; a text at the number in it. */
const embedder = (): FakeEmbedder =>
  new FakeEmbedder(
    (text) => direction(Number(text)),
    (path) => direction(Number(path.slice(1))),
  );

const score = (text: string, pictures: readonly number[]): Promise<FileScore> =>
  scoreSpellFile({
    file: parseSpellFile(text),
    imagePaths: pictures.map((angle) => `/${angle}`),
    embedder: embedder(),
  });

describe('standings', () => {
  it('hold the shares of each text on each picture, and their means over different pictures', () => {
    // Two texts on three pictures, of which the last two count as one; the logit scale is ln 3.
    const cosine = Float32Array.from([1, 0, 1, 0, 0, 0]);
    const { probabilities, means, fitsBest } = finish(sharesOf([0, 1], cosine, [0, 1, 1], Math.log(3)));
    for (const [i, expected] of [0.75, 0.5, 0.75, 0.25, 0.5, 0.25].entries())
      near(probabilities[i]!, expected);
    near(means[0]!, (0.75 + (0.5 + 0.75) / 2) / 2);
    near(means[1]!, (0.25 + (0.5 + 0.25) / 2) / 2);
    assert.deepEqual(fitsBest, [3, 1], 'both fit the second picture best');
  });

  it('hold the mean cosine of each text of a spell', async () => {
    const pictures = [-1.5, -0.8, 0.1, 0.9];
    const texts = [0.3, -0.2, 1.1];
    const { prompts } = await score(`{${texts.join('|')}}`, pictures);
    for (const [i, text] of texts.entries()) {
      const cosines = pictures.map((picture) => Math.cos(picture - text));
      near(prompts[i]!.meanCosine, cosines.reduce((sum, value) => sum + value) / pictures.length);
    }
    const best = [...prompts].sort((a, b) => b.meanCosine - a.meanCosine);
    assert.deepEqual(
      best.map(({ rank }) => rank),
      [1, 2, 3],
    );
  });

  it('are all nothing without pictures', async () => {
    const { prompts, spells } = await score('1\n\n{2|3}', []);
    for (const each of [...prompts, ...spells])
      assert.deepEqual([each.rank, each.meanProbability, each.fitsBest, each.meanCosine], [0, 0, 0, 0]);
  });

  it('say how sure a distance is, also where one picture tells no difference', async () => {
    // Mirrored about 0, both texts lie as near to the picture at 0.
    const { spells } = await score('0.3\n\n-0.3', [0, 0.4, 0.8, 1.2, 1.6]);
    assert.equal(spells[0]!.behind, undefined);
    assert.ok(spells[1]!.behind!.interval);
  });

  it('say that a distance is nothing at all where two spells read the same', async () => {
    const { spells } = await score('0.3\n\n0.3', [0, 0.4, 0.8, 1.2, 1.6]);
    assert.deepEqual(
      spells.map(({ rank, behind }) => [rank, behind]),
      [
        [1, undefined],
        [1, { difference: 0 }],
      ],
    );
  });

  it('ask nothing of the engine when they are called off before', async () => {
    const asked = embedder();
    const signal = AbortSignal.abort(new Error('a newer edit'));
    await assert.rejects(
      scoreSpellFile({ file: parseSpellFile('1'), imagePaths: ['/1'], embedder: asked, signal }),
      /a newer edit/,
    );
    assert.deepEqual(asked.asked, { texts: [], images: [], tokenized: [] });
  });
});
