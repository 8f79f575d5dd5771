import { resultText } from '../words/check';
import { exportedProblems } from '../words/problemText';
import type { Language } from '../words/words';
import { shownPath } from './problems';
import { countOutcomes, type ReportedFile } from './testedFile';

/** Every result with its numbers, as one document. */
export function testJson(files: readonly ReportedFile[], version: string, language: Language): string {
  const report = {
    tool: 'spellwright',
    version,
    schema: 1,
    summary: countOutcomes(files),
    files: files.map(({ path, tested, results }) => ({
      path,
      checkpoint: tested.checkpoint ? { id: tested.checkpoint.id, hash: tested.checkpoint.hash } : null,
      pictures: tested.pictures,
      differentPictures: tested.differentPictures,
      packed: tested.isPacked,
      problems: exportedProblems(tested.problems, tested.plan.file.text, { language, shown: shownPath }),
      results: results.map((result) => ({
        id: result.check.id,
        spell: result.spell,
        kind: result.check.kind,
        origin: result.check.origin,
        expected: result.expected,
        outcome: result.outcome,
        code: result.code,
        message: resultText(result, language, shownPath),
        place: result.place,
        difference: result.difference ?? null,
        interval: result.interval ?? null,
        pictures: result.pictures ?? null,
        parameters: result.parameters,
      })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
