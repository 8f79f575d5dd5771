import assert from 'node:assert/strict';
import { tokenSpans } from '../../../src/engine/text/tokenSpans';

/** Letters one by one, the last of each run marked; as many as CLIP's vocabulary falls back to. */
const letters = (text: string): string[] =>
  [...text.matchAll(/\p{L}+|[^\s\p{L}]+/gu)].flatMap(([run]) => {
    const characters = [...run];
    return characters.map((each, i) => (i === characters.length - 1 ? `${each}</w>` : each));
  });

const shown = (text: string, room = 75): (readonly [string, number])[] =>
  tokenSpans(text, letters(text), letters, room).map(({ start, end, tokens }) => [
    text.slice(start, end),
    tokens,
  ]);

describe('the words of tokens', () => {
  it('have all tokens of a word, its comma with it', () => {
    assert.deepEqual(shown('red  fox, up '), [
      ['red', 3],
      ['fox,', 4],
      ['up', 2],
    ]);
    assert.deepEqual(shown(''), []);
    assert.deepEqual(shown('  ,'), [[',', 1]]);
  });

  it('are told apart within a run of Japanese', () => {
    assert.deepEqual(shown('猫の写真'), [
      ['猫', 1],
      ['の', 1],
      ['写真', 2],
    ]);
  });

  it('are one where no token ends between them', () => {
    const merged = (text: string): string[] =>
      text.startsWith('猫の写真') ? ['猫の写真</w>'] : letters(text);
    const text = '猫の写真';
    assert.deepEqual(tokenSpans(text, merged(text), merged, 75), [{ start: 0, end: 4, tokens: 1 }]);
  });

  it('end where the context ends, within a word too', () => {
    assert.deepEqual(shown('red fox up', 4), [
      ['red', 3],
      ['fox', 1],
    ]);
    assert.deepEqual(shown('red fox', 0), []);
  });

  it('leave out what has no token', () => {
    const deaf = (text: string): string[] => letters(text.replaceAll('😀', ''));
    const text = 'a 😀 b';
    assert.deepEqual(
      tokenSpans(text, deaf(text), deaf, 75).map(({ start, end }) => text.slice(start, end)),
      ['a 😀', 'b'],
    );
  });
});
