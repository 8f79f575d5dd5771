import { dirname, relative } from 'node:path';
import { FileError } from './fileError';
import { globFiles } from './globFiles';
import { wildcardFolders } from './loadWildcards';
import { naturalOrder } from './naturalOrder';
import { parseWildcardYaml } from './parseWildcards';
import { pauses } from './pauses';
import { readTextFile } from './readTextFile';

/**
 * Every name that `__name__` may have in a spell file, in natural order. The file's own folder may be anybody's home, so
 * only text files directly in it count; below the other folders all do.
 * @throws the signal's reason
 */
export async function listWildcards(
  spellFilePath: string,
  configured: readonly string[] = [],
  signal?: AbortSignal,
): Promise<string[]> {
  const names = new Set<string>();
  for (const folder of wildcardFolders(spellFilePath, configured)) {
    const deep = folder !== dirname(spellFilePath);
    for (const file of await globFiles(deep ? '**/*.txt' : '*.txt', folder, signal)) {
      names.add(relative(folder, file).replaceAll('\\', '/').slice(0, -'.txt'.length));
    }
    for (const file of await globFiles('*.{yaml,yml}', folder, signal)) {
      const { options } = await parseWildcardYaml(await textOf(file), pauses(signal));
      for (const key of options.keys()) names.add(key);
    }
  }
  return [...names].sort(naturalOrder);
}

/** A file that cannot be read has no names; scoring says what is wrong with it. */
async function textOf(file: string): Promise<string> {
  try {
    return await readTextFile(file);
  } catch (error) {
    if (error instanceof FileError) return '';
    throw error;
  }
}
