import type { ExportedProblem } from '../core/score/export/exportedFile';
import { resultText } from '../words/check';
import { exportedProblems } from '../words/problemText';
import type { Language } from '../words/words';
import { shownPath } from './problems';
import type { ReportedFile, ReportedResult } from './testedFile';

/**
 * JUnit's XML, as build servers read it (Jenkins’ junit-10.xsd): a suite for each file, a case for each expectation of each
 * spell. What cannot be told is a failure if `strict`, and skipped otherwise; what could not be tested is an error.
 */
export function testJunit(files: readonly ReportedFile[], strict: boolean, language: Language): string {
  const suites = files.map((file) => suiteOf(file, strict, language));
  const sum = (key: keyof Counts): number => suites.reduce((total, { counts }) => total + counts[key], 0);
  const counts = {
    tests: sum('tests'),
    failures: sum('failures'),
    errors: sum('errors'),
    skipped: sum('skipped'),
  };
  const { tests, failures, errors } = counts;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spellwright" tests="${tests}" failures="${failures}" errors="${errors}">`,
    ...suites.flatMap(({ lines }) => lines),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

interface Case {
  readonly name: string;
  readonly kind: 'failure' | 'error' | 'skipped' | undefined;
  readonly type: string;
  readonly message: string;
  readonly place: string;
}

function suiteOf(
  { path, results, tested }: ReportedFile,
  strict: boolean,
  language: Language,
): { readonly counts: Counts; readonly lines: readonly string[] } {
  const listener = { language, shown: shownPath };
  const errors = exportedProblems(tested.problems, tested.plan.file.text, listener).filter(
    ({ severity }) => severity === 'error',
  );
  const cases = [...results.map((result) => caseOf(result, strict, language)), ...errors.map(problemCase)];
  const count = (wanted: Case['kind']): number => cases.filter(({ kind }) => kind === wanted).length;
  const counts = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  const attributes = Object.entries(counts).map(([key, value]) => ` ${key}="${value}"`);
  return {
    counts,
    lines: [
      `  <testsuite name="${xml(path)}"${attributes.join('')}>`,
      ...cases.flatMap((each) => caseLines(each, path)),
      '  </testsuite>',
    ],
  };
}

function caseOf(result: ReportedResult, strict: boolean, language: Language): Case {
  const { outcome, code, place, spell, expected } = result;
  const kinds = {
    passed: undefined,
    failed: 'failure',
    unsure: strict ? 'failure' : 'skipped',
    wrong: 'error',
  } as const;
  return {
    name: `${spell}: ${expected}`,
    kind: kinds[outcome],
    type: code,
    message: resultText(result, language, shownPath),
    place: `${place.path}:${place.line}:${place.column}`,
  };
}

function problemCase({ code, message, path, line, column }: ExportedProblem): Case {
  const place = line === undefined ? path : `${path}:${line}:${column}`;
  return { name: code, kind: 'error', type: code, message, place };
}

function caseLines({ name, kind, type, message, place }: Case, path: string): string[] {
  const open = `    <testcase name="${xml(name)}" classname="${xml(path)}"`;
  if (kind === undefined) return [`${open}/>`];
  if (kind === 'skipped')
    return [`${open}>`, `      <skipped message="${xml(message)}"/>`, '    </testcase>'];
  return [
    `${open}>`,
    `      <${kind} type="${xml(type)}" message="${xml(message)}">${xml(`${place}: ${message}`)}</${kind}>`,
    '    </testcase>',
  ];
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** Text in an attribute or an element. What XML 1.0 cannot hold becomes U+FFFD. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"'\n\r\t]/g, (sign) => entities[sign]!);
}
