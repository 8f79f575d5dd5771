import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rulePages } from '../../scripts/rules/rulePages';
import { rulePage } from '../../src/core/bias/rulePage';
import { shippedRules } from './shippedRules';

const folder = join(__dirname, '../../docs/rules');

describe('the pages of the rules', () => {
  const pages = rulePages(shippedRules);

  it('are as fresh as the rules (npm run rules)', () => {
    assert.deepEqual(readdirSync(folder).sort(), [...pages.keys()].sort());
    for (const [name, text] of pages) {
      assert.equal(readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n'), text, name);
    }
  });

  it('hold the heading that each rule links to', () => {
    for (const rule of [...shippedRules.languages.en.rules, ...shippedRules.languages.ja.rules]) {
      const [page, heading] = rulePage(rule)!.split('#');
      assert.ok(pages.get(page!)!.includes(`\n## ${heading}\n`), rule.id);
    }
  });
});
