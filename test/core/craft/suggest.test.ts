import assert from 'node:assert/strict';
import { tellingInterval } from '../../../src/core/craft/gains';
import { helpMost } from '../../../src/core/craft/helpMost';
import { negativePhrases } from '../../../src/core/craft/negative';
import { slotText } from '../../../src/core/craft/slotText';
import { suggest } from '../../../src/core/craft/suggest';
import { expandSpell } from '../../../src/core/spell/expandSpell';
import { seededRandom } from '../../../src/core/spell/seededRandom';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { FakeSpace } from './fakeSpace';

/** Pictures of cats on red, each a little different; dogs and blue are in none. */
const words = {
  cat: [1, 0, 0, 0],
  kitten: [0.99, 0, 0.14, 0],
  dog: [0, 0, 1, 0],
  'red background': [0, 1, 0, 0],
  'blue background': [0, 0, 0, 1],
  'oil painting': [-0.2, -0.2, 0.3, 0.3],
};
const pictures = [
  [1, 0.8, 0.04, 0.02],
  [1, 0.7, -0.02, 0.03],
  [1, 0.9, 0.02, -0.02],
  [1, 0.8, -0.03, 0.01],
  [1, 0.85, 0.03, 0],
  [1, 0.75, 0.01, -0.03],
];
const classes = {
  cat: 'subject',
  kitten: 'subject',
  dog: 'subject',
  'red background': 'colour',
  'blue background': 'colour',
  'oil painting': 'medium',
} as const;

