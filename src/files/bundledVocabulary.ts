import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vocabulary } from '../core/ports';

/** What `npm run build` writes beside the bundles. */
export const COMPILED_VOCABULARY = 'vocabulary.json';

/**
 * The phrases that come with Spellwright, compiled.
 * @param folder the folder of the bundle that asks (`dist`)
 * @throws when the build's file is missing: a broken installation, not a user's mistake
 */
export function loadBundledVocabulary(folder: string): Vocabulary {
  return JSON.parse(readFileSync(join(folder, COMPILED_VOCABULARY), 'utf8')) as Vocabulary;
}
