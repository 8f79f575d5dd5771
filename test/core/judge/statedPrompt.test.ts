import assert from 'node:assert/strict';
import { auditSet } from '../../../src/core/judge/auditSets';
import { statedText } from '../../../src/core/judge/statedPrompt';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { check } from '../bias/check';

/** The text with each kind of a set said. */
function stated(text: string, set = 'woman-man'): string[] {
  const [open] = check(text).filter(({ category }) => category === 'gender/unspecified-person');
  const { span } = parseSpellFile(text).spells[0]!.positive;
  return auditSet(set)!.classes.map((each) => statedText(text, span, each, open));
}

describe('a prompt with the kind of its person said', () => {
  it('takes what the rule offers for its word', () => {
    assert.deepEqual(stated('a photo of a firefighter, dusk'), [
      'a photo of a female firefighter, dusk',
      'a photo of a male firefighter, dusk',
    ]);
    assert.deepEqual(stated('a person reading'), ['a woman reading', 'a man reading']);
    assert.deepEqual(stated('消防士の写真'), ['女性の消防士の写真', '男性の消防士の写真']);
  });

  it('keeps headings, front matter and slots', () => {
    assert.deepEqual(stated('---\nmodel: mini\n---\n### who\na {nurse|cat} at night\n'), [
      '---\nmodel: mini\n---\n### who\na {female nurse|cat} at night\n',
      '---\nmodel: mini\n---\n### who\na {male nurse|cat} at night\n',
    ]);
  });

  it('is said before the prompt where no rule knows the words', () => {
    assert.deepEqual(stated('a firefighter', 'age')[0], 'a child, a firefighter');
    assert.deepEqual(stated('### x\nsomething strange'), [
      '### x\na woman, something strange',
      '### x\na man, something strange',
    ]);
    assert.deepEqual(stated('森の中'), ['女性、森の中', '男性、森の中']);
  });
});
