import assert from 'node:assert/strict';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { unreadScript } from '../../../src/core/spell/unreadScript';

/** `script: words` of the first spell's prompt. */
function unread(text: string, ...languages: string[]): string | undefined {
  const found = unreadScript(parseSpellFile(text).spells[0]!.positive, languages);
  return found && `${found.script}: ${text.slice(found.span.start, found.span.end)}`;
}

describe('words in a script that a checkpoint does not read', () => {
  it('are found by an English checkpoint, the first of them, inside slots and emphasis too', () => {
    assert.equal(unread('桜の木, masterpiece, 夜', 'en'), 'Jpan: 桜の木');
    assert.equal(unread('masterpiece, a {cat|(子猫:1.2)} here', 'en'), 'Hani: 子猫');
    assert.equal(unread('a cat, 고양이', 'en'), 'Kore: 고양이');
    assert.equal(unread('рыжий кот', 'en'), 'Cyrl: рыжий');
    assert.equal(unread('a \\(\\) アイドル', 'en'), 'Jpan: アイドル');
  });

  it('are none where a language is written so', () => {
    assert.equal(unread('桜の木の下で', 'en', 'ja'), undefined);
    assert.equal(unread('子猫', 'zh'), undefined);
    assert.equal(unread('子猫', 'ja'), undefined);
    assert.equal(unread('고양이 猫猫', 'ko'), undefined);
    assert.equal(unread('un café à Zürich', 'en'), undefined);
  });

  it('are Latin ones for a Japanese checkpoint', () => {
    assert.equal(unread('猫, oil painting', 'ja'), 'Latn: oil');
  });

  it('are no single letters, tags, comments or wildcard names', () => {
    assert.equal(unread('an α particle', 'en'), undefined);
    assert.equal(unread('a cat <lora:猫耳:1> __猫の種類__ # 子猫', 'en'), undefined);
  });

  it('are not looked for while the languages are unknown, or no language', () => {
    assert.equal(unread('桜の木'), undefined);
    assert.equal(unread('a cat', 'x'), undefined);
  });
});
