/** From what an agent names, texts or a spell file and pictures, to scores. */
import { dirname, isAbsolute, join, relative } from 'node:path';
import { bundledModel } from '../client/modelLocation';
import { LineStarts } from '../core/lineStarts';
import type { Checkpoint, Embedder } from '../core/ports';
import type { FileScore } from '../core/score/fileScore';
import { spellRows } from '../core/score/export/reportRows';
import { parsePrompt } from '../core/spell/parsePrompt';
import { parseSteps } from '../core/spell/parseSpellFile';
import type { FrontMatter, Span, Spell, SpellFile } from '../core/spell/spell';
import { paced } from '../core/steps';
import { loadWildcards, wildcardFolders, wildcardNames } from '../files/loadWildcards';
import { pauses } from '../files/pauses';
import { readTextFile } from '../files/readTextFile';
import { resolveImages, type ResolvedImages } from '../files/resolveImages';
import type { FoundFiles } from '../tasks/findFiles';
import type { Problem } from '../tasks/problem';
import { problemSteps } from '../tasks/problems';
import { scoreFile, type ScoredFile } from '../tasks/scoreFile';
import { problemText } from '../words/problemText';
import type { Problems } from './answers';
import { allowedModel, insidePath, placesOf, shownPath, type Places } from './places';
import { choice, list, optional, text } from './schema';
import { ToolError, type ToolCall, type ToolContext } from './tool';

/** Prompts in one call. */
export const mostPrompts = 64;
/** UTF-16 units of a prompt: CLIP reads some 300 of them. */
const longestPrompt = 4000;
const longestPath = 1024;
/** Pictures that one call may score against. */
const mostPictures = 1000;
const mostProblems = 10;

const dialects = ['a1111', 'comfyui', 'midjourney', 'novelai', 'invokeai', 'plain'] as const;

export const promptText = (description?: string) =>
  text({ most: longestPrompt, ...(description !== undefined && { description }) });

export const pathText = (description: string) => text({ most: longestPath, description });

/** Fields that the tools share which measure. */
export const subjectFields = {
  spellFile: optional(
    pathText('A spell file (.spell) instead of texts: its prompts, with the pictures that it names.'),
  ),
  pictures: optional(
    list(text({ most: longestPath }), {
      most: 64,
      description:
        'Reference pictures: paths, folders and patterns such as refs/*.png, in the allowed folders. With a spell file they stand for those that it names. 5 different ones or more, as fewer cannot say what is better.',
    }),
  ),
  model: optional(
    text({
      most: longestPath,
      description: 'Id of a checkpoint (see list_checkpoints); the usual one when absent.',
    }),
  ),
  dialect: optional(
    choice(
      dialects,
      "Whose prompt syntax the texts are in; A1111's when absent. plain takes every sign as it is.",
    ),
  ),
} as const;

export const spellField = optional(
  text({
    most: 200,
    description: 'Which spell of the file: its name, or #2 for the second. Needed where there are several.',
  }),
);

export interface Subject {
  readonly spellFile?: string | undefined;
  readonly pictures?: readonly string[] | undefined;
  readonly model?: string | undefined;
  readonly dialect?: SpellFile['dialect'] | undefined;
}

/** A spell file as it was read, or one that texts were made to. */
export interface SubjectFile {
  readonly file: SpellFile;
  /** Absolute; of texts, where a file of them would lie. */
  readonly path: string;
  readonly isMade: boolean;
  readonly places: Places;
}

/** What was scored, with at least one prompt and one picture. */
export interface Measured extends SubjectFile {
  readonly scored: ScoredFile;
  readonly score: FileScore;
  readonly embedder: Embedder;
  readonly problems: Problems;
  /** Whether words of files stand in the answer: of a spell file, or of wildcards that fill in a text. */
  readonly quotesFiles: boolean;
}

/**
 * The file of what an agent named: exactly one of texts and a spell file.
 * @throws ToolError, FileError
 */
