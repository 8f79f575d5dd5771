import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleSet } from '../core/bias/rule';

/** What `npm run build` writes beside the bundles. */
export const COMPILED_RULES = 'bias-rules.json';

/**
 * The rules that come with Spellwright, compiled.
 * @param folder the folder of the bundle that asks (`dist`)
 * @throws when the build's file is missing: a broken installation, not a user's mistake
 */
export function loadBiasRules(folder: string): RuleSet {
  return JSON.parse(readFileSync(join(folder, COMPILED_RULES), 'utf8')) as RuleSet;
}
