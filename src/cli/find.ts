import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { EngineClient } from '../client/engineClient';
import { checkpointLabel } from '../core/score/export/exportedFile';
import { spellRows } from '../core/score/export/reportRows';
import { parseSpellFile } from '../core/spell/parseSpellFile';
import type { SpellFile } from '../core/spell/spell';
import { finish } from '../core/steps';
import { commandLineReach } from '../files/reach';
import { readTextFile } from '../files/readTextFile';
import { findPictures } from '../tasks/findPictures';
import { failureProblem } from '../tasks/problem';
import { problemSteps } from '../tasks/problems';
import type { ScoredLibrary } from '../tasks/scoreLibrary';
import { FIND_WORDING } from '../words/find';
import { exportedProblems } from '../words/problemText';
import { say } from '../words/words';
import { exitCodes, type CommandContext } from './commands';
import { pictureLines } from './libraryTable';
import { problemLines, shownPath } from './problems';
import { ProgressBar } from './progressBar';
import { printable } from './table';

export const findFormats = ['table', 'json', 'paths'] as const;

export interface FindArguments {
  /** A prompt, or the path of a spell file. */
  readonly text: string;
  /** Folders, pictures and patterns. */
  readonly pictures: readonly string[];
  readonly model?: string;
  readonly most: number;
  readonly format: (typeof findFormats)[number];
}

/** `spellwright find`: the pictures of a folder that a text, or each spell of a file, fits best. */
export async function find(request: FindArguments, context: CommandContext): Promise<number> {
  const { terminal, signal } = context;
  const isFile = request.text.endsWith('.spell');
  const path = isFile ? resolve(request.text) : resolve('-');
  const listener = { language: terminal.language, shown: shownPath };
  let text = request.text;
  if (isFile) {
    try {
      text = await readTextFile(path);
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureProblem(error, path);
      if (!failure) throw error;
      terminal.writeError(problemLines(exportedProblems([failure], '', listener), terminal));
      return exitCodes.wrong;
    }
  }
  const scored = await search(parseSpellFile(text), path, request, context);
  const problems = exportedProblems(finish(problemSteps(scored)), text, listener);
  terminal.writeError(problemLines(problems, terminal));
  if (request.format === 'json') await terminal.write(findJson(scored, context.version, problems));
  else if (request.format === 'paths') await terminal.write(findPaths(scored, terminal.width !== undefined));
  else await terminal.write(findTable(scored, context));
  if (!scored.score?.images.length || scored.score.prompts.length === 0) return exitCodes.wrong;
  return problems.some(({ severity }) => severity !== 'information') ? exitCodes.findings : exitCodes.done;
}

async function search(
  file: SpellFile,
  path: string,
  { text, pictures, model, most }: FindArguments,
  { terminal, engines, languagesOf, signal }: CommandContext,
): Promise<ScoredLibrary> {
  const progress = new ProgressBar(terminal, printable(text));
  try {
    const current = process.cwd();
    const named = file.frontMatter.model?.value;
    return await findPictures({
      ...{ file, path, languagesOf, signal, most, isModelGiven: model !== undefined },
      reach: await commandLineReach(dirname(path), { current, allowed: [] }),
      among: { patterns: await Promise.all(pictures.map(below)), folder: current },
      onVisited: progress.searching,
      embedder: (): Promise<EngineClient> =>
        model === undefined ? engines.for(named, dirname(path)) : engines.for(model, current),
      onProgress: progress.update,
    });
  } finally {
    progress.clear();
  }
}

/** All that lies below a folder; else what is named. */
async function below(named: string): Promise<string> {
  const isFolder = await stat(resolve(named)).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(named, '**', '*') : named;
}

function findTable({ file, score }: ScoredLibrary, { terminal }: CommandContext): string {
  if (!score) return '';
  const { language } = terminal;
  const lines: string[] = [];
  const rows = spellRows(file, score);
  for (const { spell, name, prompt } of rows) {
    const found = score.found.find((each) => each.spell === spell.spell);
    if (!found) continue;
    if (file.spells.length > 1)
      lines.push(terminal.out('bold', say(FIND_WORDING.nearest, language, { spell: printable(name) })));
    lines.push(terminal.out('bold', printable(prompt.expansion.text)));
    lines.push(...pictureLines(found.nearest, terminal), '');
  }
  if (score.failed > score.failures.length) {
    const parameters = { failed: score.failed, named: score.failures.length };
    lines.push(say(FIND_WORDING.moreFailures, language, parameters));
  }
  if (score.images.length === 0) return lines.map((line) => `${line}\n`).join('');
  const view = {
    pictures: score.images.length,
    different: score.differentImages,
    checkpoint: printable(checkpointLabel(score.checkpoint)),
  };
  lines.push(terminal.out('dim', say(FIND_WORDING.view, language, view)));
  return `${lines.join('\n')}\n`;
}

/**
 * For other programs: a path a line, best first; of several spells one after the other.
 * @param isWatched by a person, whose terminal no name may steer
 */
function findPaths({ score }: ScoredLibrary, isWatched: boolean): string {
  const told = (path: string): string => (isWatched ? printable(shownPath(path)) : shownPath(path));
  const paths = score?.found.flatMap(({ nearest }) => nearest.map(({ path }) => told(path))) ?? [];
  return paths.map((path) => `${path}\n`).join('');
}

function findJson({ file, score }: ScoredLibrary, version: string, problems: readonly unknown[]): string {
  const told = (pictures: readonly { path: string; cosine: number; probability: number }[]): object[] =>
    pictures.map(({ path, cosine, probability }) => ({ path: shownPath(path), cosine, probability }));
  const spells = (score ? spellRows(file, score) : []).flatMap(({ spell, name, line, prompt }) => {
    const found = score!.found.find((each) => each.spell === spell.spell);
    if (!found) return [];
    const { rank, ranks = null, meanCosine, chosenCosine } = spell;
    return [
      {
        ...{ name, line, prompt: prompt.expansion.text, rank, ranks },
        ...{ cosine: meanCosine, chosenCosine, distribution: found.distribution },
        ...{ nearest: told(found.nearest), farthest: told(found.farthest) },
      },
    ];
  });
  const document = {
    version,
    schema: 1,
    checkpoint: score ? { id: score.checkpoint.id, hash: score.checkpoint.hash } : null,
    pictures: score?.images.length ?? 0,
    differentPictures: score?.differentImages ?? 0,
    failed: score?.failed ?? 0,
    problems,
    spells,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
