import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FileError } from './fileError';
import { FileSearch, SearchError } from './fileSearch';
import { naturalOrder } from './naturalOrder';

/** Names that are read below a folder that somebody named: a repository of many may hold a million. */
export const mostVisitedForSpells = 1_000_000;

export interface SpellFiles {
  /** Absolute, in natural order. */
  readonly paths: readonly string[];
  /** The folder that they were found in, without links: they may lie elsewhere if they are links. */
  readonly folder?: string;
}

/**
 * The spell files that a path names: itself, or every `*.spell` below a folder.
 * @param onVisited told now and then, in a long search, how many names have been read
 * @throws FileError for a folder without any, or with too much in it; whether a file exists shows when it is read
 */
export async function findSpellFiles(
  path: string,
  signal?: AbortSignal,
  onVisited?: (names: number) => void,
): Promise<SpellFiles> {
  const absolute = resolve(path);
  const isFolder = await stat(absolute).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return { paths: [absolute] };
  const search = new FileSearch({ signal, onVisited, limit: mostVisitedForSpells });
  try {
    const { files } = await search.find('**/*.spell', absolute);
    if (files.length === 0) throw new FileError('folder-without-spells', absolute);
    return { paths: [...files].sort(naturalOrder), folder: await realpath(absolute) };
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    throw new FileError('folder-too-large', absolute, String(error.limit), { cause: error });
  }
}
