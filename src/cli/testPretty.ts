import { checkpointLabel } from '../core/score/export/exportedFile';
import { OUTCOME_WORDING, resultText } from '../words/check';
import { TEST_WORDING } from '../words/testReport';
import { say } from '../words/words';
import { shownPath } from './problems';
import { printable } from './table';
import type { Terminal } from './terminal';
import { countOutcomes, outcomes, type ReportedFile } from './testedFile';

/** Signs beside words: no colour carries anything alone. */
const signs = { passed: '✓', failed: '✗', unsure: '?', wrong: '!' } as const;
const colours = { passed: 'green', failed: 'red', unsure: 'yellow', wrong: 'red' } as const;

/** What a file's tests say, spell by spell. */
export function testLines({ path, results, tested }: ReportedFile, terminal: Terminal): string {
  const { language } = terminal;
  const lines = [terminal.out('bold', printable(path))];
  if (results.length === 0) lines.push(`  ${printable(say(TEST_WORDING.nothing, language, { path }))}`);
  let spell: string | undefined;
  for (const result of results) {
    if (result.spell !== spell) lines.push(`  ${printable(result.spell)}`);
    spell = result.spell;
    const label = terminal.out(
      colours[result.outcome],
      `${signs[result.outcome]} ${say(OUTCOME_WORDING[result.outcome], language)}`,
    );
    lines.push(`    ${label}: ${printable(result.expected)}`);
    lines.push(`      ${printable(resultText(result, language, shownPath))}`);
  }
  const { checkpoint, pictures, differentPictures: different, isPacked } = tested;
  if (checkpoint && pictures > 0) {
    const wording = isPacked ? TEST_WORDING.ofPacked : TEST_WORDING.of;
    const parameters = { pictures, different, checkpoint: checkpointLabel(checkpoint) };
    lines.push(terminal.out('dim', `  ${printable(say(wording, language, parameters))}`));
  }
  return `${lines.join('\n')}\n\n`;
}

export function testSummary(files: readonly ReportedFile[], strict: boolean, terminal: Terminal): string {
  const { language } = terminal;
  const counts = countOutcomes(files);
  const told = outcomes.filter((outcome) => outcome === 'passed' || counts[outcome] > 0);
  const summary = told.map((outcome) => say(TEST_WORDING[outcome], language, { count: counts[outcome] }));
  const lines = [summary.join(language === 'ja' ? '、' : ', ')];
  if (strict && counts.unsure > 0) lines.push(say(TEST_WORDING.strict, language));
  const hasNone = files.some(({ results }) => results.some(({ code }) => code === 'keeps-none'));
  if (hasNone) lines.push(say(TEST_WORDING.update, language));
  const hasIntervals = files.some(({ results }) => results.some(({ interval }) => interval));
  if (hasIntervals) lines.push(terminal.out('dim', say(TEST_WORDING.intervals, language)));
  return `${lines.join('\n')}\n`;
}
