import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { FileError } from './fileError';
import { FileSearch, SearchError } from './fileSearch';
import { mostVisitedForSpells, type SpellFiles } from './findSpellFiles';
import { naturalOrder } from './naturalOrder';

/** Pictures in which makers write. */
const PATTERN = '**/*.{png,apng,jpg,jpeg,jpe,jfif,webp,avif}';

/**
 * The pictures that a path names: itself, or every one below a folder, whose makers may have written into them.
 * @param onVisited told now and then, in a long search, how many names have been read
 * @throws FileError for a folder without any, or with too much in it; whether a file exists shows when it is read
 */
export async function findPictureFiles(
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
    const { files } = await search.find(PATTERN, absolute);
    if (files.length === 0) throw new FileError('folder-without-pictures', absolute);
    return { paths: [...files].sort(naturalOrder), folder: await realpath(absolute) };
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    throw new FileError('folder-too-large', absolute, String(error.limit), { cause: error });
  }
}
