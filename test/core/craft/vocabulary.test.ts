import assert from 'node:assert/strict';
import { join } from 'node:path';
import { vocabularyFiles } from '../../../scripts/craft/readVocabulary';
import { checkText } from '../../../src/core/bias/checkText';
import { createMatcher } from '../../../src/core/bias/matcher';
import { NO_SETTINGS } from '../../../src/core/bias/settings';
import { readVocabularyFile, vocabularyOf } from '../../../src/core/craft/vocabularyFile';
import { shippedRules } from '../../rules/shippedRules';

const japanese = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const files = vocabularyFiles(join(__dirname, '../../..'));

describe('the vocabulary', () => {
  it('has a file for each class, named for it, with what is needed', () => {
    for (const [name, { class: its, entries, problems }] of files) {
      assert.deepEqual(problems, [], name);
      assert.equal(`${its}.yml`, name);
      assert.ok(entries.length >= 60, `${name} has ${entries.length}`);
      if (name !== 'concept.yml') assert.ok(entries.length <= 160, `${name} has ${entries.length}`);
    }
    assert.equal(files.size, 15);
  });

  it('says nothing twice in a language, but for what is wanted and unwanted', () => {
    const seen = new Map<string, string>();
    for (const [name, { entries }] of files) {
      for (const text of entries.flatMap(({ en, ja }) => [en.toLowerCase(), ja.toLowerCase()])) {
        const key = name === 'negative.yml' ? `negative: ${text}` : text;
        // 4K is the same in both.
        if (seen.get(key) === name && /^[\x20-\x7e]+$/.test(text)) continue;
        assert.equal(seen.get(key), undefined, `${text} of ${name}`);
        seen.set(key, name);
      }
    }
  });

  it('is English beside Japanese', () => {
    for (const [name, { entries }] of files) {
      for (const { en, ja } of entries) {
        assert.doesNotMatch(en, japanese, name);
        // Signs that are written the same in Japanese.
        if (!/^[A-Z0-9 ]+$/i.test(ja)) assert.match(ja, japanese, name);
      }
    }
  });

  it('holds nothing that our own rules find worse than a hint', () => {
    const matcher = createMatcher(shippedRules, NO_SETTINGS);
    const found = [...files].flatMap(([name, { entries }]) =>
      entries.flatMap(({ en, ja }) =>
        [en, ja].flatMap((text) =>
          checkText(text, 'plaintext', matcher)
            .filter(({ severity }) => severity !== 'hint')
            .map(({ ruleId }) => `${name}: ${text}: ${ruleId}`),
        ),
      ),
    );
    assert.deepEqual(found, []);
  });

  it('tells which line is wrong', () => {
    assert.deepEqual(readVocabularyFile('class: moods\nphrases:\n  a: あ\n  b:\n').problems, [
      { line: 1, message: 'no such class' },
      { line: 4, message: 'a phrase in English and one in Japanese' },
    ]);
  });

  it('is phrases of two languages, the more common first', () => {
    const { phrases } = vocabularyOf('x', [
      readVocabularyFile('class: mood\nphrases:\n  calm: 静か\n  wild: 荒い\n'),
    ]);
    assert.deepEqual(phrases[0], { text: 'calm', class: 'mood', language: 'en', frequency: 1 });
    assert.deepEqual(phrases[3], { text: '荒い', class: 'mood', language: 'ja', frequency: 0.5 });
  });
});
