/** What is metered of the bias rules: they are given, not read. */
import { checkSpellFile, spellFileSteps } from '../../src/core/bias/checkSpellFile';
import { checkText } from '../../src/core/bias/checkText';
import { createMatcher } from '../../src/core/bias/matcher';
import type { RuleSet } from '../../src/core/bias/rule';
import { NO_SETTINGS } from '../../src/core/bias/settings';
import { lintJson } from '../../src/cli/lintJson';
import { LineStarts } from '../../src/core/lineStarts';
import { parseSpellFile, parseSteps } from '../../src/core/spell/parseSpellFile';

export { checkSpellFile, checkText, parseSpellFile, parseSteps, spellFileSteps };

/** The whole report of a spell file, as `spellwright lint --format json` writes it; returns its length. */
export function jsonOf(text: string, matcher: ReturnType<typeof createMatcher>): number {
  const findings = checkSpellFile(parseSpellFile(text), matcher);
  const file = { path: 'a.spell', text, lines: new LineStarts(text), findings };
  let length = 0;
  for (const piece of lintJson([file], matcher.rules, '1.0.0', 'en')) length += piece.length;
  return length;
}

export function matcherOf(rules: RuleSet): ReturnType<typeof createMatcher> {
  return createMatcher(rules, NO_SETTINGS);
}
