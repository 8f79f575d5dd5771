import type { CheckResult, Outcome } from '../core/check/judge';
import { LineStarts, type Position } from '../core/lineStarts';
import type { TestedFile } from '../tasks/testFile';
import { expectationText } from '../words/check';
import type { Language } from '../words/words';
import { shownPath } from './problems';

/** A result as a report has it. */
export interface ReportedResult extends CheckResult {
  /** The spell's name, or `#2`. */
  readonly spell: string;
  /** What is expected, in words. */
  readonly expected: string;
  /** Where to look: the spell, or what in it is wrong; what names something that is not there, for `wrong`. */
  readonly place: Position & { readonly path: string };
}

/** A file of a test report. */
export interface ReportedFile {
  /** As people write it here. */
  readonly path: string;
  readonly tested: TestedFile;
  readonly results: readonly ReportedResult[];
}

export function reportedFile(tested: TestedFile, language: Language): ReportedFile {
  const { plan, results } = tested;
  const lines = new LineStarts(plan.file.text);
  const testLines = plan.testText === undefined ? undefined : new LineStarts(plan.testText);
  return {
    path: shownPath(plan.path),
    tested,
    results: results.map((result) => {
      const { check, outcome, at } = result;
      const isElsewhere = outcome === 'wrong' && check.origin === 'test-file' && testLines;
      const span = outcome === 'wrong' ? check.expectation.span : (at ?? plan.file.spells[check.spell]!.span);
      return {
        ...result,
        spell: check.key,
        expected: expectationText(check, language),
        place: isElsewhere
          ? { path: shownPath(plan.testFile!), ...testLines.positionAt(span.start) }
          : { path: shownPath(plan.path), ...lines.positionAt(span.start) },
      };
    }),
  };
}

export const outcomes: readonly Outcome[] = ['passed', 'failed', 'unsure', 'wrong'];

/** How many results there are of each outcome. */
export function countOutcomes(files: readonly ReportedFile[]): Readonly<Record<Outcome, number>> {
  const counts = { passed: 0, failed: 0, unsure: 0, wrong: 0 };
  for (const { results } of files) for (const { outcome } of results) counts[outcome]++;
  return counts;
}
