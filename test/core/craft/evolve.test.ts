import assert from 'node:assert/strict';
import { evolve, type EvolveOptions } from '../../../src/core/craft/evolve';
import { textOf, vary, type Genome } from '../../../src/core/craft/variation';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import { FakeSpace } from './fakeSpace';

const words = {
  cat: [1, 0, 0],
  dog: [0, 0, 1],
  'red background': [0, 1, 0],
  'blue background': [0, -0.7, 0.1],
  'oil painting': [-0.3, 0, 0.2],
};
/** Ten pictures of cats on red, each a little different. */
const pictures = Array.from({ length: 10 }, (_, i) => [1, 0.8 + 0.02 * i, 0.03 * (i % 3)]);
const space = new FakeSpace(words, pictures);
const vocabulary = Object.keys(words).map((text) => ({ text }));
const start: Genome = [{ text: 'dog' }, { text: 'oil painting' }];
const options: EvolveOptions = { start, vocabulary, mostPhrases: 3, population: 12, rounds: 12, seed: 7 };
const [seen, unseen] = [space.measure(pictures.slice(0, 5)), space.measure(pictures.slice(5))];

describe('evolving a prompt', () => {
  it('finds what the pictures show, and judges it by pictures that it did not see', async () => {
    const found = await evolve(seen, unseen, options);
    assert.deepEqual(found.best.map(({ text }) => text).sort(), ['cat', 'red background']);
    const cosine = (text: string): number =>
      unseen.pictures.reduce(
        (sum, picture) =>
          sum + space.vector(text).reduce((all, value, i) => all + value * picture[i]!, 0) / 5,
        0,
      );
    assert.ok(Math.abs(found.gainUnseen! - (cosine(found.text) - cosine('dog, oil painting'))) < 1e-6);
    assert.ok(found.interval!.low > 0);
    assert.deepEqual(found.pictures, { search: 5, heldOut: 5 });
    const best = found.rounds.map(({ bestSeen }) => bestSeen);
    assert.deepEqual(
      best,
      [...best].sort((a, b) => a - b),
      'never worse than before',
    );
  });

  it('finds the same again with the same seed, and tells it', async () => {
    const texts = await Promise.all([7, 7].map(async (seed) => evolve(seen, unseen, { ...options, seed })));
    assert.deepEqual(texts[0], texts[1]);
    assert.equal(texts[0]!.seed, 7);
  });

  it('keeps what is fixed, though it helps nothing', async () => {
    const fixed: Genome = [{ text: 'dog', isFixed: true }, { text: 'oil painting' }];
    const { best } = await evolve(seen, unseen, { ...options, start: fixed });
    assert.ok(best.some(({ text, isFixed }) => text === 'dog' && isFixed));
    assert.ok(best.length <= options.mostPhrases);
  });

  it('keeps the best when it is stopped', async () => {
    const stop = new AbortController();
    const found = await evolve(seen, unseen, {
      ...options,
      stop: stop.signal,
      onRound: ({ round }) => {
        if (round === 3) stop.abort();
      },
    });
    assert.equal(found.rounds.length, 3);
    assert.ok(found.wasStopped);
    assert.equal(found.text, found.rounds.at(-1)!.best);
  });

  it('tells no gain where no pictures are held out', async () => {
    const found = await evolve(seen, undefined, options);
    assert.equal(found.gainUnseen, undefined);
    assert.equal(found.pictures.heldOut, 0);
  });
});

describe('varying a prompt', () => {
  it('stays readable: nothing twice, no more than there may be, slots within their options', () => {
    const random = seededRandom(3);
    let genome: Genome = [
      { text: 'cat', isFixed: true },
      { text: 'red', options: ['red', 'green', 'Cat'] },
      { text: 'oil painting' },
    ];
    const reached = new Set<string>();
    for (let i = 0; i < 2000; i++) {
      genome = vary(genome, { vocabulary, mostPhrases: 4 }, random);
      const texts = genome.map(({ text }) => text.toLowerCase());
      assert.equal(new Set(texts).size, texts.length, textOf(genome));
      assert.ok(texts.length <= 4);
      assert.ok(texts.includes('cat'));
      assert.ok(['red', 'green'].includes(genome.find((gene) => gene.options)!.text));
      reached.add(textOf(genome));
    }
    assert.ok(reached.size > 50, `${reached.size} different prompts`);
  });
});
