import assert from 'node:assert/strict';
import { createMatcher } from '../../../src/core/bias/matcher';
import { NO_SETTINGS } from '../../../src/core/bias/settings';
import { AUDIT_SETS } from '../../../src/core/judge/auditSets';
import { saidOfPerson, statedText, type SaidOfPerson } from '../../../src/core/judge/statedPrompt';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { shippedRules } from '../../rules/shippedRules';

const matcher = createMatcher(shippedRules, NO_SETTINGS);
const [gender, age] = AUDIT_SETS as [(typeof AUDIT_SETS)[0], (typeof AUDIT_SETS)[0]];

function said(text: string, set = gender, offset?: number): SaidOfPerson {
  const file = parseSpellFile(text);
  return saidOfPerson(file, file.spells[0]!, set, matcher, offset);
}

function stated(text: string): string[] {
  const { open } = said(text);
  const { span } = parseSpellFile(text).spells[0]!.positive;
  return gender.classes.map((each) => statedText(text, span, each, open));
}

describe('what a prompt says of who is drawn', () => {
  for (const text of [
    'a photo of a female programmer',
    'a man, portrait',
    'a king on a throne',
    'a nurse talking to her patient',
    '女性の看護師の写真',
  ])
    it(`says a kind: ${text}`, () => {
      assert.deepEqual([said(text).open, said(text).saysKind], [undefined, true]);
    });

  for (const text of ['a nurse', 'the open sea', 'プログラマーの写真', 'the boy and a nurse'])
    it(`leaves the kind to be said: ${text}`, () => assert.equal(said(text).saysKind, false));

  it('speaks of the set that is asked about', () => {
    assert.deepEqual(
      ['a woman in a park', 'an elderly nurse', '高齢の医者'].map((text) => said(text, age).saysKind),
      [false, true, true],
    );
  });

  it('means the open person that was pointed at, else the first', () => {
    const text = 'a nurse and a firefighter';
    assert.equal(said(text).open!.text, 'nurse');
    assert.equal(said(text, gender, text.length - 2).open!.text, 'firefighter');
  });

  it('is said where it stands: in weights, behind tags, in slots, in Japanese', () => {
    assert.deepEqual(stated('<lora:ink:0.8> a (nurse:1.3), night'), [
      '<lora:ink:0.8> a (female nurse:1.3), night',
      '<lora:ink:0.8> a (male nurse:1.3), night',
    ]);
    assert.deepEqual(stated('{a nurse|a chef} at work')[0], '{a female nurse|a chef} at work');
    assert.deepEqual(stated('プログラマーの写真'), ['女性のプログラマーの写真', '男性のプログラマーの写真']);
    assert.deepEqual(stated('the open sea'), ['a woman, the open sea', 'a man, the open sea']);
  });
});
