/** What is metered of the bias rules: they are given, not read. */
import { checkSpellFile, spellFileSteps } from '../../src/core/bias/checkSpellFile';
import { checkText } from '../../src/core/bias/checkText';
import { createMatcher } from '../../src/core/bias/matcher';
import type { RuleSet } from '../../src/core/bias/rule';
import { NO_SETTINGS } from '../../src/core/bias/settings';
import { parseSpellFile, parseSteps } from '../../src/core/spell/parseSpellFile';

export { checkSpellFile, checkText, parseSpellFile, parseSteps, spellFileSteps };

export function matcherOf(rules: RuleSet): ReturnType<typeof createMatcher> {
  return createMatcher(rules, NO_SETTINGS);
}
