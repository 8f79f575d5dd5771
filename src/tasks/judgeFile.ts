import type { Checkpoint, Embedder, EmbedOptions } from '../core/ports';
import { agreementOf, type Agreement } from '../core/score/agreement';
import type { FileScore } from '../core/score/fileScore';
import { scoreSpellFile } from '../core/score/scoreSpellFile';
import { finish, paced, type Pause } from '../core/steps';
import { failureProblem, type Problem } from './problem';
import type { ScoredFile } from './scoreFile';

export interface JudgeFileRequest extends EmbedOptions {
  /** What the first checkpoint said of the file. */
  readonly scored: ScoredFile;
  /** The second checkpoint; may reject with an expected failure: an unknown model. */
  readonly judge: () => Promise<Embedder>;
  /** The judge is not the one that the file names, so what is wrong with it is no fault of that place. */
  readonly isGiven?: boolean;
  readonly limit?: number;
  readonly pause?: Pause;
}

/** What a second checkpoint says of a file, by itself; scores of the two are never put together. */
export type JudgedFile =
  | {
      readonly outcome: 'judged';
      readonly score: FileScore;
      /** Absent when there are not two things to rank, or no picture. */
      readonly agreement?: Agreement;
    }
  /** The judge is the checkpoint that scored the file: it would agree with itself. */
  | { readonly outcome: 'same-checkpoint'; readonly checkpoint: Checkpoint }
  /** It cannot be had; what the first one said holds. */
  | { readonly outcome: 'failed'; readonly failure: Problem };

/**
 * Has a second checkpoint score what a first one has scored: the same text and pictures, from its own embeddings.
 * @returns undefined where the first one has no score
 * @throws the signal's reason, and what nobody expected
 */
export async function judgeFile(request: JudgeFileRequest): Promise<JudgedFile | undefined> {
  const { scored, judge, isGiven, signal, pause, ...options } = request;
  const { file, path, found, score: first } = scored;
  if (!first || first.images.length === 0) return undefined;
  try {
    const embedder = await judge();
    const checkpoint = await embedder.checkpoint({ ...options, signal });
    if (checkpoint.hash === (first.checkpoint.server?.checkpointHash ?? first.checkpoint.hash))
      return { outcome: 'same-checkpoint', checkpoint };
    const score = await scoreSpellFile({
      ...{ ...options, signal, pause, file, embedder },
      imagePaths: found.images.paths,
      wildcards: found.wildcards.wildcards,
    });
    const steps = agreementOf(first, score);
    const agreement = pause ? await paced(steps, pause) : finish(steps);
    return { outcome: 'judged', score, ...(agreement && { agreement }) };
  } catch (error) {
    signal?.throwIfAborted();
    const failure = failureProblem(error, path, isGiven ? undefined : file.frontMatter.judge?.span);
    if (!failure) throw error;
    return { outcome: 'failed', failure };
  }
}
