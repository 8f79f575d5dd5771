import assert from 'node:assert/strict';
import { ruleSources } from '../../scripts/rules/ruleSources';
import { buildRuleSet, type RuleSource } from '../../src/core/bias/buildRuleSet';
import { checkRules } from '../../src/core/bias/checkRules';
import { rulesFolder, shippedRules } from './shippedRules';

const all = [...shippedRules.languages.en.rules, ...shippedRules.languages.ja.rules];

describe('the rules that ship', function () {
  this.timeout(300_000);

  it('are read without a problem', () => {
    assert.deepEqual(buildRuleSet(ruleSources(rulesFolder)).problems, []);
  });

  it('are the same bytes however often they are built', () => {
    const built = () => JSON.stringify(buildRuleSet(ruleSources(rulesFolder)).rules);
    assert.equal(built(), built());
  });

  it('have no fault', () => assert.deepEqual(checkRules(shippedRules), []));

  it('reach the sizes that make them useful', () => {
    const least: Readonly<Record<string, readonly [en: number, ja: number]>> = {
      'gender/job-title': [90, 45],
      'gender/marked-title': [15, 25],
      'gender/generic-man': [25, 20],
      'gender/stereotype-phrase': [20, 25],
      'gender/unspecified-person': [150, 150],
      'ethnicity/label': [20, 15],
      'trait/criminality': [25, 15],
      'trait/beauty-default': [15, 10],
      'disability/term': [60, 35],
      'age-class-body': [25, 20],
      'lgbt/term': [25, 10],
      'safety/': [40, 30],
    };
    const count = (category: string, language: string): number =>
      all.filter((rule) => rule.category.startsWith(category) && rule.language === language).length;
    for (const [category, [en, ja]] of Object.entries(least)) {
      assert.ok(count(category, 'en') >= en, `${category} en ${count(category, 'en')}`);
      assert.ok(count(category, 'ja') >= ja, `${category} ja ${count(category, 'ja')}`);
    }
  });

  it('join enough groups with enough traits', () => {
    const least = { en: [30, 40], ja: [20, 30] } as const;
    for (const language of ['en', 'ja'] as const) {
      const { context, rules } = shippedRules.languages[language];
      const traits = new Set(rules.filter(({ combination }) => combination).flatMap(({ terms }) => terms));
      assert.ok(context.group.length >= least[language][0], language);
      assert.ok(traits.size >= least[language][1], language);
    }
  });

  it('are off by default in every safety category, and only there', () => {
    for (const { id, severity } of all) assert.equal(severity === 'off', id.startsWith('safety/'), id);
  });

  it('give most occupations measured evidence, which adds up', () => {
    const { occupations } = shippedRules.evidence;
    assert.equal(Object.keys(occupations).length, 153);
    assert.deepEqual(occupations.nurse, { men: 0, women: 250, labourWomenPercent: 89.58, labourYear: 2015 });
    for (const [name, { men, women }] of Object.entries(occupations)) {
      assert.ok(men >= 0 && women >= 0 && Number.isInteger(men) && Number.isInteger(women), name);
      assert.ok(men + women > 240 && men + women <= 250, name); // a few faces were not classified
    }
    for (const [name, { labourWomenPercent, labourYear }] of Object.entries(occupations)) {
      assert.equal(labourWomenPercent === undefined, labourYear === undefined, name);
      if (labourWomenPercent !== undefined)
        assert.ok(labourWomenPercent >= 0 && labourWomenPercent <= 100, name);
    }
    const { generator, pictures, labour } = shippedRules.evidence;
    assert.equal(generator, 'Stable Diffusion 1.5');
    for (const { url, license, published } of [pictures, labour]) {
      assert.match(url, /^https:\/\/github\.com\//);
      assert.match(license, /^(?:Apache-2\.0|MIT)$/);
      assert.match(published, /^20\d\d$/);
    }
    assert.ok(all.filter(({ evidence }) => evidence !== undefined).length > 100);
  });

  it('name an English head for nearly every Japanese person word', () => {
    const persons = all.filter(({ id }) => id.startsWith('gender/unspecified-person/ja-'));
    const without = persons
      .filter(({ english }) => english === undefined)
      .map(({ id }) => id.split('/').pop());
    assert.deepEqual(without, ['ja-couple', 'ja-family', 'ja-lover']);
  });
});

describe('the check of the rules fires', () => {
  const file = (path: string, rules: string, category = 'gender/job-title'): RuleSource => ({
    path,
    text: `category: ${category}\nsource: https://example.org/why\nrules:\n${rules}`,
  });
  const evidence: RuleSource = {
    path: 'evidence.yml',
    text: ruleSources(rulesFolder).find(({ path }) => path === 'evidence.yml')!.text,
  };
  const faults = (...sources: RuleSource[]): string[] => {
    const { rules, problems } = buildRuleSet([...sources, evidence]);
    assert.deepEqual(problems, []);
    return checkRules(rules).map(({ code, detail }) => `${code}: ${detail}`);
  };
  const problems = (...sources: RuleSource[]): string[] =>
    buildRuleSet([...sources, evidence]).problems.map(
      ({ path, problem }) => `${path}:${problem.line}:${problem.column} ${problem.code}`,
    );

  it('on nothing where nothing is wrong', () => {
    assert.deepEqual(faults(file('en/a.yml', '  fireman: { terms: { fireman: firefighter } }\n')), []);
  });

  it('on two rules of one name', () => {
    const twice = ['en', 'ja'].map((language, i) =>
      file(`${language}/a.yml`, `  fireman: { terms: [${['fireman', '消防夫'][i]}] }\n`),
    );
    assert.deepEqual(faults(...twice), ['duplicate-id: gender/job-title/fireman']);
  });

  it('on one term in two rules, however it is written', () => {
    assert.deepEqual(faults(file('en/a.yml', '  a: { terms: [fireman] }\n  b: { terms: [Fireman] }\n')), [
      'duplicate-term: Fireman (gender/job-title/a)',
    ]);
  });

  it('on a term that nothing can match', () => {
    assert.deepEqual(
      faults(file('en/a.yml', '  a: { terms: [mailman], exceptions: [of mailman, the mailman] }\n')),
      ['unmatchable-term: mailman'],
    );
  });

  it('on a replacement that is flagged itself', () => {
    assert.deepEqual(
      faults(file('en/a.yml', '  a: { terms: { mailman: postman } }\n  b: { terms: [postman] }\n')),
      ['flagged-replacement: postman (gender/job-title/b)'],
    );
  });

  it('on a rule without a source', () => {
    assert.deepEqual(faults(file('en/a.yml', '  a: { terms: [mailman], source: "" }\n')), [
      'missing-source: ',
    ]);
  });

  it('on evidence that is not in the table, and an exception that guards nothing', () => {
    assert.deepEqual(
      faults(file('en/a.yml', '  a: { terms: [mailman], evidence: mail carrier, exceptions: [mail] }\n')),
      ['unknown-evidence: mail carrier', 'idle-exception: mail'],
    );
  });

  it('on files that are not what they should be, with the place', () => {
    assert.deepEqual(problems(file('en/a.yml', '  a: { term: [mailman] }\n')), [
      'en/a.yml:4:8 config-unknown-key',
      'en/a.yml:4:6 config-missing-key',
    ]);
    assert.deepEqual(problems(file('en/a.yml', '  a: { terms: [mailman] }\n', 'gender/job')), [
      'en/a.yml:1:1 config-unknown-value',
    ]);
    assert.deepEqual(problems({ path: 'en/a.yml', text: 'rules: [' }).slice(0, 1), [
      'en/a.yml:1:9 config-yaml-invalid',
    ]);
    assert.deepEqual(problems(file('en/a.yml', '  a: { terms: [mailman] }\n  a: { terms: [postman] }\n')), [
      'en/a.yml:5:3 config-yaml-key-twice',
    ]);
  });
});
