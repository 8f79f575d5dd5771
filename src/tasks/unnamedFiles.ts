import { readTestFile } from '../core/check/testFile';
import { LineStarts } from '../core/lineStarts';
import { testTextIn } from '../files/findTestFile';
import { namesPath } from '../files/pathNames';
import type { Problem } from './problem';

/**
 * Names and globs of a folder's test file that no spell file has.
 * @param folder absolute
 * @param files every spell file below it, absolute
 */
export async function unnamedFiles(folder: string, files: readonly string[]): Promise<Problem[]> {
  const found = await testTextIn(folder);
  if (found?.text === undefined) return [];
  const { path, text } = found;
  const lines = new LineStarts(text);
  return readTestFile(text)
    .tests.flatMap(({ files: named }) => named)
    .filter(({ value }) => !files.some((file) => namesPath(value, path, file)))
    .map(({ value, span }) => ({
      severity: 'error',
      code: 'tests-match-nothing',
      path,
      ...lines.positionAt(span.start),
      parameters: { pattern: value.slice(0, 200) },
    }));
}
