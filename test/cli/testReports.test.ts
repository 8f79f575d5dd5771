import assert from 'node:assert/strict';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { planChecks } from '../../src/core/check/plan';
import type { CheckResult } from '../../src/core/check/judge';
import { printable } from '../../src/cli/table';
import { testGithub } from '../../src/cli/testGithub';
import { testJunit } from '../../src/cli/testJunit';
import { reportedFile, type ReportedFile } from '../../src/cli/testedFile';
import type { Problem } from '../../src/tasks/problem';
import type { TestedFile } from '../../src/tasks/testFile';

/** A report of one failed check of a spell with this name. */
function failed(name: string): ReportedFile {
  const file = parseSpellFile(`---\nexpect:\n  - fits: context\n---\n### ${name}\na cat`);
  const { checks } = planChecks(file, [{ origin: 'front-matter', expectations: file.frontMatter.expect! }]);
  const results: CheckResult[] = checks.map((check) => ({
    check,
    outcome: 'failed',
    code: 'fits-not',
    parameters: { tokens: 99, limit: 77, word: name },
  }));
  const plan = { path: '/prompts/a,b:c.spell', file, checks, problems: [], lock: { path: '' }, key: '' };
  const tested = { plan, results, problems: [], pictures: 0, differentPictures: 0 } as unknown as TestedFile;
  return reportedFile(tested, 'en');
}

describe('reports of tests for build servers', () => {
  it('cannot be led by a name to begin another command, or to end theirs', () => {
    const command = testGithub([failed('100 % ::error file=x:: %0A::stop')], false, 'en');
    assert.equal(command.split('\n').length, 2, command);
    assert.match(
      command,
      /^::error file=\/prompts\/a%2Cb%3Ac\.spell,line=5,col=1,title=100 %25 %3A%3Aerror file=x/,
    );
    assert.match(command, /::99 tokens.*"100 %25 ::error file=x:: %250A::stop"/);
  });

  it('cannot be led by names in what people read beside them either', () => {
    for (const [line, told] of [
      ['::stop-commands::x.spell:1:1: error: a\n  ::b', ': :stop-commands::x.spell:1:1: error: a ::b'],
      ['a.spell:1:1: error: "##[add-mask]b"', 'a.spell:1:1: error: "## [add-mask]b"'],
      ['\n ::b', ' : :b'],
      ['##vso[a]b ##teamcity[c] # [x]', '## vso[a]b ## teamcity[c] # [x]'],
      ['a.spell:1:1: error: fine :: #[x]', 'a.spell:1:1: error: fine :: #[x]'],
    ] as const)
      assert.equal(printable(line), told);
  });

  it('are XML whatever stands in a prompt', () => {
    const xml = testJunit([failed('<b a="1">&\u0007\ud800 \'"]]>')], false, 'en');
    assert.match(xml, /name="&lt;b a=&quot;1&quot;&gt;&amp;\ufffd\ufffd &apos;&quot;\]\]&gt;: fits/);
    assert.doesNotMatch(xml.replaceAll('\n', ''), /[\u0000-\u001f\ud800-\udfff]/u);
    const tags = [...xml.matchAll(/<(\/?)(\w+)[^<>]*?(\/?)>/g)].map(
      ([, end, name, alone]) => `${end}${name}${alone}`,
    );
    assert.deepEqual(tags, [
      'testsuites',
      'testsuite',
      'testcase',
      'failure',
      '/failure',
      '/testcase',
      '/testsuite',
      '/testsuites',
    ]);
  });

  it('count what cannot be told as skipped, and as failed where --strict asks', () => {
    const file = failed('a');
    const unsure = {
      ...file,
      results: file.results.map((each) => ({ ...each, outcome: 'unsure' as const })),
    };
    assert.match(testJunit([unsure], false, 'en'), /tests="1" failures="0" errors="0" skipped="1">/);
    assert.match(testJunit([unsure], true, 'en'), /tests="1" failures="1" errors="0" skipped="0">/);
    assert.match(testGithub([unsure], false, 'en'), /^::notice /);
    assert.match(testGithub([unsure], true, 'en'), /^::error /);
  });

  it('are XML as the schema that build servers share has it: its elements, their order, attributes and counts', () => {
    const file = failed('a');
    const outcomes = ['passed', 'failed', 'unsure', 'wrong'] as const;
    const each = outcomes.map((outcome) => ({ ...file.results[0]!, outcome }));
    const problem: Problem = {
      severity: 'error',
      code: 'image-not-found',
      path: '/prompts/a.spell',
      parameters: { path: 'x.png' },
    };
    const notes = { ...problem, severity: 'warning' } as const;
    const broken = { ...file, tested: { ...file.tested, problems: [problem, notes] }, results: each };
    for (const [files, strict, cases] of [
      [[], false, 0],
      [[file, broken], false, 6],
      [[file, broken], true, 6],
    ] as const) {
      const suites = elementsOf(testJunit(files, strict, 'en'));
      assert.equal(suites.length, 1);
      checkJunit(suites[0]!);
      const all = suites[0]!.children.flatMap(({ children }) => children);
      assert.equal(all.length, cases);
      const kinds = all.flatMap(({ children }) => children.map(({ name }) => name)).sort();
      const skipped = strict ? 'failure' : 'skipped';
      const expected = ['failure', 'failure', skipped, 'error', 'error'].sort();
      assert.deepEqual(kinds, cases === 0 ? [] : expected);
    }
  });
});

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
}

