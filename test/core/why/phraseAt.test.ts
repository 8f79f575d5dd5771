import assert from 'node:assert/strict';
import { expandSpell } from '../../../src/core/spell/expandSpell';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import type { Expansion } from '../../../src/core/spell/spell';
import { neutralTextsFor } from '../../../src/core/why/neutralTexts';
import { phraseAt } from '../../../src/core/why/phraseAt';

const text = 'masterpiece, two (cats:1.3), a {blue|green} wall # on the left\n';

function expansions(): readonly Expansion[] {
  const file = parseSpellFile(text);
  return expandSpell(file.spells[0]!, { dialect: 'a1111', wildcards: { lookup: () => undefined } })
    .expansions;
}

describe('the phrase at a place', () => {
  const at = (word: string, offset = 0): number => text.indexOf(word) + offset;

  it('is what lies between commas around the caret, as CLIP reads it', () => {
    assert.equal(phraseAt(expansions(), at('cats', 2)), 'two cats');
    assert.equal(phraseAt(expansions(), at('master')), 'masterpiece');
    assert.equal(phraseAt(expansions(), at('wall')), 'a blue wall');
    assert.equal(phraseAt(expansions(), at('green', 2)), 'a green wall', 'of the option that stands there');
    assert.equal(phraseAt(expansions(), at('left')), undefined, 'a comment is not read');
  });

  it('is what of a selection CLIP reads, without its commas', () => {
    assert.equal(phraseAt(expansions(), at('cats'), at('cats', 4)), 'cats');
    assert.equal(phraseAt(expansions(), at(', two'), at(', a')), 'two cats');
    assert.equal(phraseAt(expansions(), at('left'), at('left', 4)), undefined);
  });
});

describe('what any place could be held against', () => {
  it('speaks its language', () => {
    assert.ok(neutralTextsFor('cats').includes('a picture'));
    assert.ok(neutralTextsFor('2匹の猫').includes('背景'));
    assert.equal(neutralTextsFor('cats').length, neutralTextsFor('猫').length);
  });
});
