import { checkSpellFile } from '../../../src/core/bias/checkSpellFile';
import type { BiasFinding } from '../../../src/core/bias/finding';
import { createMatcher } from '../../../src/core/bias/matcher';
import { NO_SETTINGS, type BiasSettings } from '../../../src/core/bias/settings';
import { parseSpellFile } from '../../../src/core/spell/parseSpellFile';
import { shippedRules } from '../../rules/shippedRules';

const defaults = createMatcher(shippedRules, NO_SETTINGS);

/** What is found in the text of a spell file under the rules as they ship. */
export function check(text: string, settings?: BiasSettings): BiasFinding[] {
  return checkSpellFile(parseSpellFile(text), settings ? createMatcher(shippedRules, settings) : defaults);
}

/** The same as `rule: text`, shortest to compare. */
export function found(text: string, settings?: BiasSettings): string[] {
  return check(text, settings).map((finding) => `${finding.category}: ${finding.text}`);
}
