import assert from 'node:assert/strict';
import { softmaxOverColumns } from '../../../../src/core/clip/similarity';
import { rankLibrary, type LibraryBlocks } from '../../../../src/core/score/library/rankLibrary';
import type { LibraryRanking } from '../../../../src/core/score/library/libraryRanking';
import { groupCount } from '../../../../src/core/score/pictureGroups';
import { rankFile } from '../../../../src/core/score/rankFile';
import { pairSums } from '../../../../src/core/statistics/streamedMoments';
import { seededRandom } from '../../../../src/core/spell/seededRandom';
import { finish } from '../../../../src/core/steps';

const logitScale = 60;

/** Rows of the spells of a file; texts 3 and 9 read as texts 0 and 8, which are of other spells. */
const rowsOf = [[0], [1, 2], [3], [4, 5, 6, 7, 8], [9, 10], [11], []];
const sameAs = Int32Array.from({ length: 12 }, (_, row) => (row === 3 ? 0 : row === 9 ? 8 : row));
const columnOf = new Map([...new Set(sameAs)].map((row, column) => [row, column]));

interface Library {
  /** Prompts × pictures. */
  readonly cosine: Float32Array;
  readonly groups: Int32Array;
}

/** Pictures of which every seventh is a copy of an earlier one; one prompt is clearly best, some are close. */
function library(pictures: number, seed = 5, rows = sameAs.length): Library {
  const random = seededRandom(seed);
  const groups = new Int32Array(pictures);
  const cosine = new Float32Array(rows * pictures);
  let group = 0;
  for (let i = 0; i < pictures; i++) {
    const copyOf = i % 7 === 6 ? i - 3 : undefined;
    groups[i] = copyOf === undefined ? group++ : groups[copyOf]!;
    const common = random() * 0.05;
    for (let row = 0; row < rows; row++) {
      const own = 0.2 + 0.002 * row + (row === 5 ? 0.02 : 0) + common + random() ** 2 * 0.06;
      cosine[row * pictures + i] = copyOf === undefined ? own : cosine[row * pictures + copyOf]!;
    }
  }
  for (let row = 0; row < rows; row++) {
    const first = rows === sameAs.length ? sameAs[row]! : row;
    cosine.copyWithin(row * pictures, first * pictures, (first + 1) * pictures);
  }
  return { cosine, groups };
}

/** The same as blocks of different pictures. */
function blocksOf(
  { cosine, groups }: Library,
  rows: readonly number[],
  blockSize: number,
): LibraryBlocks & { readonly firstOf: readonly number[] } {
  const firstOf = Array.from({ length: groupCount(groups) }, (_, group) => groups.indexOf(group));
  return {
    firstOf,
    copies: firstOf.map((_, group) => groups.filter((each) => each === group).length),
    each: async (take) => {
      for (let start = 0; start < firstOf.length; start += blockSize) {
        const some = firstOf.slice(start, start + blockSize);
        const block = some.flatMap((picture) => rows.map((row) => cosine[row * groups.length + picture]!));
        await take({ start, count: some.length, cosine: Float32Array.from(block) });
      }
    },
    pairSums: (values, things) => Promise.resolve(pairSums(values, things)),
  };
}

function nearly(found: unknown, right: unknown, where: string): void {
  if (typeof right === 'number' && typeof found === 'number') {
    const isSame = found === right || Math.abs(found - right) <= 1e-12 * Math.max(1, Math.abs(right));
    assert.ok(isSame, `${where}: ${found} for ${right}`);
  } else if (typeof right === 'object' && right !== null) {
    assert.deepEqual(Object.keys(found as object).sort(), Object.keys(right).sort(), where);
    for (const [key, value] of Object.entries(right))
      nearly((found as Record<string, unknown>)[key], value, `${where}.${key}`);
  } else assert.equal(found, right, where);
}

const spells = rowsOf.filter((rows) => rows.length > 0);
const rank = (given: Library, blockSize = 256): Promise<LibraryRanking> =>
  rankLibrary(blocksOf(given, [...columnOf.keys()], blockSize), {
    spells: spells.map((rows) => rows.map((row) => columnOf.get(sameAs[row]!)!)),
    texts: columnOf.size,
    logitScale,
    most: 4,
  });

