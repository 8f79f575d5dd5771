import { readTestFileSteps, type FileTests, type TestFileProblem } from '../core/check/testFile';
import { LineStarts } from '../core/lineStarts';
import type { Steps } from '../core/steps';
import { namesPath } from '../files/pathNames';
import type { Problem } from './problem';

/** What is wrong with a test file, as it is told. @param path absolute */
export function testFileProblems(path: string, text: string, found: readonly TestFileProblem[]): Problem[] {
  const lines = new LineStarts(text);
  return found.map(({ code, span, parameters }) => ({
    severity: 'error',
    code,
    path,
    ...lines.positionAt(span.start),
    parameters,
  }));
}

/**
 * Names and globs of a test file that no spell file has.
 * @param path of the test file, absolute
 * @param files every spell file in and below its folder, absolute
 */
export function unnamedProblems(
  path: string,
  text: string,
  tests: readonly FileTests[],
  files: readonly string[],
): Problem[] {
  const lines = new LineStarts(text);
  return tests
    .flatMap(({ files: named }) => named)
    .filter(({ value }) => !files.some((file) => namesPath(value, path, file)))
    .map(({ value, span }) => ({
      severity: 'error',
      code: 'tests-match-nothing',
      path,
      ...lines.positionAt(span.start),
      parameters: { pattern: value.slice(0, 200) },
    }));
}

/**
 * All that a test file's own text says is wrong with it.
 * @param files as `unnamedProblems` takes them; undefined where they are not known
 */
export function* ownProblems(path: string, text: string, files?: readonly string[]): Steps<Problem[]> {
  const { tests, problems } = yield* readTestFileSteps(text);
  return [
    ...testFileProblems(path, text, problems),
    ...(files ? unnamedProblems(path, text, tests, files) : []),
  ];
}
