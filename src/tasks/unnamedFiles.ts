import { readTestFile } from '../core/check/testFile';
import { testTextIn } from '../files/findTestFile';
import type { Problem } from './problem';
import { unnamedProblems } from './testFileProblems';

/**
 * Names and globs of a folder's test file that no spell file has.
 * @param folder absolute
 * @param files every spell file below it, absolute
 */
export async function unnamedFiles(folder: string, files: readonly string[]): Promise<Problem[]> {
  const found = await testTextIn(folder);
  if (found?.text === undefined) return [];
  return unnamedProblems(found.path, found.text, readTestFile(found.text).tests, files);
}
