import { resolve } from 'node:path';
import { loadPhraseLists, type PhraseFileProblem } from '../files/loadPhraseLists';
import { listProblem } from '../tasks/problem';
import { exportedProblems } from '../words/problemText';
import { problemLines, shownPath } from './problems';
import type { Terminal } from './terminal';

/** Nothing of the list can be used. */
const isUseless = ({ code }: PhraseFileProblem): boolean =>
  code.startsWith('file-') || code === 'list-file-too-large' || code === 'list-files-none';

/**
 * Whether the lists that a command line names can be read: whoever names one there means it, and should not wait for an answer
 * that was chosen without it. Says what is wrong with those that cannot.
 * @param lists as they were given
 * @throws the signal's reason
 */
export async function canReadLists(
  lists: readonly string[],
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<boolean> {
  const { problems } = await loadPhraseLists(
    lists.map((each) => resolve(each)),
    { signal },
  );
  const useless = problems
    .filter(isUseless)
    .map((problem) => ({ ...listProblem(problem), severity: 'error' as const }));
  const listener = { language: terminal.language, shown: shownPath };
  terminal.writeError(problemLines(exportedProblems(useless, '', listener), terminal));
  return useless.length === 0;
}
