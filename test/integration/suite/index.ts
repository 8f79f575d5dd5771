/** Entry of the suite: VS Code calls `run` inside the extension host. */
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import { endOfTest } from './editor';
import type { SuiteResults } from './results';

export async function run(): Promise<void> {
  const file = process.env.SPELLWRIGHT_TEST_RESULTS;
  if (!file) throw new Error('SPELLWRIGHT_TEST_RESULTS names the file to write results to');
  const results = await runMocha((line) => appendFileSync(`${file}.log`, `${line}\n`));
  writeFileSync(`${file}.part`, JSON.stringify(results)); // the runner polls for the file: it must appear whole
  renameSync(`${file}.part`, file);
  if (results.failed.length > 0) throw new Error(`${results.failed.length} failed`);
}

/** @param tell told of each test, and of what failed, so that a run that has no end says how far it came */
async function runMocha(tell: (line: string) => void): Promise<SuiteResults> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 300_000, // more than a wait has, which says what it waits for
    color: false,
    grep: process.env.SPELLWRIGHT_TEST_ONLY ?? '',
  });
  mocha.suite.emit('pre-require', globalThis, 'suite', mocha); // the tests are bundled: no file for mocha to load
  mocha.suite.afterEach(endOfTest);
  await import('./all');
  const passed: string[] = [];
  const skipped: string[] = [];
  const failed: { title: string; error: string }[] = [];
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('test', (test: Mocha.Test) => tell(test.fullTitle()))
      .on('pass', (test: Mocha.Test) => passed.push(test.fullTitle()))
      .on('pending', (test: Mocha.Test) => skipped.push(test.fullTitle()))
      .on('fail', (test: Mocha.Test, error: Error) => {
        const failure = { title: test.fullTitle(), error: error.stack ?? String(error) };
        failed.push(failure);
        tell(`✖ ${failure.title}\n${failure.error}`);
      });
  });
  return { passed, skipped, failed };
}
