/**
 * Data of other makers that tests compare with: too large for the repository, or not ours to pass on. They lie in a folder
 * that SPELLWRIGHT_ORACLES names, or in `shared/oracles` beside the repository; `test/fixtures/oracles.sha256` lists them,
 * in the form of `sha256sum`. docs/testing.md says what they are.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../scripts/editor/repository';

/** SHA-256 of each, by name. */
export const knownOracles: ReadonlyMap<string, string> = new Map(
  readFileSync(path.join(root, 'test/fixtures/oracles.sha256'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => [line.slice(66), line.slice(0, 64)]),
);

/** Where they are looked for. */
export function oracleFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.SPELLWRIGHT_ORACLES || path.join(root, '../shared/oracles');
}

/** Skips a test, and says why, where there is no such folder: nobody needs one. A folder that was named must be there. */
export function needsOracles(test: Mocha.Context): void {
  const folder = oracleFolder();
  if (existsSync(folder) || process.env.SPELLWRIGHT_ORACLES) return;
  console.log('      skipped: it wants the folder that SPELLWRIGHT_ORACLES names (docs/testing.md)');
  test.skip();
}

/**
 * A file that the list names.
 * @throws when it is missing or holds other bytes: a test would compare with something else than it says
 */
export function readOracle(name: string, folder = oracleFolder()): Buffer {
  const expected = knownOracles.get(name);
  if (expected === undefined) throw new Error(`${name} is not in test/fixtures/oracles.sha256`);
  const bytes = readFileSync(path.join(folder, name));
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (hash !== expected) throw new Error(`${path.join(folder, name)} has SHA-256 ${hash}, not ${expected}`);
  return bytes;
}

/** The same as what it says in JSON. */
export function readJsonOracle<T>(name: string): T {
  return JSON.parse(readOracle(name).toString('utf8')) as T;
}
