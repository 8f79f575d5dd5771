import assert from 'node:assert/strict';
import { keepUnits, phrasesOf, wordsOf, unitLabels } from '../../../src/core/why/textUnits';

const texts = (text: string, units: readonly { start: number; end: number }[]): string[] =>
  units.map(({ start, end }) => text.slice(start, end));

describe('units of a text', () => {
  for (const [text, phrases] of [
    ['a cat, blue background', ['a cat', 'blue background']],
    ['a cat,blue,, 8k ,', ['a cat', 'blue', '8k']],
    ['1,000 fish, 2, 3', ['1,000 fish', '2', '3']],
    ['赤い猫、青い背景，傑作', ['赤い猫', '青い背景', '傑作']],
    ['one phrase', ['one phrase']],
    [' , ', []],
    ['', []],
  ] as const) {
    it(`are the phrases of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(texts(text, phrasesOf(text)), phrases);
    });
  }

  for (const [text, words] of [
    ['a close-up of fish', ['a', 'close-up', 'of', 'fish']],
    ['wow !! cat', ['wow !!', 'cat']],
    ['「猫」の絵', ['「', '猫」', 'の', '絵']],
    ['red 猫 and 犬', ['red', '猫', 'and', '犬']],
  ] as const) {
    it(`are the words of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(texts(text, wordsOf(text, { start: 0, end: text.length })), words);
    });
  }

  it('are the words of one phrase only', () => {
    const text = 'a cat, blue background, 8k';
    assert.deepEqual(texts(text, wordsOf(text, phrasesOf(text)[1]!)), ['blue', 'background']);
  });
});

describe('a text without some units', () => {
  const text = 'a cat, blue  background,8k';
  const phrases = phrasesOf(text);
  for (const [kept, expected] of [
    [[0, 1, 2], text],
    [[], ''],
    [[1], 'blue  background'],
    [[0, 2], 'a cat,8k'],
    [[1, 2], 'blue  background,8k'],
  ] as const) {
    it(`keeps what parted the rest: ${kept.join(' ')}`, () => {
      assert.equal(
        keepUnits(text, phrases, (i) => (kept as readonly number[]).includes(i)),
        expected,
      );
    });
  }

  it('keeps the comma between phrases when words of both go', () => {
    const words = phrases.flatMap((phrase) => wordsOf(text, phrase));
    assert.equal(
      keepUnits(text, words, (i) => i === 0 || i === 3),
      'a, background',
    );
  });

  it('tells apart what is said more than once, wherever it stands in a table', () => {
    const units = wordsOf('a cat and a dog', { start: 0, end: 15 });
    assert.deepEqual(unitLabels('a cat and a dog', units), ['a (1/2)', 'cat', 'and', 'a (2/2)', 'dog']);
    assert.deepEqual(unitLabels('a cat and a dog', [units[3]!, units[1]!, units[0]!]), [
      'a (2/2)',
      'cat',
      'a (1/2)',
    ]);
  });
});
