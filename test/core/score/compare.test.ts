import assert from 'node:assert/strict';
import { compare } from '../../../src/core/score/compare';
import type { FileScore } from '../../../src/core/score/fileScore';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { slotEffects } from '../../../src/core/score/slotEffects';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { direction, FakeEmbedder } from './fakeEmbedder';

/** Pictures lie at the angle in their name; a text at the sum of the numbers in it. */
const embedder = new FakeEmbedder(
  (text) => direction([...text.matchAll(/[\d.]+/g)].reduce((sum, [number]) => sum + Number(number), 0)),
  (path) => direction(Number(path.slice(1))),
);

const score = (spell: string, pictures: readonly number[]): Promise<FileScore> =>
  scoreSpellFile({ file: parseSpellFile(spell), imagePaths: pictures.map((angle) => `/${angle}`), embedder });

describe('compare', () => {
  const near = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06];

  it('says which is better where every picture agrees', async () => {
    const both = await score('0\n\n0.3', near);
    const forward = compare(both, 0, 1);
    assert.equal(forward.verdict, 'a-better');
    assert.deepEqual([forward.winsA, forward.winsB, forward.pictures.length], [6, 0, 6]);
    assert.ok(forward.interval!.low > 0 && forward.probability > 0 && forward.cosine > 0);
    assert.equal(compare(both, 1, 0).verdict, 'b-better');
  });

  it('agrees with the ranking on what is a tie', async () => {
    const mixed = await score('0\n\n0.3', [0.01, 0.29, 0.02, 0.28, 0.14, 0.16]);
    const { verdict, winsA, winsB } = compare(mixed, 0, 1);
    assert.deepEqual([verdict, winsA, winsB], ['no-difference', 3, 3]);
    assert.ok(mixed.prompts.some(({ tiedWithPrevious }) => tiedWithPrevious));
  });

  it('finds no difference between a prompt and itself', async () => {
    const itself = compare(await score('0.1\n\n0.1', near), 0, 1);
    assert.deepEqual(
      [itself.verdict, itself.probability, itself.winsA, itself.winsB],
      ['no-difference', 0, 0, 0],
    );
  });

  it('does not judge by four pictures, or by none', async () => {
    assert.equal(compare(await score('0\n\n0.3', near.slice(0, 4)), 0, 1).verdict, 'too-few-pictures');
    assert.deepEqual(compare(await score('0\n\n0.3', []), 0, 1).pictures, []);
  });
});

describe('slotEffects', () => {
  it('tells what each option adds, against the mean of its slot', async () => {
    const effects = slotEffects(await score('{0|0.4} and {0|0.01}', [0.001]), 0);
    assert.deepEqual(
      effects.map(({ slot, option, expansions }) => [slot, option, expansions]),
      [
        [0, 0, 2],
        [0, 1, 2],
        [1, 0, 2],
        [1, 1, 2],
      ],
    );
    assert.ok(effects[0]!.cosine > 0 && effects[0]!.probability > 0, 'staying at the picture helps');
    assert.ok(Math.abs(effects[0]!.cosine + effects[1]!.cosine) < 1e-6, 'two halves cancel');
    assert.ok(Math.abs(effects[2]!.cosine) < Math.abs(effects[0]!.cosine), 'the second slot hardly matters');
  });

  it('counts a nested slot only where it is met, and every option of several picks', async () => {
    const nested = slotEffects(await score('{0|{0.1|0.2}}', [0]), 0);
    assert.deepEqual(
      nested.map(({ slot, option, expansions }) => [slot, option, expansions]),
      [
        [0, 0, 1],
        [0, 1, 2],
        [1, 0, 1],
        [1, 1, 1],
      ],
    );
    const pairs = slotEffects(await score('{2$$ and $$0|0.1|0.2}', [0]), 0);
    assert.deepEqual(
      pairs.map(({ expansions }) => expansions),
      [4, 4, 4],
    );
  });

  it('counts a wildcard by its own lines, not by the slots within them', async () => {
    const file = parseSpellFile('__angle__');
    const lines = ['{0|0.1|0.2}', '0.3'];
    const scored = await scoreSpellFile({
      file,
      imagePaths: ['/0'],
      embedder,
      wildcards: { lookup: () => lines },
    });
    assert.deepEqual(
      slotEffects(scored, 0).map(({ option, expansions }) => [option, expansions]),
      [
        [0, 3],
        [1, 1],
      ],
    );
  });

  it('has nothing to say without pictures, or of a spell that is not there', async () => {
    assert.deepEqual(slotEffects(await score('{0|1}', []), 0), []);
    assert.deepEqual(slotEffects(await score('{0|1}', [0]), 7), []);
  });
});
