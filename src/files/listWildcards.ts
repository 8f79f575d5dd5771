import { dirname, relative } from 'node:path';
import { FileError } from './fileError';
import { FileSearch, SearchError, type SearchOptions } from './fileSearch';
import { wildcardFolders, wildcardReach } from './loadWildcards';
import { naturalOrder } from './naturalOrder';
import { parseWildcardYaml } from './parseWildcards';
import { pauses } from './pauses';
import { readTextFile, type ReadOptions } from './readTextFile';

/**
 * Every name that `__name__` may have in a spell file, in natural order. The file's own folder may be anybody's home, so
 * only text files directly in it count; below the other folders all do. Where a folder holds too much to be searched, none
 * of its names are told: scoring says what is wrong.
 * @throws the signal's reason
 */
export async function listWildcards(
  spellFilePath: string,
  configured: readonly string[] = [],
  { reach, signal }: Pick<SearchOptions, 'reach' | 'signal'> = {},
): Promise<string[]> {
  const names = new Set<string>();
  const search = new FileSearch({ reach: wildcardReach(reach), signal });
  const within = reach && !reach.linksOutside ? [...reach.folders] : undefined;
  for (const folder of wildcardFolders(spellFilePath, configured)) {
    const deep = folder !== dirname(spellFilePath);
    for (const file of await filesOf(search, deep ? '**/*.txt' : '*.txt', folder)) {
      names.add(relative(folder, file).replaceAll('\\', '/').slice(0, -'.txt'.length));
    }
    for (const file of await filesOf(search, '*.{yaml,yml}', folder)) {
      const { options } = await parseWildcardYaml(await textOf(file, { within }), pauses(signal));
      for (const key of options.keys()) names.add(key);
    }
  }
  return [...names].sort(naturalOrder);
}

async function filesOf(search: FileSearch, pattern: string, folder: string): Promise<readonly string[]> {
  try {
    return (await search.find(pattern, folder)).files;
  } catch (error) {
    if (error instanceof SearchError) return [];
    throw error;
  }
}

/** A file that cannot be read has no names; scoring says what is wrong with it. */
async function textOf(file: string, options: ReadOptions): Promise<string> {
  try {
    return await readTextFile(file, options);
  } catch (error) {
    if (error instanceof FileError) return '';
    throw error;
  }
}
