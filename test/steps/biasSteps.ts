/** What is metered of the bias rules: they are given, not read. */
import { checkSpellFile } from '../../src/core/bias/checkSpellFile';
import { checkText } from '../../src/core/bias/checkText';
import { createMatcher } from '../../src/core/bias/matcher';
import type { RuleSet } from '../../src/core/bias/rule';
import { NO_SETTINGS } from '../../src/core/bias/settings';
import { parseSpellFile } from '../../src/core/spell/parseSpellFile';

export { checkSpellFile, checkText, parseSpellFile };

export function matcherOf(rules: RuleSet): ReturnType<typeof createMatcher> {
  return createMatcher(rules, NO_SETTINGS);
}