/** The elements of XML without comments, sections and instructions but the first. */
function elementsOf(xml: string): Element[] {
  const top: Element = { name: '', attributes: {}, children: [] };
  const open = [top];
  for (const [, end, name, written, alone] of xml.matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)(\/?)>/g)) {
    if (end) {
      assert.equal(open.pop()!.name, name);
      continue;
    }
    const attributes = Object.fromEntries(
      [...written!.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
    );
    const element: Element = { name: name!, attributes, children: [] };
    open.at(-1)!.children.push(element);
    if (!alone) open.push(element);
  }
  assert.deepEqual(open, [top]);
  return top.children;
}

/** Of Jenkins' `junit-10.xsd`: what each element may hold, what it must have, and what else it may have. */
const schema: Readonly<Record<string, readonly [children: string, must: string, may: string]>> = {
  testsuites: ['testsuite', '', 'name time tests failures disabled errors'],
  testsuite: [
    'properties testcase system-out system-err',
    'name tests',
    'failures errors time disabled skipped timestamp hostname id package group file log url version',
  ],
  testcase: [
    'skipped error failure rerunFailure rerunError flakyFailure flakyError properties system-out system-err',
    'name',
    'assertions time timestamp classname status class file line log group url',
  ],
  skipped: ['', '', 'type message'],
  error: ['', '', 'type message'],
  failure: ['', '', 'type message'],
};

function checkJunit({ name, attributes, children }: Element): void {
  const [within, must, may] = schema[name]!.map((words) => words.split(' ').filter(Boolean));
  for (const key of must!) assert.ok(attributes[key], `${name} has ${key}`);
  for (const key of Object.keys(attributes)) assert.ok([...must!, ...may!].includes(key), `${name}: ${key}`);
  for (const child of children) {
    assert.ok(within!.includes(child.name), `${child.name} in ${name}`);
    checkJunit(child);
  }
  if (name === 'testcase') assert.ok(children.length <= 1);
  if (name !== 'testsuite' && name !== 'testsuites') return;
  const cases = name === 'testsuite' ? children : children.flatMap((suite) => suite.children);
  const count = (kind: string): number => cases.filter((each) => each.children[0]?.name === kind).length;
  assert.equal(attributes.tests, String(cases.length));
  assert.equal(attributes.failures, String(count('failure')));
  assert.equal(attributes.errors, String(count('error')));
  if (name === 'testsuite') assert.equal(attributes.skipped, String(count('skipped')));
}
