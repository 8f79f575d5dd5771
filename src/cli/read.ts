import path from 'node:path';
import type { PictureReading } from '../core/infotext/pictureRecord';
import { meansTheSame } from '../core/spell/meansTheSame';
import type { Dialect } from '../core/spell/spell';
import { writeSpellFile } from '../core/spell/writeSpell';
import { findPictureFiles } from '../files/findNamedFiles';
import { FileError } from '../files/fileError';
import type { NamedFiles } from '../files/findNamedFiles';
import type { ReadOptions } from '../files/readTextFile';
import {
  draftOf,
  promptOptions,
  readPictureAt,
  canBeScored,
  templateOptions,
  type PictureDecoding,
  type PromptOption,
} from '../tasks/readPictures';
import { cautions, originText, PICTURE_IN_WORDING, readingTroubles } from '../words/pictureIn';
import { errorText } from '../words/problemText';
import { say, type Parameters } from '../words/words';
import { exitCodes, type CommandContext } from './commands';
import { ProgressBar } from './progressBar';
import { shownPath } from './problems';
import { printable } from './table';

export const readFormats = ['spell', 'json'] as const;

export interface ReadArguments {
  readonly paths: readonly string[];
  readonly format: (typeof readFormats)[number];
  /** Of the spell file; that of most prompts where it is absent. */
  readonly dialect?: Dialect;
  /** Take the text before wildcards were filled in, where a picture holds that too. */
  readonly template?: boolean;
}

interface ReadFile {
  readonly path: string;
  readonly reading?: PictureReading;
  readonly error?: FileError;
}

/** `spellwright read`: what the makers of pictures wrote into them, as a spell file or as JSON, on the standard output. */
export async function read(request: ReadArguments, context: CommandContext): Promise<number> {
  const { terminal, version } = context;
  const files = await readAll(request.paths, context);
  for (const { path: file, error } of files)
    if (error) {
      const reason = errorText(error, { language: terminal.language, face: 'terminal' });
      terminal.writeError(`${printable(`${shownPath(file)}: ${reason}`)}\n`);
    }
  if (request.format === 'spell')
    for (const { path: file, reading } of files)
      for (const trouble of reading ? readingTroubles(reading, shownPath(file), terminal.language) : [])
        terminal.writeError(`${printable(trouble)}\n`);
  let left = 0;
  if (request.format === 'json') await terminal.write(readJson(files, version));
  else left = await writeSpells(files, request, context);
  if (files.some(({ error }) => error)) return exitCodes.wrong;
  return left > 0 ? exitCodes.findings : exitCodes.done;
}

async function readAll(
  named: readonly string[],
  { terminal, engines, signal }: CommandContext,
): Promise<ReadFile[]> {
  const done: ReadFile[] = [];
  for (const each of named) {
    const progress = new ProgressBar(terminal, each);
    try {
      const { paths, folder }: NamedFiles = await findPictureFiles(each, signal, progress.searching);
      // Whoever names a folder did not choose where the links in it lead.
      const within = folder === undefined ? {} : { within: [folder] };
      const options = { ...within, signal, pictures: () => engines.forPictures() };
      for (const file of paths) {
        signal.throwIfAborted();
        progress.update({ phase: 'images', done: done.length, total: paths.length });
        done.push(await readOne(file, options));
      }
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      done.push({ path: path.resolve(each), error });
    } finally {
      progress.clear();
    }
  }
  return done;
}

async function readOne(file: string, options: ReadOptions & PictureDecoding): Promise<ReadFile> {
  try {
    return { path: file, reading: await readPictureAt(file, options) };
  } catch (error) {
    if (error instanceof FileError) return { path: file, error };
    throw error;
  }
}

interface Found {
  readonly file: string;
  readonly option: PromptOption;
}

/** One spell file of all prompts. Gives how many pictures are not in it. */
async function writeSpells(
  files: readonly ReadFile[],
  { dialect: wanted, template }: ReadArguments,
  { terminal }: CommandContext,
): Promise<number> {
  const { language } = terminal;
  const tell = (key: keyof typeof PICTURE_IN_WORDING, parameters?: Parameters): void =>
    terminal.writeError(`${printable(say(PICTURE_IN_WORDING[key], language, parameters))}\n`);
  const found: Found[] = [];
  let left = 0;
  let hasPicture = false;
  for (const { path: file, reading } of files) {
    const [option] = reading ? bestOf(reading, template) : [];
    if (option) found.push({ file, option });
    else if (reading) {
      left++;
      hasPicture ||= canBeScored(reading);
      tell('noPrompt', { file: shownPath(file) });
    }
  }
  if (hasPicture) tell('describe');
  if (found.length === 0) return Math.max(left, 1);
  const own = wanted ?? mostUsed(found.map(({ option }) => option.dialect));
  const fits = found.filter(({ file, option }) => {
    const isFit = meansTheSame(option, option.dialect, own);
    if (!isFit) tell('leftOut', { file: shownPath(file), dialect: option.dialect, own });
    return isFit;
  });
  const drafts = fits.map(({ file, option }) =>
    draftOf(option, path.parse(file).name, cautions(option, language)),
  );
  const images = fits.map(({ file }) => entryOf(file));
  const written = drafts.length === 0 ? undefined : writeSpellFile(drafts, own, images);
  if (written?.ok) await terminal.write(written.text);
  else if (written) tell('notWritable');
  return left + found.length - (written?.ok ? fits.length : 0);
}

/** Best first. */
function bestOf(reading: PictureReading, template: boolean | undefined): readonly PromptOption[] {
  return [...(template ? templateOptions(reading) : []), ...promptOptions(reading)];
}

function mostUsed(dialects: readonly Dialect[]): Dialect {
  const counts = new Map<Dialect, number>();
  for (const each of dialects) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]![0];
}

/** As it is named from the current folder, with `/` on every system. */
function entryOf(file: string): string {
  const relative = path.relative(process.cwd(), file).split(path.sep).join('/');
  return relative.startsWith('!') ? `./${relative}` : relative;
}

function readJson(files: readonly ReadFile[], version: string): string {
  const written = {
    version,
    schema: 1,
    files: files.map(({ path: file, reading, error }) => ({
      path: shownPath(file),
      error: error ? { code: error.code } : null,
      kind: reading?.kind ?? null,
      width: reading?.width ?? null,
      height: reading?.height ?? null,
      hasChoice: reading?.hasChoice ?? false,
      problems: reading?.problems ?? [],
      records: (reading?.records ?? []).map(({ parameters, ...record }) => ({
        ...record,
        parameters: parameters.map(([name, value]) => ({ name, value })),
      })),
      options: (reading ? promptOptions(reading) : []).map((option) => ({
        prompt: option.prompt,
        negative: option.negative ?? null,
        dialect: option.dialect,
        origin: originText(option, 'en'),
        cautions: cautions(option, 'en'),
      })),
    })),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
}
