import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { finish, type Steps } from '../steps';
import { nearestWord } from '../spell/nearestWord';
import type { Span, Spanned } from '../spell/spell';
import { readYamlSteps, type YamlLimits } from '../yaml/readYaml';
import type { YamlFault } from '../yaml/yamlFault';
import type { YamlProblemCode } from '../yaml/yamlProblemCode';
import type { ExpectCode, Expectation } from './expectation';
import { readExpectations } from './readExpectations';

/** The file beside spell files that says what is expected of them. */
export const TEST_FILE = 'spellwright.test.yml';

/** Far more than anyone writes by hand; keeps a hostile file from holding the editor. */
export const TEST_FILE_LIMITS: YamlLimits = { length: 262_144, parts: 60_000 };

/** Expectations for some files. */
export interface FileTests {
  /** Paths and globs of spell files, relative to the test file's folder. */
  readonly files: readonly Spanned<string>[];
  readonly expect: readonly Expectation[];
}

export type TestFileCode =
  | ExpectCode
  | `yaml-${Exclude<YamlProblemCode, 'invalid'>}`
  | `yaml-${YamlFault}`
  | 'tests-missing'
  | 'tests-files-missing';

export interface TestFileProblem {
  readonly code: TestFileCode;
  readonly span: Span;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface ReadTestFile {
  readonly tests: readonly FileTests[];
  readonly problems: readonly TestFileProblem[];
}

const testKeys = ['files', 'expect'] as const;

/**
 * Reads `spellwright.test.yml`. What is right counts even where something else is wrong.
 *
 *     tests:
 *       - files: posters/*.spell
 *         expect:
 *           - keeps: baseline
 *           - bias-at-most: hint
 */
export function readTestFile(text: string): ReadTestFile {
  return finish(readTestFileSteps(text));
}

/** `readTestFile` in steps, for a thread that must not be held. */
export function* readTestFileSteps(text: string): Steps<ReadTestFile> {
  const { contents, problems: found } = yield* readYamlSteps(text, TEST_FILE_LIMITS);
  const problems: TestFileProblem[] = found.map(({ code, span, parameters, fault }) => ({
    code: code === 'invalid' ? `yaml-${fault ?? 'other'}` : `yaml-${code}`,
    span,
    parameters,
  }));
  const tests: FileTests[] = [];
  const start = { start: 0, end: Math.min(1, text.length) };
  const value = mappingOf(contents, ['tests'], problems, start)?.get('tests');
  if (value && isSeq(value.value)) {
    for (const item of value.value.items as (Node | null)[]) {
      const test = readTest(item, problems, value.span);
      if (test) tests.push(test);
      yield;
    }
  } else if (problems.length === 0)
    problems.push({ code: 'tests-missing', span: value?.span ?? start, parameters: {} });
  return { tests, problems };
}

function readTest(node: Node | null, problems: TestFileProblem[], fallback: Span): FileTests | undefined {
  const span = spanOf(node) ?? fallback;
  const entries = mappingOf(node, testKeys, problems, span);
  if (!entries) return undefined;
  const files = entries.get('files');
  const named = files && namesOf(files.value);
  if (!named || named.length === 0) {
    problems.push({ code: 'tests-files-missing', span: files?.span ?? span, parameters: {} });
    return undefined;
  }
  const expect = entries.get('expect');
  const read = readExpectations(expect?.value ?? null, 0, expect?.span ?? span);
  for (const problem of read.problems) problems.push(problem);
  return { files: named, expect: read.expectations };
}

interface Entry {
  readonly span: Span;
  readonly value: Node | null;
}

function mappingOf(
  node: Node | null,
  known: readonly string[],
  problems: TestFileProblem[],
  span: Span,
): ReadonlyMap<string, Entry> | undefined {
  if (!isMap(node)) {
    if (node !== null && problems.length === 0)
      problems.push({ code: 'expect-not-a-mapping', span: spanOf(node) ?? span, parameters: {} });
    return undefined;
  }
  const entries = new Map<string, Entry>();
  for (const { key: keyNode, value } of node.items as { key: Node | null; value: Node | null }[]) {
    const key = isScalar(keyNode) ? String(keyNode.value) : '';
    const place = spanOf(keyNode) ?? span;
    if (known.includes(key)) entries.set(key, { span: place, value });
    else {
      const fix = nearestWord(key, known);
      const shown = key.slice(0, 80);
      problems.push(
        fix
          ? { code: 'expect-key-slip', span: place, parameters: { key: shown, fix } }
          : { code: 'expect-unknown-key', span: place, parameters: { key: shown, known: known.join(', ') } },
      );
    }
  }
  return entries;
}

/** One text or a list of texts; undefined for anything else. */
function namesOf(value: Node | null): readonly Spanned<string>[] | undefined {
  const items = isSeq(value) ? (value.items as (Node | null)[]) : [value];
  const names = items.flatMap((item) =>
    isScalar(item) && typeof item.value === 'string' && item.value.trim() !== ''
      ? [{ value: item.value.trim(), span: spanOf(item) ?? { start: 0, end: 0 } }]
      : [],
  );
  return names.length === items.length ? names : undefined;
}

function spanOf(node: Node | null | undefined): Span | undefined {
  return node?.range ? { start: node.range[0], end: node.range[1] } : undefined;
}
