/** Writes `docs/rules`: one page a category, from the rule files. A test fails while the committed pages are older than the rules. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRuleSet } from '../../src/core/bias/buildRuleSet';
import { rulePages } from './rulePages';
import { ruleSources } from './ruleSources';

const root = join(__dirname, '../..');
const folder = join(root, 'docs/rules');
mkdirSync(folder, { recursive: true });
for (const [name, text] of rulePages(buildRuleSet(ruleSources(join(root, 'rules'))).rules)) {
  writeFileSync(join(folder, name), text);
}
