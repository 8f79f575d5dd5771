import assert from 'node:assert/strict';
import { say } from '../../src/words/words';

const wording = {
  en: '{count} {count:picture|pictures} in {folder}',
  ja: '{folder}に画像{count}枚',
};

describe('a message', () => {
  it('has its parameters filled in', () => {
    assert.equal(say(wording, 'en', { count: 3, folder: 'a' }), '3 pictures in a');
    assert.equal(say(wording, 'ja', { count: 3, folder: 'a' }), 'aに画像3枚');
  });

  it('counts as English does', () => {
    assert.equal(say(wording, 'en', { count: 1, folder: 'a' }), '1 picture in a');
    assert.equal(say(wording, 'en', { count: 0, folder: 'a' }), '0 pictures in a');
    assert.equal(say(wording, 'en', { count: '1', folder: 'a' }), '1 picture in a');
  });

  it('shows what nobody filled in', () => {
    assert.equal(say(wording, 'en', { count: 2 }), '2 pictures in {folder}');
    assert.equal(say(wording, 'en'), '{count} {count:picture|pictures} in {folder}');
  });

  it('leaves the braces in a parameter alone', () => {
    assert.equal(say(wording, 'en', { count: 2, folder: '{count}|{a|b}' }), '2 pictures in {count}|{a|b}');
  });
});
