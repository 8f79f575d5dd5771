import assert from 'node:assert/strict';
import { compare, type ComparedScore } from '../../../src/core/score/compare';
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

/** What the panel hands to `compare`. */
const compared = (score: FileScore): ComparedScore => ({
  ...score,
  logitScale: score.checkpoint.logitScale,
  groups: score.images.map(({ group }) => group),
});

/** Angles far enough apart that no two pictures are near-duplicates. */
const spread = [-1.5, -1.2, -0.9, -0.6, -0.3, 0];

describe('compare', () => {
  it('says which is better where every picture agrees', async () => {
    const both = compared(await score('0\n\n0.8', spread));
    const forward = compare(both, { spell: 0 }, { spell: 1 })!;
    assert.equal(forward.verdict, 'a-better');
    assert.deepEqual([forward.winsA, forward.winsB, forward.pictures.length], [6, 0, 6]);
    assert.ok(forward.interval!.low > 0 && forward.cosine > 0);
    assert.ok(Math.abs(forward.logOdds - 100 * forward.cosine) < 1e-9, 'times the logit scale');
    const back = compare(both, { spell: 1 }, { spell: 0 })!;
    assert.equal(back.verdict, 'b-better');
    assert.ok(Math.abs(back.interval!.low + forward.interval!.high) < 1e-9);
  });

  it('agrees with the ranking on what cannot be told apart', async () => {
    const mixed = await score('0\n\n1', [0.5, 0.1, 0.9, -0.4, 1.4, 1.9, -0.9]);
    const { verdict, winsA, winsB, interval } = compare(compared(mixed), { spell: 0 }, { spell: 1 })!;
    assert.equal(verdict, 'no-difference');
    assert.ok(winsA + winsB <= 7 && interval!.low < 0 && interval!.high > 0);
    assert.deepEqual(
      mixed.spells.map(({ ranks }) => ranks),
      [
        { first: 1, last: 2 },
        { first: 1, last: 2 },
      ],
    );
  });

  it('has the interval that the ranking has of a spell behind the first', async () => {
    const file = await score('0\n\n0.4\n\n{0.8|1}', spread);
    const first = file.spells.find(({ rank }) => rank === 1)!;
    for (const { spell, behind } of file.spells) {
      if (spell === first.spell) continue;
      const { cosine, interval, pairs } = compare(compared(file), { spell }, { spell: first.spell })!;
      assert.equal(pairs, 3);
      assert.ok(Math.abs(cosine - behind!.difference) < 1e-12);
      assert.ok(Math.abs(interval!.low - behind!.interval!.low) < 1e-12);
      assert.ok(Math.abs(interval!.high - behind!.interval!.high) < 1e-12);
    }
  });

  it('has one verdict for a pair, however it is named', async () => {
    const file = compared(await score('0\n\n0.5\n\n{0.8|1}', spread));
    assert.deepEqual(compare(file, { row: 0 }, { row: 1 }), compare(file, { spell: 0 }, { spell: 1 }));
  });

  it('allows for every pair that could have been picked', async () => {
    const wide = compared(await score('0\n\n0.1\n\n0.2\n\n0.3', spread));
    assert.equal(compare(wide, { spell: 0 }, { spell: 1 })!.pairs, 6);
    const variants = compared(await score('{0|0.1|0.2} and {0|1}\n\n0.3', spread));
    assert.equal(compare(variants, { row: 0 }, { row: 3 })!.pairs, 15, 'six texts of one spell');
    assert.equal(compare(variants, { row: 0 }, { row: 6 })!.pairs, 21, 'seven texts of the file');
  });

  it('finds no difference between a prompt and itself', async () => {
    const itself = compare(compared(await score('0.1\n\n0.1', spread)), { spell: 0 }, { spell: 1 })!;
    assert.deepEqual([itself.verdict, itself.cosine, itself.winsA, itself.winsB], ['no-difference', 0, 0, 0]);
    assert.deepEqual(itself.interval, { low: 0, high: 0 }, 'nothing is uncertain about that');
  });

  it('does not judge by four pictures, by or by six that are nearly the same', async () => {
    const verdict = async (pictures: readonly number[]) =>
      compare(compared(await score('0\n\n0.3', pictures)), { spell: 0 }, { spell: 1 })!.verdict;
    assert.equal(await verdict(spread.slice(0, 4)), 'too-few-pictures');
    assert.equal(await verdict([0, 0.01, 0.02, 0.03, 0.04, 0.05]), 'too-few-pictures');
  });

  it('has nothing to say of a spell without a prompt, or without pictures', async () => {
    assert.equal(compare(compared(await score('0\n\n1', [])), { spell: 0 }, { spell: 1 }), undefined);
    const file = compared(await score('### empty\n\n### other\n0', spread));
    assert.equal(compare(file, { spell: 0 }, { spell: 1 }), undefined);
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
    assert.ok(effects[0]!.cosine > 0, 'staying at the picture helps');
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