export async function subjectFile(
  texts: readonly string[] | undefined,
  { spellFile, dialect }: Subject,
  context: ToolContext,
  { signal }: ToolCall,
): Promise<SubjectFile> {
  if ((texts === undefined) === (spellFile === undefined))
    throw new ToolError('input-invalid', 'Give either the text or spellFile, and not both.');
  // Texts need no disk: they are read where no folder is allowed, too.
  const places = texts !== undefined && context.folders().length === 0 ? noPlaces() : await placesOf(context);
  if (texts !== undefined)
    return {
      file: fileOfTexts(texts, dialect),
      path: join(places.base, 'prompts.spell'),
      isMade: true,
      places,
    };
  const path = await insidePath(spellFile!, places);
  const source = await readTextFile(path, { within: places.reach.folders });
  return { file: await paced(parseSteps(source), pauses(signal)), path, isMade: false, places };
}

function noPlaces(): Places {
  return { base: process.cwd(), reach: { folders: [], namedOutside: false, linksOutside: false } };
}

const nowhere: Span = { start: 0, end: 0 };

/** Each text is a spell of its own, whatever is in it: headings, rules and front matter mean nothing there. */
function fileOfTexts(texts: readonly string[], dialect: SpellFile['dialect'] = 'a1111'): SpellFile {
  const spells: Spell[] = [];
  const diagnostics: SpellFile['diagnostics'][number][] = [];
  const all = texts.join('\n');
  let start = 0;
  for (const [index, each] of texts.entries()) {
    const span = { start, end: start + each.length };
    const read = parsePrompt(all, span, { dialect, isVerbatim: dialect === 'plain' });
    spells.push({ index, span, positive: read.prompt });
    diagnostics.push(...read.diagnostics);
    start = span.end + 1;
  }
  const frontMatter: FrontMatter = { images: [], templates: [], keys: [] };
  return { text: all, dialect, frontMatter, spells, comments: [], diagnostics };
}

/** What a file names on disk, within the reach. */
export async function foundFiles(
  { file, path, places: { reach } }: SubjectFile,
  withImages: boolean,
  { signal }: ToolCall,
): Promise<FoundFiles> {
  const options = { reach, signal };
  const images = withImages
    ? await resolveImages(file, path, { ...options, limit: mostPictures })
    : { paths: [], named: new Map(), problems: [] };
  const wildcards = await loadWildcards(wildcardFolders(path), wildcardNames(file), options);
  return { images, wildcards };
}

/**
 * Scores what an agent named.
 * @throws ToolError where there is nothing to score, and as `Tool.run`
 */
export async function measure(
  texts: readonly string[] | undefined,
  subject: Subject,
  context: ToolContext,
  call: ToolCall,
): Promise<Measured> {
  const found = await subjectFile(texts, subject, context, call);
  const { path, places, isMade } = found;
  if (isMade) await placesOf(context); // pictures lie somewhere
  const file =
    subject.pictures === undefined
      ? found.file
      : withPictures(found.file, subject.pictures, relative(places.base, dirname(path)));
  // What is named by the call starts at the base; what a file names, beside it.
  const from = subject.pictures === undefined ? path : join(places.base, 'prompts.spell');
  if (file.frontMatter.images.length === 0)
    throw new ToolError('nothing-to-score', 'No pictures are named: give pictures, such as ["refs/*.png"].');
  const { images } = await foundFiles({ ...found, file, path: from }, true, call);
  const { wildcards } = await foundFiles({ ...found, file }, false, call);
  const files = { images: subject.pictures === undefined ? images : unplaced(images), wildcards };
  const named = subject.model ?? file.frontMatter.model?.value;
  const base = subject.model === undefined ? dirname(path) : places.base;
  const model =
    named === undefined ? undefined : await allowedModel(named, base, places.reach, context.mayLoadFolders());
  let embedder: Embedder | undefined;
  const { signal, onProgress } = call;
  const scored = await scoreFile({
    ...{ file, path, found: files, signal, onProgress, priority: 'visible', pause: pauses(signal) },
    embedder: async () => (embedder = await context.embedder(model)),
    languagesOf: context.languagesOf,
    isModelGiven: subject.model !== undefined,
  });
  const problems = await paced(problemSteps(scored), pauses(signal));
  const { score } = scored;
  if (
    score === undefined ||
    embedder === undefined ||
    score.prompts.length === 0 ||
    score.images.length === 0
  )
    throw new ToolError('nothing-to-score', whyNothing(problems, found, context));
  return {
    ...{ ...found, file, scored, score, embedder },
    problems: problemsAnswer(problems, found, context),
    quotesFiles: !isMade || wildcards.files.length > 0,
  };
}

