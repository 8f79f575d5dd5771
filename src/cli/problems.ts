import { relative } from 'node:path';
import type { ExportedProblem } from '../core/score/export/exportedFile';
import { CLI_WORDING } from '../words/cli';
import { say } from '../words/words';
import { printable } from './table';
import type { Terminal } from './terminal';

/** Lines of one code that are printed for a file: a picture folder that is gone would fill the screen. */
const mostLines = 10;

/** A path as people write it here. */
export function shownPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
}

/** The problems of one file, a line each, and how many more of a code there are where that is a long list. */
export function problemLines(problems: readonly ExportedProblem[], terminal: Terminal): string {
  const counts = new Map<string, number>();
  const shown = problems.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= mostLines;
  });
  const more = [...counts]
    .filter(([, count]) => count > mostLines)
    .map(([code, count]) => {
      const { path } = problems.find((problem) => problem.code === code)!;
      const message = say(CLI_WORDING.moreProblems, terminal.language, { count: count - mostLines, code });
      return problemLine({ severity: 'information', code, path, message }, terminal);
    });
  return [...shown.map((problem) => problemLine(problem, terminal)), ...more].join('');
}

/** `path:line:column: error: what is wrong`, as compilers write it and editors read it. */
function problemLine(problem: ExportedProblem, terminal: Terminal): string {
  const { severity, path, line, column, message } = problem;
  const place = line === undefined ? path : `${path}:${line}:${column}`;
  const colour = { error: 'red', warning: 'yellow', information: 'cyan' } as const;
  const label = terminal.err(colour[severity], say(CLI_WORDING[severity], terminal.language));
  return `${printable(place)}: ${label}: ${printable(message)}\n`;
}
