import assert from 'node:assert/strict';
import { judge, canTell, type DrawnPicture } from '../../../src/core/judge/verdict';

/** Dimension 0 is what the references show; each seed has a dimension of its own. */
function picture(variant: number, seed: number, cosine: number): DrawnPicture {
  const embedding = new Float32Array(12);
  embedding[0] = cosine;
  embedding[2 + seed] = Math.sqrt(1 - cosine ** 2);
  return { variant, seed: String(seed), embedding };
}

function unit(at: number): Float32Array {
  const embedding = new Float32Array(12);
  embedding[at] = 1;
  return embedding;
}

const reference = { embedding: unit(0), group: 0 };
const variants = [{ embedding: unit(0) }, { embedding: unit(1) }];
/** What the seed does to both variants alike is ten times what tells them apart. */
const bySeed = [0.1, 0.3, 0.5, 0.2, 0.6, 0.4];
/** Variant 1 is closer by 0.02 in the mean, and by nearly as much at every seed. */
const ahead = [0.021, 0.019, 0.02, 0.022, 0.018, 0.02];
const drawn = bySeed.flatMap((cosine, seed) => [
  picture(0, seed, cosine),
  picture(1, seed, cosine + ahead[seed]!),
]);

describe('the verdict on drawn pictures', () => {
  it('finds what was planted, paired by seed', () => {
    const { variants: found, seeds } = judge({
      variants,
      pictures: drawn,
      references: [reference],
      logitScale: 100,
    });
    assert.deepEqual(seeds, ['0', '1', '2', '3', '4', '5']);
    assert.deepEqual(
      found.map(({ rank, ranks }) => [rank, ranks]),
      [
        [2, { first: 2, last: 2 }],
        [1, { first: 1, last: 1 }],
      ],
    );
    const { behind } = found[0]!;
    assert.ok(Math.abs(behind!.difference + 0.02) < 1e-6);
    // The spread of the differences is 0.0014, of the closeness itself 0.19.
    assert.ok(behind!.interval!.low > -0.024 && behind!.interval!.high < -0.016, JSON.stringify(behind));
    assert.equal(found[1]!.behind, undefined);
  });

  it('compares a picture that is a reference itself with the others only, and pairs it with none', () => {
    const other = { embedding: unit(2), group: 1 };
    const self = { ...picture(0, 0, 0.6), reference: 0 };
    const found = judge({
      variants,
      pictures: [self, picture(1, 0, 0.3), picture(0, 1, 0.4), picture(1, 1, 0.2)],
      // The second is nearly the first, and in its group.
      references: [{ ...reference, group: 0 }, { ...reference, group: 0 }, other],
      logitScale: 100,
    });
    assert.ok(Math.abs(found.pictures[0]!.closeness! - 0.8) < 1e-6, 'that of the other alone');
    assert.equal(found.pictures[0]!.nearest!.reference, 2);
    assert.deepEqual(found.seeds, ['1']);
    const alone = judge({ variants, pictures: [self], references: [reference], logitScale: 100 });
    assert.deepEqual([alone.pictures[0]!.closeness, alone.pictures[0]!.nearest], [undefined, undefined]);
    assert.deepEqual(alone.variants, [{}, {}]);
  });

  it('compares only seeds of which every variant has a picture', () => {
    const stopped = [...drawn.slice(0, 10), picture(1, 5, 0.999)];
    const {
      variants: found,
      seeds,
      pictures,
    } = judge({
      variants,
      pictures: stopped,
      references: [reference],
      logitScale: 100,
    });
    assert.deepEqual([seeds.length, pictures.length], [5, 11]);
    const mean = (bySeed.slice(0, 5).reduce((a, b) => a + b) + ahead.slice(0, 5).reduce((a, b) => a + b)) / 5;
    assert.ok(Math.abs(found[1]!.closeness! - mean) < 1e-6);
  });

  it('says means only, and no ranges, below 5 seeds', () => {
    const { variants: found } = judge({
      variants,
      pictures: drawn.slice(0, 8),
      references: [reference],
      logitScale: 100,
    });
    assert.deepEqual(
      found.map(({ ranks, behind }) => [ranks, behind?.interval]),
      [
        [undefined, undefined],
        [undefined, undefined],
      ],
    );
    assert.deepEqual([4, 5].map(canTell), [false, true]);
  });

  it('counts near-duplicate references as one', () => {
    const pictures = [picture(0, 0, 0.8)];
    const away = { embedding: unit(1), group: 1 };
    const closeness = (references: (typeof reference)[]): number =>
      judge({ variants: variants.slice(0, 1), pictures, references, logitScale: 100 }).variants[0]!
        .closeness!;
    assert.ok(Math.abs(closeness([reference, away]) - 0.4) < 1e-6);
    assert.ok(Math.abs(closeness([reference, reference, reference, away]) - 0.4) < 1e-6);
  });

  it('says nothing of closeness without references, and how surely a picture shows its own prompt', () => {
    const { variants: found, pictures } = judge({
      variants,
      pictures: [picture(0, 0, 0.02), picture(1, 0, 0.02)],
      references: [],
      logitScale: 100,
    });
    assert.deepEqual(found, [{}, {}]);
    // exp(2) to 1, for the first; and against the second.
    const sure = Math.exp(2) / (1 + Math.exp(2));
    assert.ok(Math.abs(pictures[0]!.ownProbability - sure) < 1e-5);
    assert.ok(Math.abs(pictures[1]!.ownProbability - (1 - sure)) < 1e-5);
    assert.deepEqual([pictures[0]!.closeness, pictures[0]!.nearest], [undefined, undefined]);
  });

  it('names the nearest reference', () => {
    const { pictures } = judge({
      variants: variants.slice(0, 1),
      pictures: [picture(0, 0, 0.8)],
      references: [
        { embedding: unit(1), group: 0 },
        { ...reference, group: 1 },
      ],
      logitScale: 1,
    });
    assert.equal(pictures[0]!.nearest!.reference, 1);
    assert.ok(Math.abs(pictures[0]!.nearest!.cosine - 0.8) < 1e-6);
  });

  it('is empty of nothing', () => {
    assert.deepEqual(judge({ variants: [], pictures: [], references: [reference], logitScale: 1 }), {
      pictures: [],
      variants: [],
      seeds: [],
    });
  });

  it('tells whether the score from before foretold the order, of 6 variants or more', () => {
    const scored = (count: number, sign: number): ReturnType<typeof judge> =>
      judge({
        variants: Array.from({ length: count }, (_, i) => ({ embedding: unit(1), score: sign * i })),
        pictures: Array.from({ length: count }, (_, i) => picture(i, 0, 0.1 * i)),
        references: [reference],
        logitScale: 1,
      });
    assert.deepEqual([scored(6, 1).foretold!.rho, scored(6, -1).foretold!.rho], [1, -1]);
    assert.equal(scored(5, 1).foretold, undefined);
  });
});
