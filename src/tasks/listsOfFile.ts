import { listPaths, loadPhraseLists, type LoadedPhraseLists } from '../files/loadPhraseLists';
import type { Reach } from '../files/reach';
import type { ScoredFile } from './scoreFile';

export interface ListsOfFileOptions {
  /** Files and folders of the user's own, absolute: anywhere. */
  readonly own?: readonly string[];
  /** Of what the file names; anywhere when undefined. */
  readonly reach?: Reach;
  readonly signal?: AbortSignal;
}

/**
 * The lists of phrases that somebody names, and then those that the file itself names.
 * @throws the signal's reason
 */
export async function listsOfFile(
  { file, path }: Pick<ScoredFile, 'file' | 'path'>,
  { own = [], reach, signal }: ListsOfFileOptions,
): Promise<LoadedPhraseLists> {
  const named = listPaths(
    (file.frontMatter.lists ?? []).map(({ value }) => value),
    path,
  );
  const [given, theirs] = [
    await loadPhraseLists(own, { signal }),
    await loadPhraseLists(named, { signal, reach }),
  ];
  return { lists: [...given.lists, ...theirs.lists], problems: [...given.problems, ...theirs.problems] };
}