describe('suggesting phrases', () => {
  const space = new FakeSpace(words, pictures);
  const candidates = space.candidates(classes);

  it('names the subject, adds what helps, and stops where nothing does', async () => {
    const found = await suggest(candidates, space.measure());
    assert.equal(found.text, 'cat, red background');
    assert.equal(found.differentPictures, pictures.length);
    const [, colour] = found.steps;
    assert.ok(colour!.interval!.low > 0 && colour!.interval!.low < colour!.gain);
    const before = space.vector('cat');
    const after = space.vector('cat, red background');
    const gain = space
      .measure()
      .pictures.map((picture) =>
        picture.reduce((sum, value, i) => sum + value * (after[i]! - before[i]!), 0),
      );
    assert.ok(Math.abs(colour!.gain - gain.reduce((a, b) => a + b) / gain.length) < 1e-6);
    assert.ok(found.refused && found.refused.gain <= 0);
  });

  it('says nothing of how sure it is of fewer than five pictures, and still stops at noise', async () => {
    const found = await suggest(candidates, space.measure(pictures.slice(0, 3)));
    assert.equal(found.text, 'cat, red background');
    assert.ok(found.steps.every(({ interval }) => interval === undefined));
  });

  it('goes on from a text, and never says twice what stands there', async () => {
    const found = await suggest(candidates, space.measure(), { start: 'red background' });
    assert.equal(found.text, 'red background, cat');
  });

  it('makes a slot of phrases that no picture tells from the best', async () => {
    // Half of the pictures are nearer to the one, half to the other.
    const mixed = pictures.map(([cat, red], i) => [cat!, red!, i % 2 ? 0.14 : 0, 0]);
    const found = await suggest(candidates, space.measure(mixed));
    const [subject] = found.steps;
    assert.deepEqual([subject!.phrase.text, ...subject!.ties.map(({ text }) => text)].sort(), [
      'cat',
      'kitten',
    ]);
    assert.match(slotText(found.steps), /^\{(cat\|kitten|kitten\|cat)\}, red background$/);
  });

  it('tells what would help a text most, and what not', async () => {
    const { gains, measured } = await helpMost('cat', candidates, space.measure(), { breadth: 10 });
    assert.equal(gains[0]!.phrase.text, 'red background');
    assert.ok(gains[0]!.interval!.low > 0);
    assert.ok(gains.find(({ phrase }) => phrase.text === 'blue background')!.interval!.high < 0);
    assert.equal(measured, 5, 'what stands there is left out');
  });

  it('tells intervals that hold for all phrases that the measured ones were chosen from', async () => {
    const random = seededRandom(3);
    const row = (): number[] => Array.from({ length: 8 }, () => random() + random() + random() - 1.5);
    const meaningless = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`p${i}`, row()]));
    const nothing = new FakeSpace(meaningless, []);
    const lists = Object.fromEntries(Object.keys(meaningless).map((text) => [text, 'list' as const]));
    let misled = 0;
    for (let run = 0; run < 10; run++) {
      // Pictures that have nothing in common: in the mean over all such pictures no phrase adds anything.
      const measure = nothing.measure(Array.from({ length: 6 }, row));
      const { gains } = await helpMost('start', nothing.candidates(lists), measure, { breadth: 4 });
      if (gains.some(({ interval }) => interval !== undefined && interval.low > 0)) misled++;
    }
    assert.equal(misled, 0);
  });

  it('leaves intervals out that say nothing', () => {
    assert.equal(tellingInterval({ low: -0.4, high: 0.7 }), undefined);
    assert.deepEqual(tellingInterval({ low: -0.4, high: 0.5 }), { low: -0.4, high: 0.5 });
  });

  it('finds phrases near the pictures to avoid', async () => {
    const blue = pictures.map(([cat], i) => [cat!, 0, 0.01 * i, 0.9 - 0.02 * i]);
    const found = await negativePhrases(candidates, space.measure(), space.measure(blue), { breadth: 10 });
    assert.equal(found[0]!.phrase.text, 'blue background');
    assert.ok(found[0]!.interval!.low > 0);
    assert.ok(found.every(({ phrase }) => phrase.text !== 'red background'));
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    abort.abort(new Error('stopped'));
    const measure = { ...space.measure(), options: { signal: abort.signal } };
    await assert.rejects(suggest(candidates, measure), /stopped/);
  });

  it('stops mid-chain where the embedder knows all answers already', async () => {
    const abort = new AbortController();
    const measure = space.measure();
    const embedder = Object.assign(Object.create(measure.embedder) as typeof measure.embedder, {
      embedTexts: (texts: readonly string[]) => measure.embedder.embedTexts(texts),
    });
    const steps: string[] = [];
    const found = suggest(
      candidates,
      { ...measure, embedder, options: { signal: abort.signal } },
      {
        onStep: ({ phrase }) => {
          steps.push(phrase.text);
          abort.abort(new Error('stopped'));
        },
      },
    );
    await assert.rejects(found, /stopped/);
    assert.deepEqual(steps, ['cat']);
  });

  it('joins Japanese phrases as Japanese is', async () => {
    const japanese = new FakeSpace({ 猫: [1, 0], 赤い背景: [0, 1], '猫、赤い背景': [1, 1] }, [[1, 0.8]]);
    const some = japanese.candidates({ 猫: 'subject', 赤い背景: 'colour' });
    const found = await suggest(some, japanese.measure());
    assert.equal(found.text, '猫、赤い背景');
    assert.equal(slotText(found.steps), found.text);
  });

  it('writes phrases so that they are read as they are', () => {
    const texts = ['hatsune miku (vocaloid)', 'a|b', '{x}', '50% [off]', 'back\\slash'];
    for (const text of texts) {
      const step = { phrase: { text, class: 'list', frequency: 0 } as const, ties: [] };
      const file = parseSpellFile(`### a\n${slotText([step])}`);
      const { expansions } = expandSpell(file.spells[0]!, { dialect: file.dialect });
      assert.deepEqual(
        expansions.map((each) => each.text),
        [text],
      );
    }
    const step = { phrase: { text: 'number #1 <b>', class: 'list', frequency: 0 } as const, ties: [] };
    assert.equal(slotText([step]), 'number 1 b', 'nothing keeps them from being a comment, or a tag');
  });
});
