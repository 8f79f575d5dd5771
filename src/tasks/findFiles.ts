import type { SpellFile } from '../core/spell/spell';
import { loadWildcards, wildcardFolders, wildcardNames, type LoadedWildcards } from '../files/loadWildcards';
import type { Reach } from '../files/reach';
import { resolveImages, type ResolvedImages, type ResolveOptions } from '../files/resolveImages';

/** What a spell file names on disk. */
export interface FoundFiles {
  /** Empty where pictures are not looked for. */
  readonly images: ResolvedImages;
  readonly wildcards: LoadedWildcards;
}

export interface FindFilesOptions {
  /** False leaves pictures alone. */
  readonly withImages?: boolean;
  /** Anywhere when undefined. */
  readonly reach?: Reach;
  /** Pictures that are named beside the file; see `resolveImages`. */
  readonly extra?: ResolveOptions['extra'];
  /** Pictures that are taken at most; see `resolveImages`. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** Told now and then, in a long search, how many names have been read. */
  readonly onVisited?: (names: number) => void;
}

const noImages: ResolvedImages = { paths: [], named: new Map(), problems: [] };

/**
 * Looks for the pictures and wildcards that a spell file names.
 * @param path of the file, absolute
 * @throws the signal's reason
 */
export async function findFiles(
  file: SpellFile,
  path: string,
  { withImages = true, ...options }: FindFilesOptions = {},
): Promise<FoundFiles> {
  const images = withImages ? await resolveImages(file, path, options) : noImages;
  const wildcards = await loadWildcards(wildcardFolders(path), wildcardNames(file), options);
  return { images, wildcards };
}
