import { join } from 'node:path';
import { ruleSources } from '../../scripts/rules/ruleSources';
import { buildRuleSet } from '../../src/core/bias/buildRuleSet';
import type { RuleSet } from '../../src/core/bias/rule';

export const rulesFolder = join(__dirname, '../../rules');

/** The rules as they ship, built once for every test. */
export const shippedRules: RuleSet = buildRuleSet(ruleSources(rulesFolder)).rules;
