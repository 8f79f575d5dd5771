import { dirname } from 'node:path';
import type { EngineClient } from '../client/engineClient';
import type { Checkpoint, Progress } from '../core/ports';
import type { ExportedFile } from '../core/score/export/exportedFile';
import { finish } from '../core/steps';
import { parseSpellFile } from '../core/spell/parseSpellFile';
import type { SpellFile } from '../core/spell/spell';
import type { Engines } from '../client/engines';
import { mostPictures } from '../files/resolveImages';
import { findFiles } from '../tasks/findFiles';
import { judgeFile, type JudgedFile } from '../tasks/judgeFile';
import { failureProblem, inOrder } from '../tasks/problem';
import { problemSteps } from '../tasks/problems';
import { mostLibraryPictures, scoreLibrary } from '../tasks/scoreLibrary';
import { scoreFile, type ScoredFile } from '../tasks/scoreFile';
import { exportedProblems } from '../words/problemText';
import type { Language } from '../words/words';
import { shownPath } from './problems';
import type { SpellInput } from './spellInputs';

export interface ScoreOneOptions {
  readonly engines: Engines;
  readonly language: Language;
  /** Instead of the model that the file names; relative to the current folder. */
  readonly model?: string;
  /** Pictures besides those that the file names; undefined reads the text only. */
  readonly images: readonly string[] | undefined;
  /** A file that names no pictures has something to be asked all the same, and nothing is said of that. */
  readonly needsNoPictures?: boolean;
  /**
   * Scores more pictures than others take as a library; of each spell so many nearest and farthest pictures are told. The
   * first ones only are scored where it is absent, and that is said.
   */
  readonly libraries?: { readonly most: number };
  /** Has a second checkpoint score the file too: that of `named`, or else the one that the file names. */
  readonly judges?: { readonly named?: string };
  /** Those that a checkpoint reads well; empty when nobody knows. */
  readonly languagesOf: (checkpoint: Checkpoint) => Promise<readonly string[]>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Told now and then, while pictures and wildcards are looked for, how many names have been read. */
  readonly onVisited: (names: number) => void;
}

/** A spell file that was scored, or could not be. */
export interface ScoredOne {
  readonly exported: ExportedFile;
  /** Why no second checkpoint judged a file that was to be judged, where nothing is wrong with it. */
  readonly notJudged?: 'same-checkpoint' | 'library';
  /** What can be asked further; absent where there is nothing to ask it of. */
  readonly further?: { readonly scored: ScoredFile; readonly embedder: EngineClient };
}

/**
 * Scores one spell file. Whatever is wrong with it is in the result's `problems`, never thrown; a result without
 * `score` could not be ranked.
 * @throws the signal's reason, and what nobody expected
 */
export async function scoreOne(input: SpellInput, options: ScoreOneOptions): Promise<ScoredOne> {
  const { engines, language, model, images, needsNoPictures, languagesOf, signal, onProgress, onVisited } =
    options;
  const { path, reach } = input;
  const shown = shownPath(path);
  const listener = { language, shown: shownPath };
  let text: string;
  try {
    text = await input.read();
  } catch (error) {
    signal.throwIfAborted();
    const failure = failureProblem(error, path);
    if (!failure) throw error;
    return { exported: { path: shown, problems: exportedProblems([failure], '', listener) } };
  }
  const file = parseSpellFile(text);
  let embedder: EngineClient | undefined;
  const extra = images && { patterns: images, folder: process.cwd() };
  const withImages = images !== undefined;
  const limit = options.libraries ? mostLibraryPictures : undefined;
  const found = await findFiles(file, path, { reach, withImages, extra, limit, signal, onVisited });
  const common = {
    file,
    path,
    reach,
    withImages,
    found,
    embedder: async (): Promise<EngineClient> =>
      (embedder = await (model === undefined
        ? engines.for(file.frontMatter.model?.value, dirname(path))
        : engines.for(model, process.cwd()))),
    languagesOf,
    isModelGiven: model !== undefined,
    signal,
    onProgress,
  };
  if (options.libraries && found.images.paths.length > mostPictures) {
    const library = await scoreLibrary({ ...common, most: options.libraries.most });
    const told = exportedProblems(finish(problemSteps(library)), text, listener);
    const isScored = library.score !== undefined && library.score.images.length > 0;
    return {
      exported: { path: shown, file, problems: told, ...(isScored && { library: library.score }) },
      ...(isScored && judgeOf(file, options) !== undefined && { notJudged: 'library' }),
    };
  }
  const scored = await scoreFile(common);
  const problems = finish(problemSteps(scored)).filter(
    ({ code }) => !(needsNoPictures && code === 'no-images'),
  );
  const isDone = isRanked(scored);
  const judged = isDone ? await judgeOne(scored, options) : undefined;
  if (judged?.outcome === 'failed') problems.push(judged.failure);
  const hasWork = needsNoPictures ? scored.score?.prompts.length : scored.score?.images.length;
  return {
    exported: {
      path: shown,
      file,
      problems: exportedProblems(inOrder(problems), text, listener),
      ...(isDone && { score: scored.score }),
      ...(judged?.outcome === 'judged' && { judged }),
    },
    ...(judged?.outcome === 'same-checkpoint' && { notJudged: judged.outcome }),
    // Pictures without a prompt have something to say too.
    ...((isDone || hasWork) && embedder && { further: { scored, embedder } }),
  };
}

/** How the second checkpoint is called; undefined where none is to judge. */
function judgeOf({ frontMatter }: SpellFile, { judges }: ScoreOneOptions): string | undefined {
  return judges && (judges.named ?? frontMatter.judge?.value);
}

async function judgeOne(scored: ScoredFile, options: ScoreOneOptions): Promise<JudgedFile | undefined> {
  const { engines, judges, signal, onProgress } = options;
  const judge = judgeOf(scored.file, options);
  if (judge === undefined) return undefined;
  const isGiven = judges?.named !== undefined;
  return judgeFile({
    ...{ scored, isGiven, signal, onProgress },
    // A server runs the checkpoint that scores, and no other.
    judge: () => engines.for(judge, isGiven ? process.cwd() : dirname(scored.path), 'here'),
  });
}

/** Without pictures there is nothing to rank, but tokens can be counted where nothing else is asked. */
function isRanked({ score, withImages }: ScoredFile): boolean {
  return score !== undefined && score.prompts.length > 0 && (!withImages || score.images.length > 0);
}
