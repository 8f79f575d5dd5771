import { resultText } from '../words/check';
import { exportedProblems } from '../words/problemText';
import type { Language } from '../words/words';
import { shownPath } from './problems';
import type { ReportedFile } from './testedFile';

interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly title: string;
  readonly message: string;
}

/** GitHub's workflow commands: an annotation at the line of each spell that failed, and of each problem. Nothing for what passed. */
export function testGithub(files: readonly ReportedFile[], strict: boolean, language: Language): string {
  return files
    .flatMap((file) => annotationsOf(file, strict, language))
    .map(commandOf)
    .join('');
}

function annotationsOf({ results, tested }: ReportedFile, strict: boolean, language: Language): Annotation[] {
  const levels = { error: 'error', warning: 'warning', information: 'notice' } as const;
  const listener = { language, shown: shownPath };
  const problems = exportedProblems(tested.problems, tested.plan.file.text, listener);
  return [
    ...results
      .filter(({ outcome }) => outcome !== 'passed')
      .map((result): Annotation => ({
        level: result.outcome === 'unsure' && !strict ? 'notice' : 'error',
        ...result.place,
        title: `${result.spell}: ${result.expected}`,
        message: resultText(result, language, shownPath),
      })),
    ...problems.map(({ severity, path, line, column, code, message }): Annotation => ({
      level: levels[severity],
      path,
      ...(line !== undefined && { line, ...(column !== undefined && { column }) }),
      title: code,
      message,
    })),
  ];
}

function commandOf({ level, path, line, column, title, message }: Annotation): string {
  const properties = [
    `file=${property(path.replaceAll('\\', '/'))}`,
    ...(line === undefined ? [] : [`line=${line}`]),
    ...(column === undefined ? [] : [`col=${column}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(',')}::${data(message)}\n`;
}

/** As the runner's own toolkit escapes: a message must not end its command, nor begin another. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
