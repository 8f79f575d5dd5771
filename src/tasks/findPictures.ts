import type { SpellFile } from '../core/spell/spell';
import type { LoadedWildcards } from '../files/loadWildcards';
import type { ResolveOptions } from '../files/resolveImages';
import { findFiles, type FindFilesOptions, type FoundFiles } from './findFiles';
import {
  mostLibraryPictures,
  scoreLibrary,
  type LibraryFileRequest,
  type ScoredLibrary,
} from './scoreLibrary';

export interface FindPicturesRequest
  extends Omit<LibraryFileRequest, 'found'>, Pick<FindFilesOptions, 'reach' | 'onVisited'> {
  /** Patterns to look for, or pictures that are known, absolute. The file's own references are not what is searched. */
  readonly among: NonNullable<ResolveOptions['extra']> | { readonly paths: readonly string[] };
  /** Of the file, where somebody has looked already. */
  readonly wildcards?: LoadedWildcards;
  /** Only pictures whose path below this folder holds this text, in either case. */
  readonly named?: { readonly text: string; readonly folder: string };
}

/**
 * The pictures that each spell of a file fits best, by its best text, among those of some folders. Expected failures are in
 * the result.
 * @throws the signal's reason, and what nobody expected
 */
export async function findPictures(request: FindPicturesRequest): Promise<ScoredLibrary> {
  const { path, among, named, reach, signal, onVisited } = request;
  const file = withoutPictures(request.file);
  const isKnown = 'paths' in among;
  const own = isKnown ? { withImages: false } : { extra: among, limit: mostLibraryPictures };
  const found = await findFiles(file, path, { ...own, reach, signal, onVisited });
  const paths = isKnown ? among.paths : found.images.paths;
  const chosen: FoundFiles = {
    wildcards: request.wildcards ?? found.wildcards,
    images: { ...found.images, paths: named ? paths.filter(holds(named)) : paths },
  };
  return scoreLibrary({ ...request, file, found: chosen });
}

function withoutPictures(file: SpellFile): SpellFile {
  return { ...file, frontMatter: { ...file.frontMatter, images: [], avoid: undefined } };
}

/** Letters of one look count as one, however they are composed. */
function holds({ text, folder }: NonNullable<FindPicturesRequest['named']>): (path: string) => boolean {
  const wanted = folded(text);
  return (path) => folded(path.startsWith(folder) ? path.slice(folder.length) : path).includes(wanted);
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
