/** Checks the rule files and writes them compiled beside the bundles. Fails on any fault, and then writes nothing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildRuleSet } from '../../src/core/bias/buildRuleSet';
import { checkRules } from '../../src/core/bias/checkRules';
import { COMPILED_RULES } from '../../src/files/biasRules';
import { CONFIG_PROBLEM_WORDING } from '../../src/words/bias';
import { say } from '../../src/words/words';
import { ruleSources } from './ruleSources';

const root = join(__dirname, '../..');
const { rules, problems } = buildRuleSet(ruleSources(join(root, 'rules')));
const complaints = [
  ...problems.map(
    ({ path, problem: { code, parameters, line, column } }) =>
      `rules/${path}:${line}:${column}: ${say(CONFIG_PROBLEM_WORDING[code], 'en', parameters)}`,
  ),
  ...checkRules(rules).map(({ code, ruleId, detail }) => `${ruleId}: ${code}: ${detail}`),
];
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exitCode = 1;
} else {
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist', COMPILED_RULES), JSON.stringify(rules));
}
