import assert from 'node:assert/strict';
import { rivalsOf } from '../../../src/core/why/rivals';

describe('the rivals of a phrase', () => {
  const cases: readonly (readonly [
    title: string,
    phrase: string,
    prompt: readonly string[],
    rivals: readonly string[],
  ])[] = [
    ['share no word with it', 'cats', ['two cats', 'a dog', 'a dog', 'Cats'], ['a dog']],
    ['share none but those that only join', 'a cat', ['a dog', 'the cat'], ['a dog']],
    ['are named beside it in one phrase', 'cat', ['a cat to the left of a dog'], ['dog']],
    ['are not its own plural', 'cat', ['two cats on a blue background', 'dogs'], ['blue background', 'dogs']],
    ['are not its own singular', 'cherries', ['a cherry on a plate'], ['plate']],
    ['are no colours and numbers alone', 'ball', ['a red and white ball', 'three and a ball'], []],
    ['keep the words that go with them', 'cat', ['a cat sleeping on a green sofa'], ['green sofa']],
    [
      'are a whole phrase and what it names',
      'bird',
      ['a cat left of a dog'],
      ['a cat left of a dog', 'cat', 'dog'],
    ],
    ['are none within the phrase itself', 'a cat left of a dog', ['a cat left of a dog', 'dog'], []],
    ['are found in Japanese', '猫', ['犬の左にいる猫', '青い背景'], ['犬', '青い背景']],
    ['are no counters', '猫', ['青い背景の2匹の猫', '二匹の猫'], ['青い背景']],
    ['are in its own language, as "two cats" may be what is looked for', '猫', ['two cats', '犬'], ['犬']],
    ['are in its own language the other way round', 'cats', ['2匹の猫', 'a dog'], ['a dog']],
  ];
  for (const [title, phrase, prompt, rivals] of cases)
    it(title, () => assert.deepEqual(rivalsOf(phrase, prompt), rivals));

  it('are the same for a phrase of any size, and none for nothing', () => {
    assert.deepEqual(rivalsOf('cat', []), []);
    assert.deepEqual(rivalsOf('cat', ['cat '.repeat(300), '(((']), ['(((']);
  });
});
