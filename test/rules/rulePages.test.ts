import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { headingsIn } from '../../scripts/docs/pageReferences';
import { rulePages } from '../../scripts/rules/rulePages';
import type { Rule, RuleSet } from '../../src/core/bias/rule';
import { docsFolders, leanRule, pageToRead } from '../../src/extension/features/bias/pageToRead';
import type { Language } from '../../src/words/words';
import { shippedRules } from './shippedRules';

const root = join(__dirname, '../..');
const languages = Object.keys(docsFolders) as Language[];
const all = [...shippedRules.languages.en.rules, ...shippedRules.languages.ja.rules];
const read = (file: string): string => readFileSync(join(root, file), 'utf8').replaceAll('\r\n', '\n');

/** Two rules with all that a page says of one; their own texts are neither English nor Japanese. */
function wordlessRules(): RuleSet {
  const rule: Rule = {
    id: 'age-class-body/1',
    category: 'age-class-body',
    language: 'en',
    severity: 'information',
    terms: [{ text: '2', replacements: ['3', '4'] }],
    exceptions: ['5', '6'],
    needsPerson: false,
    alone: false,
    followedBy: ['7', '8'],
    notBeside: ['9', '10'],
    attributive: '11',
    postmodifier: '12',
    insideWords: false,
    evidence: '13',
    note: { en: 'An English note.', ja: '日本語のメモ。' },
    source: '14',
    combination: false,
  };
  const rules: Rule[] = [
    rule,
    { ...rule, severity: 'hint', followedBy: [], needsPerson: true },
    { ...rule, severity: 'warning', followedBy: [], alone: true },
    { ...rule, severity: 'error', followedBy: [], alone: true, needsPerson: true },
    { ...rule, severity: 'off' },
  ];
  const { en, ja } = shippedRules.languages;
  return {
    languages: { en: { ...en, rules }, ja: { ...ja, rules: [] } },
    evidence: {
      ...shippedRules.evidence,
      generator: '15',
      occupations: { '13': { men: 16, women: 17, labourWomenPercent: 18, labourYear: 19 } },
    },
  };
}

describe('the pages of the rules', () => {
  for (const language of languages) {
    const folder = `${docsFolders[language]}/rules`;

    it(`are as fresh as the rules in ${folder} (npm run rules)`, () => {
      const pages = rulePages(shippedRules, language);
      assert.deepEqual(readdirSync(join(root, folder)).sort(), [...pages.keys()].sort());
      for (const [name, text] of pages) assert.equal(read(`${folder}/${name}`), text, name);
    });

    it(`hold in ${folder} the heading that each rule links to`, () => {
      const headings = new Map<string, Set<string>>();
      for (const { id } of all) {
        const [file, heading] = pageToRead(shippedRules, id, language).split('#');
        assert.ok(file!.startsWith(`${folder}/`), file);
        if (!headings.has(file!)) headings.set(file!, new Set(headingsIn(read(file!))));
        assert.ok(headings.get(file!)!.has(heading!), id);
      }
    });

    it(`are listed in ${folder} for what is no rule, and the lean has its heading`, () => {
      assert.equal(pageToRead(shippedRules, undefined, language), `${folder}/README.md`);
      assert.ok(existsSync(join(root, folder, 'README.md')));
      const [file, heading] = pageToRead(shippedRules, leanRule, language).split('#');
      assert.ok(headingsIn(read(file!)).includes(heading!), heading);
    });
  }

  it('say in one language all that they say of a rule, and both languages what is written in both', () => {
    const page = (language: Language): string =>
      rulePages(wordlessRules(), language).get('age-class-body.md')!;
    const [english, japanese] = [page('en'), page('ja')];
    const own = [
      ['"…" demeans people for their age, class or body.', 'An English note.'],
      ['「…」は年齢、境遇、体つきで人を見下す言葉です。', '日本語のメモ。'],
    ] as const;
    for (let each = 0; each < 2; each++) {
      const [en, ja] = [own[0][each]!, own[1][each]!];
      assert.ok(english.includes(`\n${en}\n\n${ja}\n`), en);
      assert.ok(japanese.includes(`\n${ja}\n\n${en}\n`), ja);
    }
    const without = (text: string): string =>
      own.flat().reduce((rest, each) => rest.replaceAll(each, ''), text.replaceAll('age-class-body', ''));
    assert.doesNotMatch(without(japanese), /[a-z]/i);
    assert.doesNotMatch(without(english), /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}。、「」]/u);
    // What the rules themselves say stands in both, as often.
    const data = (text: string): string[] => (text.match(/\d+/g) ?? []).map(String).sort();
    assert.deepEqual(data(japanese), data(english));
    const index = rulePages(wordlessRules(), 'ja').get('README.md')!;
    assert.ok(index.includes('[age-class-body](age-class-body.md): 英語 5件、日本語 0件'), index);
  });
});
