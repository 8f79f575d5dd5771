import assert from 'node:assert/strict';
import { wordKinds, type Vocabulary, type WordLists } from '../../../src/core/why/wordKinds';
import { WrongTexts } from '../../../src/core/why/wrongTexts';

const none = Object.fromEntries(wordKinds.map((kind) => [kind, []])) as unknown as WordLists;

const vocabulary: Vocabulary = {
  en: {
    ...none,
    colour: [{ words: ['red', 'orange', 'gray|grey', 'blue'], near: [['red', 'orange']], unless: ['juice'] }],
    object: [{ words: ['cat|kitten', 'fish', 'owl', 'orange', 'mouse'], nouns: true }],
    number: [
      { words: ['one|a single', 'two', 'three'], counts: true },
      { words: ['1', '2'], counts: true },
    ],
    side: [
      { words: ['left', 'right'], between: ['to the * of', '* of'] },
      { words: ['above', 'below'], between: ['*'] },
    ],
    style: [{ words: ['black and white', 'sepia'] }],
  },
  ja: {
    ...none,
    colour: [{ words: ['白い', '赤い'] }],
    object: [{ words: ['猫', '犬'] }],
    number: [{ words: ['二', '三'], followed: ['匹'] }],
    side: [{ words: ['左', '右'], followed: ['に', 'の'], between: ['の*に'] }],
  },
};
const wrongTexts = new WrongTexts(vocabulary);
const wrongOf = (text: string, word: string): string[] =>
  wrongTexts.of(text).flatMap((each) => (each.word === word ? each.wrong.map((wrong) => wrong.text) : []));

describe('texts made wrong', () => {
  for (const [text, word, wrong] of [
    ['a red cat', 'red', ['a gray cat', 'a blue cat', 'a grey cat']],
    ['a Red cat', 'Red', ['a Gray cat', 'a Blue cat', 'a Grey cat']],
    ['a grey wall', 'grey', ['a blue wall', 'a red wall', 'an orange wall']],
    ['a cat', 'cat', ['a fish', 'an owl', 'an orange', 'a mouse']],
    ['two cats', 'cats', ['two fish', 'two owls', 'two oranges', 'two mice']],
    ['two fish', 'fish', ['two owls', 'two oranges', 'two mice', 'two cats']],
    ['an orange wall', 'orange', ['a gray wall', 'a blue wall', 'a grey wall']],
    [
      'an orange on a wall',
      'orange',
      ['a mouse on a wall', 'a cat on a wall', 'a fish on a wall', 'an owl on a wall'],
    ],
    ['orange juice', 'orange', ['mouse juice', 'cat juice', 'fish juice', 'owl juice']],
    ['one cat in a box', 'one', ['two cats in a box', 'three cats in a box']],
    ['a single mouse', 'a single', ['two mice', 'three mice']],
    ['two cats', 'two', ['three cats']],
    ['1 cat', '1', ['2 cats']],
    ['black and white wall', 'black and white', ['sepia wall']],
    ['赤い猫', '赤い', ['白い猫']],
    ['二匹の猫', '二', ['三匹の猫']],
    ['左の猫', '左', ['右の猫']],
  ] as const) {
    it(`${text}: ${word}`, () => assert.deepEqual(wrongOf(text, word), wrong));
  }

  for (const text of [
    'a reddish catalogue',
    'infra-red',
    '16:2',
    '1.2 m',
    '2.',
    '面白い',
    '十二匹',
    '12匹',
    'left-over',
  ]) {
    it(`leaves ${text} alone`, () => {
      assert.deepEqual(
        wrongTexts.of(text).map(({ word }) => word),
        text === 'left-over' ? ['left'] : [],
      );
    });
  }

  it('puts in no word that stands there already', () => {
    assert.deepEqual(wrongOf('a cat and an owl', 'cat'), [
      'a fish and an owl',
      'an orange and an owl',
      'a mouse and an owl',
    ]);
  });

  it('turns relations round, so that no liking of a word or an order counts', () => {
    const compared = (text: string): string[][] =>
      wrongTexts.of(text, ['side']).flatMap(({ wrong }) => wrong.map((each) => [each.truth, each.text]));
    assert.deepEqual(compared('8k, a cat to the left of an owl, wall'), [
      ['8k, a cat to the left of an owl, wall', '8k, a cat to the right of an owl, wall'],
      ['8k, an owl to the right of a cat, wall', '8k, an owl to the left of a cat, wall'],
      ['8k, a cat to the left of an owl, wall', '8k, an owl to the left of a cat, wall'],
      ['8k, an owl to the right of a cat, wall', '8k, a cat to the right of an owl, wall'],
    ]);
    assert.deepEqual(compared('犬の左に猫').at(1), ['猫の右に犬', '猫の左に犬']);
    assert.deepEqual(compared('facing left'), [['facing left', 'facing right']]);
  });

  it('knows where each word stands, and leaves those alone that are not read', () => {
    const text = 'a red cat, two owls';
    assert.deepEqual(
      wrongTexts.of(text).map(({ start, end, kind }) => [text.slice(start, end), kind]),
      [
        ['red', 'colour'],
        ['cat', 'object'],
        ['two', 'number'],
        ['owls', 'object'],
      ],
    );
    assert.deepEqual(
      wrongTexts.of(text, wordKinds, 9).map(({ word }) => word),
      ['red', 'cat'],
    );
    assert.deepEqual(
      wrongTexts.of(text, ['number']).map(({ word }) => word),
      ['two'],
    );
  });

  it('takes a few words of a book, from all of it', () => {
    const text = Array.from({ length: 60 }, (_, i) => `red thing ${i}`).join(', ');
    const starts = wrongTexts.of(text).map(({ start }) => start);
    assert.equal(starts.length, 6);
    assert.ok(starts.at(-1)! > text.length / 2);
  });
});