describe('a library of pictures, block by block', () => {
  for (const pictures of [1200, 40, 8, 3, 1]) {
    it(`gives the numbers that the whole matrix gives, on ${pictures} pictures`, async () => {
      const given = library(pictures);
      const whole = finish(rankFile(rowsOf, { ...given, sameAs, logitScale }));
      for (const blockSize of [1, 100, 4096]) {
        const streamed = await rank(given, blockSize);
        assert.equal(streamed.pictures, pictures);
        assert.equal(streamed.different, groupCount(given.groups));
        nearly(streamed.yardstick, whole.yardstick, 'yardstick');
        const [firstSpell] = streamed.order;
        assert.equal(streamed.spells[firstSpell!]!.rank, 1);
        for (const [s, rows] of spells.entries()) {
          const { texts, best, distribution, nearest, farthest, ...told } = streamed.spells[s]!;
          const right = whole.spells.find((each) => each.rows === rows)!;
          const { spell: _, rows: own, texts: count, best: bestRow, ...same } = right;
          nearly(told, same, `spell ${s}`);
          assert.equal(own[best], bestRow);
          assert.equal(texts.length, count);
          for (const [i, row] of rows.entries()) {
            const { sameAs: __, ...standing } = whole.prompts[row]!;
            nearly(texts[i], standing, `text ${row}`);
          }
          assert.equal(
            distribution.counts.reduce((sum, each) => sum + each, 0),
            streamed.different,
          );
          assert.equal(nearest.length, Math.min(4, streamed.different));
          assert.equal(farthest.length, nearest.length);
        }
      }
    });
  }

  it('tells the nearest and farthest pictures of each spell, with their share of all', async () => {
    const pictures = 900;
    const given = library(pictures);
    const { spells: streamed } = await rank(given);
    const shares = finish(softmaxOverColumns(given.cosine, pictures, logitScale));
    const { firstOf } = blocksOf(given, [], 1);
    for (const [s, rows] of spells.entries()) {
      const { best, nearest, farthest, distribution } = streamed[s]!;
      const row = rows[best]!;
      const cosineOf = (picture: number): number => given.cosine[row * pictures + picture]!;
      const order = firstOf.map((_, i) => i).sort((a, b) => cosineOf(firstOf[b]!) - cosineOf(firstOf[a]!));
      assert.deepEqual(
        nearest.map(({ picture }) => picture),
        order.slice(0, 4),
      );
      assert.deepEqual(
        farthest.map(({ picture }) => picture),
        order.slice(-4).reverse(),
      );
      for (const { picture, cosine, probability } of [...nearest, ...farthest]) {
        assert.equal(cosine, cosineOf(firstOf[picture]!));
        const right = shares[row * pictures + firstOf[picture]!]!;
        assert.ok(Math.abs(probability - right) < 1e-6 * right);
      }
      assert.ok(distribution.low <= farthest[0]!.cosine && nearest[0]!.cosine <= distribution.high);
    }
  });

  it('ranks more spells than have pairs that can be looked at, as the whole matrix does', async () => {
    const rows = 520;
    const given = library(70, 9, rows);
    const single = Array.from({ length: rows }, (_, row) => [row]);
    const own = Int32Array.from({ length: rows }, (_, row) => row);
    const whole = finish(rankFile(single, { ...given, sameAs: own, logitScale }));
    const streamed = await rankLibrary(blocksOf(given, [...own], 16), {
      ...{ spells: single, texts: rows, logitScale, most: 1 },
    });
    assert.deepEqual(
      streamed.spells.map(({ rank: place, ranks }) => [place, ranks]),
      whole.spells.map(({ rank: place, ranks }) => [place, ranks]),
    );
    assert.ok(streamed.spells.some(({ ranks }) => ranks!.first > 1));
    assert.equal(streamed.yardstick, undefined);
  });
});