/** @param folder that of the file, as it is called from where the pictures are */
function withPictures(file: SpellFile, pictures: readonly string[], folder: string): SpellFile {
  const images = pictures.map((value) => ({ value, span: nowhere }));
  const avoid = file.frontMatter.avoid?.map((each) => ({ ...each, value: calledFrom(each.value, folder) }));
  return { ...file, frontMatter: { ...file.frontMatter, images, ...(avoid && { avoid }) } };
}

/** A path or pattern that is meant beside a file, as it is called from where that folder is called so. */
function calledFrom(pattern: string, folder: string): string {
  const [, sign = '', path = ''] = /^(!?)(.*)$/s.exec(pattern)!;
  return folder === '' || isAbsolute(path) ? pattern : `${sign}${folder.replaceAll('\\', '/')}/${path}`;
}

/** What the call names stands nowhere in the file. */
function unplaced({ paths, problems }: ResolvedImages): ResolvedImages {
  return { paths, named: new Map(), problems: problems.map(({ span: _, ...problem }) => problem) };
}

function whyNothing(problems: readonly Problem[], found: SubjectFile, context: ToolContext): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const sentences = problemsAnswer(errors, found, context).map(({ code, message }) => `${code}: ${message}`);
  return `Nothing could be scored. ${sentences.join(' ')}`;
}

/** The first of each code, errors first. */
export function problemsAnswer(
  problems: readonly Problem[],
  { file, path, isMade, places }: SubjectFile,
  { face }: ToolContext,
): Problems {
  const lines = new LineStarts(file.text);
  const listener = { language: 'en', face, shown: (each: string) => shownPath(each, places) } as const;
  const rank = { error: 0, warning: 1, information: 2 } as const;
  return [...problems]
    .sort((a, b) => rank[a.severity] - rank[b.severity])
    .slice(0, mostProblems)
    .map((problem) => ({
      severity: problem.severity,
      code: problem.code,
      message: outsideText(problem, places) ?? problemText(problem, listener),
      file: isMade && problem.path === path ? null : shownPath(problem.path, places),
      line: problem.line ?? (problem.span && !isMade ? lines.positionAt(problem.span.start).line : null),
    }));
}

/** Elsewhere such messages tell a person what to allow; an agent has its folders. */
const outsideCodes: ReadonlySet<string> = new Set([
  'image-outside',
  'images-outside',
  'images-links-outside',
  'wildcard-file-outside',
]);

function outsideText({ code, parameters, path }: Problem, { reach }: Places): string | undefined {
  if (!outsideCodes.has(code)) return undefined;
  const named = String(parameters.pattern ?? path);
  return `“${named}” leads out of the folders that may be read: ${reach.folders.join(', ')}.`;
}

/**
 * The spell that an agent means: the only one, or the one that it named.
 * @returns its place in the file
 * @throws ToolError `no-such-spell`, which names those that there are
 */
export function wantedSpell({ file, score }: Measured, named: string | undefined): number {
  const rows = spellRows(file, score);
  const found =
    named === undefined
      ? rows
      : rows.filter(({ name, spell }) => name === named || `#${spell.spell + 1}` === named);
  const [only] = found;
  if (only !== undefined && (found.length === 1 || named !== undefined)) return only.spell.spell;
  const names = rows.slice(0, 30).map(({ name }) => `“${name.slice(0, 60)}”`);
  throw new ToolError(
    'no-such-spell',
    `${named === undefined ? 'The file has several spells: name one' : `There is no spell “${named}”: name one`} of ${names.join(', ')}${rows.length > 30 ? ', …' : ''}.`,
  );
}

export function picturesAnswer({ images, differentImages }: FileScore): { read: number; different: number } {
  return { read: images.length, different: differentImages };
}

/** The bundled checkpoint is for trying things out. */
export function caveat({ id, server }: Pick<Checkpoint, 'id' | 'server'>): string {
  return (server?.checkpoint ?? id) === bundledModel
    ? ' Beware: “mini” knows simple drawings only; for other pictures the user may download a checkpoint (list_checkpoints).'
    : '';
}
