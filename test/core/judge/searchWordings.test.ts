import assert from 'node:assert/strict';
import type { Genome } from '../../../src/core/craft/variation';
import {
  fewestPictures,
  searchPlan,
  searchWordings,
  type SearchedWordings,
  type SearchWordingsOptions,
  type WordingPicture,
  type WordingRound,
} from '../../../src/core/judge/searchWordings';
import { fitWordings } from '../../../src/core/judge/wordingModel';
import { seededRandom } from '../../../src/core/spell/seededRandom';

const start: Genome = ['a boat', 'rain'].map((text) => ({ text }));
const vocabulary = ['fog', 'snow', 'cat', 'dog', 'night', 'dawn', 'ink', 'oil', 'tree'].map((text) => ({
  text,
}));

interface Run {
  readonly end: SearchedWordings;
  readonly rounds: WordingRound[];
  readonly pictures: WordingPicture[];
}

/** Pictures of a wording with fog are surely closer, those with rain farther; a seed moves all alike, and chance each. */
async function run(
  budget: number,
  options: Partial<SearchWordingsOptions> & { readonly noise?: number } = {},
): Promise<Run> {
  const { noise = 0.05, ...more } = options;
  const pictures: WordingPicture[] = [];
  const search = searchWordings({
    ...{ start, written: 'a boat, rain', vocabulary, mostPhrases: 4, budget, seed: 7 },
    promise: async (texts) => texts.map(() => 0),
    look: async (picture) => {
      pictures.push(picture);
      const chance = seededRandom(picture.seed * 1000 + picture.text.length + picture.text.charCodeAt(3));
      const seedEffect = (picture.seed % 3) * 0.2;
      const isIn = (word: string): number => (picture.text.includes(word) ? 1 : 0);
      return 0.3 + 0.2 * isIn('fog') - 0.1 * isIn('rain') + seedEffect + noise * (chance() - 0.5);
    },
    isOver: () => false,
    ...more,
  });
  const rounds: WordingRound[] = [];
  let step = await search.next();
  while (!step.done) {
    rounds.push(step.value);
    step = await search.next();
  }
  return { end: step.value, rounds, pictures };
}

describe('a search for wordings by their pictures', () => {
  it('finds the wording that is surely better', async () => {
    const { end, rounds } = await run(64);
    assert.match(end.winner.text, /fog/);
    assert.doesNotMatch(end.winner.text, /rain/);
    const { bestCloseness, startCloseness } = rounds.at(-1)!;
    assert.ok(bestCloseness - startCloseness > 0.15);
  });

  for (const budget of [fewestPictures, 21, 64])
    it(`looks at exactly ${budget} pictures`, async () => {
      const { end, pictures } = await run(budget);
      assert.equal(pictures.length, budget);
      assert.equal(end.pictures, budget);
      assert.equal(end.freshSeeds.length, searchPlan(budget).fresh);
    });

  it('looks at no picture twice, and has all wordings of a round drawn with its seed', async () => {
    const { pictures } = await run(64);
    assert.equal(new Set(pictures.map(({ seed, text }) => `${seed} ${text}`)).size, pictures.length);
    const seeds = pictures.map(({ seed }) => seed);
    assert.deepEqual(
      seeds,
      seeds.toSorted((a, b) => a - b),
    );
  });

  it('judges winner and start on the same seeds, which the search did not see', async () => {
    const { end, pictures } = await run(64);
    const { search } = searchPlan(64);
    const before = new Set(pictures.slice(0, search).map(({ seed }) => seed));
    for (const seed of end.freshSeeds) {
      assert.ok(!before.has(seed));
      const of = pictures.filter((each) => each.seed === seed).map(({ text }) => text);
      assert.deepEqual(of.toSorted(), ['a boat, rain', end.winner.text].toSorted());
    }
  });

  it('finds the same with the same seed, and looks at other pictures with another', async () => {
    const [one, again, other] = [await run(40), await run(40), await run(40, { seed: 8 })];
    assert.deepEqual(again, one);
    assert.notDeepEqual(other.pictures, one.pictures);
  });

  it('tries its winner again, so that one lucky picture does not win', async () => {
    const { end } = await run(64, { noise: 0.6 });
    assert.ok(end.winner.tries >= 2, String(end.winner.tries));
  });

  it('ends where it is told to, with the best that it has', async () => {
    let left = 30;
    const { end, pictures, rounds } = await run(64, { isOver: () => left-- <= 0 });
    assert.ok(pictures.length < 48);
    assert.equal(end.pictures, pictures.length);
    assert.equal(end.wasEnded, true);
    assert.deepEqual(end.freshSeeds, []);
    assert.equal(end.winner.text, rounds.at(-1)!.best);
  });

  it('keeps the wording that it began with where no picture can be read', async () => {
    const { end } = await run(24, { look: async () => undefined });
    assert.equal(end.winner.text, 'a boat, rain');
    assert.deepEqual([end.pictures, end.rounds, end.freshSeeds], [24 - 2 * searchPlan(24).fresh, [], []]);
  });
});

describe('the model of pictures', () => {
  const wordings = [
    { phrases: [0], promise: 0 },
    { phrases: [0, 1], promise: 0 },
    { phrases: [0, 2], promise: 0 },
  ];

  it('takes out what a seed makes of all wordings', () => {
    // The second wording was drawn with the lucky seed only, the first with both: it is no better.
    const trials = [
      { wording: 0, seed: 0, closeness: 0.2 },
      { wording: 0, seed: 1, closeness: 0.6 },
      { wording: 2, seed: 0, closeness: 0.2 },
      { wording: 1, seed: 1, closeness: 0.6 },
    ];
    const { expected } = fitWordings(wordings, trials);
    const [first, second] = [expected(wordings[0]!, 0), expected(wordings[1]!, 1)];
    assert.ok(Math.abs(second - first) < 0.05, `${first} ${second}`);
  });

  it('believes a wording the more, the oftener it was drawn', () => {
    const of = (times: number): number => {
      const trials = Array.from({ length: times }, (_, seed) => [
        { wording: 0, seed, closeness: 0.2 },
        { wording: 1, seed, closeness: 0.4 },
      ]).flat();
      const { expected } = fitWordings(wordings, trials);
      return expected(wordings[1]!, 1) - expected(wordings[0]!, 0);
    };
    const gains = [1, 3, 10, 50].map(of);
    assert.deepEqual(
      gains,
      gains.toSorted((a, b) => a - b),
    );
    assert.ok(gains[0]! < 0.15 && gains[3]! > 0.18, gains.join(' '));
  });

  it('expects of a wording that was never drawn what its phrases did in others', () => {
    const trials = [0, 1, 2, 3].flatMap((seed) => [
      { wording: 0, seed, closeness: 0.2 },
      { wording: 1, seed, closeness: 0.4 },
      { wording: 2, seed, closeness: 0.1 },
    ]);
    const { expected } = fitWordings(wordings, trials);
    assert.ok(expected({ phrases: [1], promise: 0 }) > expected({ phrases: [2], promise: 0 }) + 0.1);
  });
});
