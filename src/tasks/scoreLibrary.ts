import type { Embedder } from '../core/ports';
import type { LibraryScorer } from '../core/score/library/libraryScorer';
import {
  scoreLibraryFile,
  type LibraryScore,
  type ScoreLibraryRequest,
} from '../core/score/library/scoreLibraryFile';
import type { FoundFiles } from './findFiles';
import { scoredOrFailed, type ScoredFile, type ScoreFileRequest } from './scoreFile';

/** Pictures of a library: some hundred bytes of memory each, and two kilobytes of disk for each checkpoint. */
export const mostLibraryPictures = 500_000;

export interface LibraryFileRequest
  extends Omit<ScoreFileRequest, 'found' | 'embedder'>, Pick<ScoreLibraryRequest, 'most' | 'lookHoldsMs'> {
  readonly found: FoundFiles;
  readonly embedder: () => Promise<Embedder & LibraryScorer>;
}

/** What is known of a spell file once it has been scored on a library, or could not be. */
export type ScoredLibrary = Omit<ScoredFile, 'score'> & { readonly score?: LibraryScore };

/**
 * From a spell file and very many pictures to its numbers. Expected failures are in the result, as those of `scoreFile` are.
 * @throws the signal's reason, and what nobody expected
 */
export async function scoreLibrary(request: LibraryFileRequest): Promise<ScoredLibrary> {
  const { file, path, found } = request;
  const named = { imagePaths: found.images.paths, wildcards: found.wildcards.wildcards };
  return scoredOrFailed({ file, path, withImages: true, found }, request, async () =>
    scoreLibraryFile({ ...request, ...named, embedder: await request.embedder() }),
  );
}
