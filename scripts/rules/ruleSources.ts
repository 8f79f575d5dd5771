import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleSource } from '../../src/core/bias/buildRuleSet';

/** The files of the `rules` folder, in a fixed order. */
export function ruleSources(folder: string): RuleSource[] {
  const paths = ['en', 'ja'].flatMap((language) =>
    readdirSync(join(folder, language))
      .filter((name) => name.endsWith('.yml'))
      .sort()
      .map((name) => `${language}/${name}`),
  );
  return [...paths, 'evidence.yml'].map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));
}
