import { FileError } from './fileError';
import { FileSearch, SearchError, type SearchOptions } from './fileSearch';
import { keptWildcardFiles } from './keptWildcardFiles';
import { wildcardFolders, wildcardReach } from './loadWildcards';
import { naturalOrder } from './naturalOrder';
import type { WildcardFile } from './parseWildcards';
import { pauses } from './pauses';
import { deepAndNear, WildcardFolder, type WildcardDisk } from './wildcardFolder';

/**
 * Every name that `__name__` may have in a spell file, in natural order. The file's own folder may be anybody's home, so
 * only files directly in it count; below the other folders all do. Where a folder holds too much to be searched, none
 * of its names are told: scoring says what is wrong.
 * @throws the signal's reason
 */
export async function listWildcards(
  spellFilePath: string,
  configured: readonly string[] = [],
  { reach, signal }: Pick<SearchOptions, 'reach' | 'signal'> = {},
): Promise<string[]> {
  const search = new FileSearch({ reach: wildcardReach(reach), signal });
  const within = reach && !reach.linksOutside ? [...reach.folders] : undefined;
  const disk: WildcardDisk = {
    find: (pattern, folder) => filesOf(search, pattern, folder),
    read: (path) => fileOf(path, within, signal),
  };
  const names = new Set<string>();
  for (const { path, isDeep } of deepAndNear(wildcardFolders(spellFilePath, configured))) {
    for (const name of await new WildcardFolder(path, isDeep, disk).names()) names.add(name);
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
async function fileOf(
  path: string,
  within: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): Promise<WildcardFile | undefined> {
  try {
    return await keptWildcardFiles.read(path, { within }, pauses(signal));
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
