import { dirname } from 'node:path';
import type { Checkpoint, Progress } from '../core/ports';
import type { ExportedFile } from '../core/score/export/exportedFile';
import { scoreSpellFile } from '../core/score/scoreSpellFile';
import { parseSpellFile } from '../core/spell/parseSpellFile';
import { loadWildcards, wildcardFolders, wildcardNames } from '../files/loadWildcards';
import { resolveImages, type ResolvedImages } from '../files/resolveImages';
import type { Language } from '../words/words';
import type { Engines } from '../client/engines';
import { inOrder, Problems, shownPath } from './problems';
import type { SpellInput } from './spellInputs';

export interface ScoreOneOptions {
  readonly engines: Engines;
  readonly language: Language;
  /** Instead of the model that the file names; relative to the current folder. */
  readonly model?: string;
  /** Pictures besides those that the file names; undefined reads the text only. */
  readonly images: readonly string[] | undefined;
  /** Those that a checkpoint reads well; empty when nobody knows. */
  readonly languagesOf: (checkpoint: Checkpoint) => Promise<readonly string[]>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  /** Told now and then, while pictures and wildcards are looked for, how many names have been read. */
  readonly onVisited: (names: number) => void;
}

/** One spell file, its problems in the order of their places; see `scoreFile`. */
export async function scoreOne(input: SpellInput, options: ScoreOneOptions): Promise<ExportedFile> {
  const scored = await scoreFile(input, options);
  return { ...scored, problems: inOrder(scored.problems) };
}

/**
 * Scores one spell file. Whatever is wrong with it is in the result's `problems`, never thrown; a result without
 * `score` could not be scored at all.
 * @throws the signal's reason, and what nobody expected
 */
async function scoreFile(input: SpellInput, options: ScoreOneOptions): Promise<ExportedFile> {
  const { engines, language, model, languagesOf, signal, onProgress, onVisited } = options;
  const { path, reach } = input;
  const shown = shownPath(path);
  const text = await readText(input, options);
  if (typeof text !== 'string') return { path: shown, problems: text };
  const file = parseSpellFile(text);
  const problems = new Problems(path, language, text);
  const result = { path: shown, file, problems: problems.list };
  problems.syntax(file.diagnostics);
  if (file.spells.length === 0) {
    problems.nothing('no-prompts');
    return result;
  }
  const { paths, named, problems: imageProblems } = await imagesOf(input, file, options);
  problems.images(imageProblems);
  if (options.images !== undefined && paths.length === 0) {
    if (imageProblems.length === 0) problems.nothing('no-images', file.frontMatter.span);
    return result;
  }
  const loaded = await loadWildcards(wildcardFolders(path), wildcardNames(file), {
    reach,
    signal,
    onVisited,
  });
  problems.wildcards(loaded.problems);
  try {
    const embedder = await (model === undefined
      ? engines.for(file.frontMatter.model?.value, dirname(path))
      : engines.for(model, process.cwd()));
    const score = await scoreSpellFile({
      file,
      imagePaths: paths,
      embedder,
      wildcards: loaded.wildcards,
      signal,
      onProgress,
    });
    problems.syntax(score.diagnostics);
    problems.failures(score, named);
    problems.tooLong(score, file);
    problems.unreadLanguage(file, score.checkpoint, await languagesOf(score.checkpoint));
    if (score.prompts.length === 0) problems.nothing('no-prompts');
    else if (options.images === undefined || score.images.length > 0) return { ...result, score };
    else problems.nothing('no-readable-images', file.frontMatter.span);
  } catch (error) {
    signal.throwIfAborted();
    problems.thrown(error, model === undefined ? file.frontMatter.model?.span : undefined);
  }
  return result;
}

async function readText(
  input: SpellInput,
  { language, signal }: ScoreOneOptions,
): Promise<string | ExportedFile['problems']> {
  try {
    return await input.read();
  } catch (error) {
    signal.throwIfAborted();
    const problems = new Problems(input.path, language);
    problems.thrown(error);
    return problems.list;
  }
}

async function imagesOf(
  { path, reach }: SpellInput,
  file: ReturnType<typeof parseSpellFile>,
  { images, signal, onVisited }: ScoreOneOptions,
): Promise<ResolvedImages> {
  if (images === undefined) return { paths: [], named: new Map(), problems: [] };
  const extra = { patterns: images, folder: process.cwd() };
  return resolveImages(file, path, { reach, extra, signal, onVisited });
}
