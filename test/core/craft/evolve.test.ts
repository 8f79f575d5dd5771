import assert from 'node:assert/strict';
import { evolve, type EvolveOptions } from '../../../src/core/craft/evolve';
import { textOf, vary, type Gene, type Genome } from '../../../src/core/craft/variation';
import type { Measure } from '../../../src/core/why/measureTexts';
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

/** Tells of each text that is measured. */
function listening(measure: Measure, texts: Set<string>): Measure {
  const { embedder } = measure;
  const embedTexts: typeof embedder.embedTexts = async (some, how) => {
    some.forEach((text) => texts.add(text));
    return embedder.embedTexts(some, how);
  };
  return { ...measure, embedder: { ...embedder, embedTexts } };
}

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

  it('compares what it finds with the prompt as it is written, and gives that back where nothing is better', async () => {
    const written = 'dog、oil painting';
    const apart = await evolve(seen, unseen, options);
    const found = await evolve(seen, unseen, { ...options, written });
    const cosine = (text: string): number =>
      seen.pictures.reduce(
        (sum, picture) =>
          sum + space.vector(text).reduce((all, value, i) => all + value * picture[i]!, 0) / 5,
        0,
      );
    assert.ok(Math.abs(found.gainSeen - (cosine(found.text) - cosine(written))) < 1e-6);
    assert.ok(Math.abs(found.gainSeen - apart.gainSeen) > 0.01);
    const nothing = await evolve(seen, unseen, {
      ...options,
      written,
      vocabulary: [],
      rounds: 1,
      population: 1,
    });
    assert.deepEqual([nothing.text, nothing.gainSeen, nothing.gainUnseen], [written, 0, 0]);
  });

  it('joins phrases as the prompt does', async () => {
    const texts = new Set<string>();
    await evolve(listening(seen, texts), undefined, { ...options, rounds: 2, written: 'dog、oil painting' });
    assert.ok([...texts].some((text) => text.includes('、')));
    assert.deepEqual(
      [...texts].filter((text) => text.includes(',')),
      [],
    );
  });

  it('tells no gain where no pictures are held out', async () => {
    const found = await evolve(seen, undefined, options);
    assert.equal(found.gainUnseen, undefined);
    assert.equal(found.pictures.heldOut, 0);
  });
});

describe('varying a prompt', () => {
  const form = {
    between: ['a ', ' hat', ''],
    options: [
      ['red', 'green', ''],
      ['', ' and a cat'],
    ],
  };
  const hat: Gene = { text: 'a red hat', form, chosen: [0, 0] };

  it('stays readable: nothing twice, no more than there may be, slots within their options', () => {
    const random = seededRandom(3);
    let genome: Genome = [{ text: 'cat', isFixed: true }, hat, { text: 'oil painting' }];
    const reached = new Set<string>();
    const hats = new Set<string>();
    for (let i = 0; i < 2000; i++) {
      genome = vary(genome, { vocabulary, mostPhrases: 4 }, random);
      const texts = genome.map(({ text }) => text.toLowerCase());
      assert.equal(new Set(texts).size, texts.length, textOf(genome));
      assert.ok(texts.length <= 4);
      assert.ok(texts.includes('cat'));
      hats.add(genome.find((gene) => gene.form)!.text);
      reached.add(textOf(genome));
    }
    assert.ok(reached.size > 50, `${reached.size} different prompts`);
    const colours = ['a red hat', 'a green hat', 'a hat'];
    assert.deepEqual([...hats].sort(), colours.flatMap((each) => [each, `${each} and a cat`]).sort());
  });

  it('takes no option that the prompt has as a phrase already, and none of its parts between commas', () => {
    const random = seededRandom(5);
    const colours: Gene = {
      text: 'red',
      form: { between: ['', ''], options: [['red', 'blue', 'gold, blue', 'green']] },
      chosen: [0],
    };
    let genome: Genome = [colours, { text: 'Blue', isFixed: true }];
    const met = new Set<string>();
    for (let i = 0; i < 100; i++) {
      genome = vary(genome, { vocabulary: [], mostPhrases: 2 }, random);
      met.add(genome.find((gene) => gene.form)!.text);
    }
    assert.deepEqual([...met].sort(), ['green', 'red']);
  });
});

describe('evolving a prompt with slots', () => {
  const form = { between: ['', ''], options: [['dog', 'cat', 'wolf']] };
  const start: Genome = [{ text: 'dog', form, chosen: [0] }, { text: 'blue background' }];

  it('takes the option that the pictures show, and never drops the slot', async () => {
    const { best } = await evolve(seen, unseen, { ...options, start });
    assert.equal(best.find((gene) => gene.form)?.text, 'cat');
    const texts = new Set<string>();
    const asked = listening(seen, texts);
    await evolve(asked, undefined, { ...options, start, vocabulary: [{ text: 'oil painting' }] });
    for (const text of texts) assert.match(text, /dog|cat|wolf/);
    assert.ok(texts.size > 10);
  });

  it('tells in each round what the prompt that it began with is worth', async () => {
    const { rounds, gainSeen, gainUnseen } = await evolve(seen, unseen, { ...options, start });
    assert.equal(new Set(rounds.map(({ startSeen }) => startSeen)).size, 1);
    const last = rounds.at(-1)!;
    assert.ok(Math.abs(last.bestSeen - last.startSeen - gainSeen) < 1e-9);
    assert.ok(Math.abs(last.bestUnseen! - last.startUnseen! - gainUnseen!) < 1e-9);
  });
});
