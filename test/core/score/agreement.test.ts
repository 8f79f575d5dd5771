import assert from 'node:assert/strict';
import { agreementOf, pairAt, type Agreement } from '../../../src/core/score/agreement';
import type { FileScore } from '../../../src/core/score/fileScore';
import { scoreSpellFile } from '../../../src/core/score/scoreSpellFile';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { finish } from '../../../src/core/steps';
import { direction, FakeEmbedder } from './fakeEmbedder';

/** Angles far enough apart that no two pictures are near-duplicates. */
const spread = [-1.5, -1.2, -0.9, -0.6, -0.3, 0];

/**
 * Scores a file by a checkpoint to which a text lies at the angle that `place` gives to the number in it; pictures lie at the
 * angle in their name, and those in `blind` cannot be read.
 */
const score = (
  spells: string,
  place: (number: number) => number,
  pictures: readonly number[] = spread,
  blind: readonly number[] = [],
): Promise<FileScore> =>
  scoreSpellFile({
    file: parseSpellFile(spells),
    imagePaths: pictures.map((angle) => `/${angle}`),
    embedder: new FakeEmbedder(
      (text) => direction(place(Number(text))),
      (path) => (blind.includes(Number(path.slice(1))) ? undefined : direction(Number(path.slice(1)))),
    ),
  });

const same = (number: number): number => number;
const agreement = async (
  first: Promise<FileScore>,
  second: Promise<FileScore>,
): Promise<Agreement | undefined> => finish(agreementOf(await first, await second));

describe('agreement of two checkpoints', () => {
  it('tells the order of each pair, of which the sums are of', async () => {
    const found = (await agreement(
      score('0\n\n0.6\n\n1.2', same),
      score('0\n\n0.6\n\n1.2', (number) => 1.2 - number),
    ))!;
    const { orders, opposed, sameOrder, things } = found;
    assert.equal(orders.length, 3);
    assert.equal(sameOrder, orders.filter((order) => order > 0).length);
    assert.ok(opposed.length > 0);
    for (const { better, worse } of opposed) assert.equal(orders[pairAt(better, worse, things.length)], -1);
    const places = [];
    for (let i = 0; i < 5; i++) for (let j = i + 1; j < 5; j++) places.push(pairAt(j, i, 5));
    assert.deepEqual(
      places,
      Array.from({ length: 10 }, (_, i) => i),
    );
  });

  const file = ['0', '0.2', '0.4', '0.6', '0.8', '1', '1.2'].join('\n\n');

  it('agrees where both put the spells in one order, whatever their cosines', async () => {
    const found = (await agreement(
      score(file, same),
      score(file, (number) => 0.3 + number / 2),
    ))!;
    assert.equal(found.verdict, 'agree');
    assert.equal(found.of, 'spells');
    assert.deepEqual(
      found.things.map(({ spell, first, second }) => [spell, first.rank, second.rank]),
      [0, 1, 2, 3, 4, 5, 6].map((spell) => [spell, spell + 1, spell + 1]),
    );
    assert.deepEqual([found.correlation!.rho, found.correlation!.pairs], [1, 7]);
    assert.ok(found.sameOrder > 0 && found.sameOrder <= found.pairs && found.pairs === 21);
    assert.deepEqual(found.opposed, []);
    assert.deepEqual(found.bothMayBeFirst, [0]);
    assert.deepEqual(found.otherWinners, []);
    assert.deepEqual([found.differentPictures, found.pictures], [6, 6]);
  });

  it('differs where they put a pair in opposite orders beyond doubt, and names both', async () => {
    // The second takes 0 for 1.2 and 1.2 for 0, and is of one mind on the rest.
    const found = (await agreement(
      score('0\n\n0.6\n\n1.2', same),
      score('0\n\n0.6\n\n1.2', (number) => 1.2 - number),
    ))!;
    assert.equal(found.verdict, 'differ');
    assert.equal(found.sameOrder, 0);
    assert.deepEqual(found.opposed, [
      { better: 0, worse: 1 },
      { better: 0, worse: 2 },
      { better: 1, worse: 2 },
    ]);
    assert.deepEqual(
      found.things.map(({ first, second }) => [first.rank, second.rank]),
      [
        [1, 3],
        [2, 2],
        [3, 1],
      ],
    );
    assert.deepEqual(found.bothMayBeFirst, []);
    assert.equal(found.correlation, undefined, 'of three spells nothing can be said');
    assert.deepEqual(
      found.otherWinners.map(({ path, first, second }) => [path, first, second]),
      spread.map((angle) => [`/${angle}`, 0, 2]),
    );
  });

  it('cannot tell where they are not sure, and says which may be best by both', async () => {
    const mixed = [0.5, 0.1, 0.9, -0.4, 1.4, 1.9, -0.9];
    const found = (await agreement(
      score('0\n\n1', same, mixed),
      score('0\n\n1', (number) => 3 - number, mixed),
    ))!;
    assert.equal(found.verdict, 'cannot-tell');
    assert.deepEqual([found.sameOrder, found.opposed.length, found.pairs], [0, 0, 1]);
    assert.deepEqual(found.bothMayBeFirst, [0, 1]);
  });

  it('cannot tell on fewer than five different pictures, however sure the orders look', async () => {
    const few = spread.slice(0, 4);
    const found = (await agreement(
      score(file, same, few),
      score(file, (number) => 1.2 - number, few),
    ))!;
    assert.equal(found.verdict, 'cannot-tell');
    assert.equal(found.differentPictures, 4);
    assert.deepEqual([found.sameOrder, found.opposed.length, found.bothMayBeFirst.length], [0, 0, 0]);
    assert.equal(found.correlation!.rho, -1);
  });

  it('compares the texts of an only spell', async () => {
    const found = (await agreement(
      score('{0|0.6|1.2}', same),
      score('{0|0.6|1.2}', (number) => (number === 0 ? 0.9 : number)),
    ))!;
    assert.equal(found.of, 'texts');
    assert.deepEqual(
      found.things.map(({ row, first, second }) => [row, first.rank, second.rank]),
      [
        [0, 1, 2],
        [1, 2, 1],
        [2, 3, 3],
      ],
    );
    assert.equal(found.verdict, 'differ');
    assert.deepEqual(found.opposed, [{ better: 0, worse: 1 }]);
  });

  it('counts copies of a spell once in the correlation', async () => {
    const copies = ['0', '0.2', '0.4', '0.4', '0.4', '0.4', '0.6'].join('\n\n');
    const found = (await agreement(score(copies, same), score(copies, same)))!;
    assert.equal(found.correlation, undefined, 'four different ones are too few');
  });

  it('tells winners apart on pictures that both have read only', async () => {
    const found = (await agreement(
      score('0\n\n1.2', same),
      score('0\n\n1.2', (number) => 1.2 - number, spread, [-0.9]),
    ))!;
    assert.equal(found.pictures, 5);
    assert.ok(found.otherWinners.every(({ path }) => path !== '/-0.9'));
    assert.equal(found.differentPictures, 5);
  });

  it('has nothing to say of one text, or without pictures', async () => {
    assert.equal(await agreement(score('0', same), score('0', same)), undefined);
    assert.equal(await agreement(score(file, same, []), score(file, same, [])), undefined);
  });
});
