import type { Embedder } from '../core/ports';
import type { LibraryScorer } from '../core/score/library/libraryScorer';
import {
  scoreLibraryFile,
  type LibraryScore,
  type ScoreLibraryRequest,
} from '../core/score/library/scoreLibraryFile';
import type { FoundFiles } from './findFiles';
import { failureProblem } from './problem';
import type { ScoredFile, ScoreFileRequest } from './scoreFile';

/** Pictures of a library: some hundred bytes of memory each, and two kilobytes of disk for each checkpoint. */
export const mostLibraryPictures = 500_000;

export interface LibraryFileRequest
  extends Omit<ScoreFileRequest, 'found' | 'embedder'>, Pick<ScoreLibraryRequest, 'most'> {
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
  const { file, path, found, signal } = request;
  const known = { file, path, withImages: true, found };
  try {
    const score = await scoreLibraryFile({
      ...request,
      imagePaths: found.images.paths,
      wildcards: found.wildcards.wildcards,
      embedder: await request.embedder(),
    });
    return { ...known, score, languages: await request.languagesOf(score.checkpoint) };
  } catch (error) {
    signal?.throwIfAborted();
    const span = request.isModelGiven ? undefined : file.frontMatter.model?.span;
    const failure = failureProblem(error, path, span);
    if (!failure) throw error;
    return { ...known, languages: [], failure };
  }
}
