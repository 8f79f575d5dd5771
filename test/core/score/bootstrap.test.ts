import assert from 'node:assert/strict';
import { Bootstrap, bootstrapOf } from '../../../src/core/score/bootstrap';
import { rankPrompts, type Standing } from '../../../src/core/score/rankPrompts';
import { softmaxOverRows } from '../../../src/core/clip/similarity';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import { finish } from '../../../src/core/score/steps';

/** Standard normal numbers (Box and Muller 1958). */
function normals(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const rank = (probabilities: Float32Array, pictures: number): Standing[] =>
  finish(rankPrompts(probabilities, pictures, finish(bootstrapOf(pictures))));

/** Share of trials in which two prompts of equal merit are called different. */
function falseAlarms(
  pictures: number,
  trials: number,
  probabilities: (normal: () => number) => Float32Array,
): number {
  const normal = normals(pictures);
  let different = 0;
  for (let trial = 0; trial < trials; trial++) {
    const second = rank(probabilities(normal), pictures).find(({ rank }) => rank === 2)!;
    if (!second.tiedWithPrevious) different++;
  }
  return different / trials;
}

describe('Bootstrap', function () {
  this.timeout(60_000); // thousands of trials, on a machine that may be busy
  // Two prompts, cosines apart by what CLIP's logit scale makes of the usual spread: p anywhere from 0 to 1.
  for (const pictures of [5, 6, 8, 12]) {
    it(`calls two equal prompts different in about 5 % of cases, with ${pictures} pictures`, () => {
      const rate = falseAlarms(pictures, 1500, (normal) =>
        finish(
          softmaxOverRows(
            Float32Array.from({ length: 2 * pictures }, () => 0.25 + 0.01 * normal()),
            pictures,
            100,
          ),
        ),
      );
      assert.ok(rate > 0.025 && rate < 0.08, `${(100 * rate).toFixed(1)} %`);
    });
  }

  it('tells a better prompt from a worse one when the pictures agree', () => {
    const normal = normals(1);
    const better = Float32Array.from({ length: 8 }, () => 0.7 + 0.05 * normal());
    const both = Float32Array.of(...better, ...better.map((p) => 1 - p));
    const [first, second] = rank(both, 8);
    assert.equal(first!.rank, 1);
    assert.equal(second!.tiedWithPrevious, false);
  });

  it('covers the true mean in about 95 % of cases', () => {
    const normal = normals(2);
    const bootstrap = new Bootstrap(7);
    let covered = 0;
    const trials = 2000;
    for (let trial = 0; trial < trials; trial++) {
      const values = Float64Array.from({ length: 7 }, () => 3 + normal());
      const mean = values.reduce((a, b) => a + b) / 7;
      const { low, high } = bootstrap.interval(mean, bootstrap.means(values));
      if (low <= 3 && 3 <= high) covered++;
    }
    assert.ok(covered / trials > 0.93 && covered / trials < 0.97, `${covered / trials}`);
  });

  it('gives the same interval every time', () => {
    const values = Float64Array.of(0.1, 0.5, 0.2, 0.9, 0.4);
    const interval = () => {
      const bootstrap = new Bootstrap(5);
      return bootstrap.interval(0.42, bootstrap.means(values));
    };
    assert.deepEqual(interval(), interval());
  });

  it('says nothing uncertain of what never varies', () => {
    const bootstrap = new Bootstrap(5);
    const { low, high } = bootstrap.interval(0.25, bootstrap.means(new Float64Array(5).fill(0.25)));
    assert.deepEqual([low, high], [0.25, 0.25]);
  });
});

describe('rankPrompts', () => {
  it('keeps file order among equals and stays within probabilities', () => {
    const standings = rank(Float32Array.of(0.5, 0, 1, 0.4, 0.9, 0.5, 0, 1, 0.4, 0.9), 5);
    assert.deepEqual(
      standings.map(({ rank, tiedWithPrevious }) => [rank, tiedWithPrevious]),
      [
        [1, false],
        [2, true],
      ],
    );
    for (const { interval } of standings) assert.ok(interval!.low >= 0 && interval!.high <= 1);
  });
});
