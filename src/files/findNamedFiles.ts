import { realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { recordExtensions } from '../core/clip/pictureFormat';
import { FileError, type FileErrorCode } from './fileError';
import { FileSearch, SearchError } from './fileSearch';
import { naturalOrder } from './naturalOrder';

/** Names that are read below a folder that somebody named: a repository of many may hold a million. */
const mostVisited = 1_000_000;

/** Pictures in which makers write. */
const pictures = `**/*.{${recordExtensions.join(',')}}`;

export interface NamedFiles {
  /** Absolute, in natural order. */
  readonly paths: readonly string[];
  /** The folder that they were found in, without links: they may lie elsewhere if they are links. */
  readonly folder?: string;
}

type Find = (
  path: string,
  signal?: AbortSignal,
  /** Told now and then, in a long search, how many names have been read. */
  onVisited?: (names: number) => void,
) => Promise<NamedFiles>;

/**
 * The spell files that a path names: itself, or every `*.spell` below a folder.
 * @throws FileError for a folder without any, or with too much in it; whether a file exists shows when it is read
 */
export const findSpellFiles = finder('**/*.spell', 'folder-without-spells');

/** The same for pictures whose makers may have written into them. */
export const findPictureFiles = finder(pictures, 'folder-without-pictures');

function finder(pattern: string, none: FileErrorCode): Find {
  return async (path, signal, onVisited) => {
    const absolute = resolve(path);
    const isFolder = await stat(absolute).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) return { paths: [absolute] };
    const search = new FileSearch({ signal, onVisited, limit: mostVisited });
    try {
      const { files } = await search.find(pattern, absolute);
      if (files.length === 0) throw new FileError(none, absolute);
      return { paths: [...files].sort(naturalOrder), folder: await realpath(absolute) };
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      throw new FileError('folder-too-large', absolute, String(error.limit), { cause: error });
    }
  };
}
