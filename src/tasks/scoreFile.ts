import type { Checkpoint, Embedder } from '../core/ports';
import type { FileScore, Standings } from '../core/score/fileScore';
import { scoreSpellFile, type ScoreRequest } from '../core/score/scoreSpellFile';
import type { SpellFile } from '../core/spell/spell';
import { findFiles, type FindFilesOptions, type FoundFiles } from './findFiles';
import { failureProblem, type Problem } from './problem';

export interface ScoreFileRequest
  extends FindFilesOptions, Omit<ScoreRequest, 'embedder' | 'imagePaths' | 'wildcards'> {
  /** Of the file, absolute; of one that lies nowhere, its name. */
  readonly path: string;
  /** What the file names, where somebody has looked already; it is looked for otherwise. */
  readonly found?: FoundFiles;
  /** May reject with an expected failure: an unknown model. */
  readonly embedder: () => Promise<Embedder>;
  /** BCP-47 codes that a checkpoint reads well; empty when nobody knows. */
  readonly languagesOf: (checkpoint: Checkpoint) => Promise<readonly string[]>;
  /** The model is not the one that the file names, so what is wrong with it is no fault of that place. */
  readonly isModelGiven?: boolean;
}

/** What is known of a spell file once it has been scored, or could not be; `problemSteps` says what is wrong with it. */
export interface ScoredFile {
  readonly file: SpellFile;
  readonly path: string;
  /** Whether pictures were looked for at all. */
  readonly withImages: boolean;
  readonly found: FoundFiles;
  /** Without any readable picture it holds expansions and token counts only. */
  readonly score?: FileScore;
  /** Those that its checkpoint reads well; empty when nobody knows. */
  readonly languages: readonly string[];
  /** Why there is no score. */
  readonly failure?: Problem;
}

/**
 * From a spell file to its numbers: finds what it names, and scores it. Expected failures are in the result. What is wrong
 * besides is found afterwards (`problemSteps`), so that numbers need not wait for it.
 * @throws the signal's reason, and what nobody expected
 */
export async function scoreFile(request: ScoreFileRequest): Promise<ScoredFile> {
  const { file, path, withImages = true } = request;
  const found = request.found ?? (await findFiles(file, path, request));
  const named = { imagePaths: found.images.paths, wildcards: found.wildcards.wildcards };
  const score = async (): Promise<FileScore> =>
    scoreSpellFile({ ...request, ...named, embedder: await request.embedder() });
  return scoredOrFailed({ file, path, withImages, found }, request, score);
}

/**
 * What is known of a file, with its score or why there is none.
 * @throws the signal's reason, and what nobody expected
 */
export async function scoredOrFailed<
  Known extends Pick<ScoredFile, 'file' | 'path'>,
  Score extends Standings,
>(
  known: Known,
  request: Pick<ScoreFileRequest, 'signal' | 'isModelGiven' | 'languagesOf'>,
  scoring: () => Promise<Score>,
): Promise<Known & Pick<ScoredFile, 'languages' | 'failure'> & { readonly score?: Score }> {
  const { file, path } = known;
  try {
    const score = await scoring();
    return { ...known, score, languages: await request.languagesOf(score.checkpoint) };
  } catch (error) {
    request.signal?.throwIfAborted();
    const span = request.isModelGiven ? undefined : file.frontMatter.model?.span;
    const failure = failureProblem(error, path, span);
    if (!failure) throw error;
    return { ...known, languages: [], failure };
  }
}
