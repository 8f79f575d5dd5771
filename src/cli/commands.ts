import { resolve } from 'node:path';
import type { Checkpoint } from '../core/ports';
import type { ExportedFile, ExportedProblem } from '../core/score/export/exportedFile';
import { toCsv } from '../core/score/export/csv';
import { toJson } from '../core/score/export/json';
import { toMarkdown } from '../core/score/export/markdown';
import { JUDGE_WORDING, notJudgedText } from '../words/judge';
import { markdownWords } from '../words/markdownWords';
import type { Engines } from '../client/engines';
import { failureProblem } from '../tasks/problem';
import { exportedProblems } from '../words/problemText';
import { say } from '../words/words';
import { judgeTable } from './judgeTable';
import { libraryTable } from './libraryTable';
import { problemLines, shownPath } from './problems';
import { ProgressBar } from './progressBar';
import { scoreOne, type ScoredOne, type ScoreOneOptions } from './scoreOne';
import { scoreTable } from './scoreTable';
import { spellInputs, type SpellInput } from './spellInputs';
import type { Terminal } from './terminal';
import { printable } from './table';
import { tokensTable } from './tokensTable';

export const formats = ['table', 'json', 'csv', 'markdown'] as const;
export type Format = (typeof formats)[number];

export const exitCodes = { done: 0, findings: 1, wrong: 2, stopped: 130 } as const;

export interface CommandContext {
  readonly terminal: Terminal;
  readonly engines: Engines;
  /** BCP-47 codes of the languages that a checkpoint reads well; empty when nobody knows. */
  readonly languagesOf: (checkpoint: Checkpoint) => Promise<readonly string[]>;
  readonly version: string;
  readonly signal: AbortSignal;
}

export interface ScoreArguments {
  readonly paths: readonly string[];
  readonly images: readonly string[];
  /** Folders that spell files may search besides their own. */
  readonly allow?: readonly string[];
  readonly model?: string;
  /** A second checkpoint, in place of the file's own; in a table and in JSON. */
  readonly judge?: string;
  readonly format: Format;
  readonly top?: number;
}

/** Pictures that are named below the table of a library, for each of its best spells. */
const nearestInTable = 3;

/** `spellwright score`: a table as soon as its file is scored; the other formats at the end, as one document. */
export async function score(request: ScoreArguments, context: CommandContext): Promise<number> {
  const { terminal, version } = context;
  const { format, top, judge: named } = request;
  const { language } = terminal;
  const isJudging = format === 'table' || format === 'json';
  if (named !== undefined && !isJudging) {
    terminal.writeError(`${say(JUDGE_WORDING.needsFormat, language)}\n`);
    return exitCodes.wrong;
  }
  const judges = isJudging ? { named } : undefined;
  const libraries = format === 'table' ? { most: nearestInTable } : undefined;
  const done = await eachFile({ ...request, judges, libraries }, context, async (exported, _, notJudged) => {
    if (notJudged) terminal.writeError(`${printable(notJudgedText(notJudged, exported.path, language))}\n`);
    if (format !== 'table') return;
    await terminal.write(
      exported.library
        ? libraryTable(exported, terminal, { top, most: nearestInTable })
        : scoreTable(exported, terminal, top) + judgeTable(exported, terminal, top),
    );
  });
  if (format === 'json') await terminal.write(toJson(done, { version, top }));
  if (format === 'csv') await terminal.write(toCsv(done, { top }));
  if (format === 'markdown')
    await terminal.write(toMarkdown(done, markdownWords(terminal.language), { top }));
  return exitCodeOf(done);
}

/** `spellwright tokens`: needs no pictures. */
export async function tokens(
  request: { readonly paths: readonly string[]; readonly allow?: readonly string[]; readonly model?: string },
  context: CommandContext,
): Promise<number> {
  const { terminal } = context;
  return exitCodeOf(
    await eachFile({ ...request, images: undefined }, context, (exported) =>
      terminal.write(tokensTable(exported, terminal)),
    ),
  );
}

/** Scores file after file, and names the problems of each on the error output. */
export async function eachFile(
  request: {
    readonly paths: readonly string[];
    readonly images: readonly string[] | undefined;
    readonly allow?: readonly string[];
    readonly model?: string;
    /** As in `ScoreOneOptions`. */
    readonly needsNoPictures?: boolean;
    /** As in `ScoreOneOptions`. */
    readonly libraries?: ScoreOneOptions['libraries'];
    /** As in `ScoreOneOptions`. */
    readonly judges?: ScoreOneOptions['judges'];
  },
  context: CommandContext,
  show: (
    exported: ExportedFile,
    further: ScoredOne['further'],
    notJudged: ScoredOne['notJudged'],
  ) => Promise<void>,
): Promise<ExportedFile[]> {
  const { terminal, engines, languagesOf, signal } = context;
  const done: ExportedFile[] = [];
  for (const named of request.paths) {
    for (const found of await inputsOf(named, request.allow, context)) {
      let one: ScoredOne;
      if ('read' in found) {
        const progress = new ProgressBar(terminal, shownPath(found.path));
        try {
          const { images, model, needsNoPictures, libraries, judges } = request;
          const onProgress = progress.update;
          const onVisited = progress.searching;
          one = await scoreOne(found, {
            engines,
            language: terminal.language,
            model,
            images,
            needsNoPictures,
            libraries,
            judges,
            languagesOf,
            signal,
            onProgress,
            onVisited,
          });
        } finally {
          progress.clear();
        }
      } else one = { exported: found };
      const { exported, further, notJudged } = one;
      terminal.writeError(problemLines(exported.problems, terminal));
      await show(exported, further, notJudged);
      done.push(exported);
    }
  }
  return done;
}

/** What a word of the command line names; for a folder without spell files, what is wrong. */
async function inputsOf(
  named: string,
  allowed: readonly string[] | undefined,
  { terminal, signal }: CommandContext,
): Promise<readonly (SpellInput | ExportedFile)[]> {
  const progress = new ProgressBar(terminal, named);
  try {
    return await spellInputs(named, { allowed, signal, onVisited: progress.searching });
  } catch (error) {
    signal.throwIfAborted();
    const failure = failureProblem(error, resolve(named));
    if (!failure) throw error;
    const listener = { language: terminal.language, shown: shownPath };
    return [{ path: named, problems: exportedProblems([failure], '', listener) }];
  } finally {
    progress.clear();
  }
}

/** 2 when a file could not be scored, 1 when something was wrong with one that was. */
export function exitCodeOf(files: readonly ExportedFile[]): number {
  if (files.some(({ score: scores, library }) => (scores ?? library) === undefined)) return exitCodes.wrong;
  const isFinding = ({ severity }: ExportedProblem): boolean => severity !== 'information';
  return files.some(({ problems }) => problems.some(isFinding)) ? exitCodes.findings : exitCodes.done;
}
