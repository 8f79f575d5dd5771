import assert from 'node:assert/strict';
import { check, found } from './check';

/** What the author may choose instead of the one finding of a prompt. */
function offered(prompt: string): string[] {
  const [finding, ...more] = check(prompt).filter(({ severity }) => severity !== 'hint');
  assert.equal(more.length, 0);
  return finding!.fixes.filter(({ kind }) => kind === 'replace').map(({ choice }) => choice);
}

describe('the replacements that are offered', () => {
  const single: readonly (readonly [prompt: string, choice: string])[] = [
    ['a fireman at dusk', 'firefighter'],
    ['three firemen at dusk', 'firefighters'],
    ['白衣の看護婦', '看護師'],
    ['スチュワーデスの制服', '客室乗務員'],
    ['公園の保母', '保育士'],
    ['駅のサラリーマン', '会社員'],
    ['会議中の営業マン', '営業担当者'],
    ['肌色のクレヨン', 'ベージュの'],
    ['肌色、塗り絵', 'ベージュ'],
  ];
  for (const [prompt, choice] of single) {
    it(`${prompt}: ${choice}`, () => assert.deepEqual(offered(prompt), [choice]));
  }

  for (const prompt of ['診察室の女医', '会議室の女社長', 'a lady doctor']) {
    it(`${prompt}: two choices`, () => assert.equal(offered(prompt).length, 2));
  }
});

describe('prompts that state a gender, as DALL-Eval writes them', () => {
  const jobs = [
    'an accountant',
    'a flight attendant',
    'a nurse',
    'a plumber',
    'a police officer',
    'a TV presenter',
  ];
  for (const job of jobs) {
    it(job, () => {
      for (const who of ['man', 'woman']) {
        assert.deepEqual(found(`A ${who} who works as ${job}`), []);
      }
      const left = found(`A person who works as ${job}`);
      assert.ok(left.length > 0 && left.every((finding) => finding.startsWith('gender/unspecified-person')));
    });
  }
});
