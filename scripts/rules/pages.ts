/**
 * Writes the pages of the rules in each language: one page a category, from the rule files. A test fails while the
 * committed pages are older than the rules.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRuleSet } from '../../src/core/bias/buildRuleSet';
import { docsFolders } from '../../src/extension/features/bias/pageToRead';
import type { Language } from '../../src/words/words';
import { rulePages } from './rulePages';
import { ruleSources } from './ruleSources';

const root = join(__dirname, '../..');
const { rules } = buildRuleSet(ruleSources(join(root, 'rules')));
for (const [language, docs] of Object.entries(docsFolders) as [Language, string][]) {
  const folder = join(root, docs, 'rules');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of rulePages(rules, language)) writeFileSync(join(folder, name), text);
}
