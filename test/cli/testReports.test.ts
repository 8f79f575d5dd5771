import assert from 'node:assert/strict';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';
import { planChecks } from '../../src/core/check/plan';
import type { CheckResult } from '../../src/core/check/judge';
import { testGithub } from '../../src/cli/testGithub';
import { testJunit } from '../../src/cli/testJunit';
import { reportedFile, type ReportedFile } from '../../src/cli/testedFile';
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
});
