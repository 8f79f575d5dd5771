import { lstat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import {
  phraseListOf,
  readPhraseList,
  type PhraseList,
  type PhraseListProblemCode,
} from '../core/craft/phraseList';
import { paced } from '../core/steps';
import { FileError, type FileErrorCode } from './fileError';
import { FileSearch, SearchError } from './fileSearch';
import { naturalOrder } from './naturalOrder';
import { parseWildcardFile } from './parseWildcards';
import { pauses } from './pauses';
import { isWithin, type Reach } from './reach';
import { readTextFile } from './readTextFile';

/** The longest list of tags that people share has 12 MB. */
export const largestPhraseList = 32 * 1024 * 1024;
/** Files that a folder of lists may have. */
const mostFiles = 1000;

export type PhraseFileProblemCode =
  | PhraseListProblemCode
  | 'list-file-too-large'
  /** A folder without lists. */
  | 'list-files-none'
  | 'list-folder-too-large';

/** What is wrong with a list; the others are read all the same. */
export interface PhraseFileProblem {
  readonly code: PhraseFileProblemCode | FileErrorCode;
  /** Absolute. */
  readonly path: string;
  /** 1-based. */
  readonly line?: number;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface LoadedPhraseLists {
  readonly lists: readonly PhraseList[];
  readonly problems: readonly PhraseFileProblem[];
}

/** Where the lists lie that a spell file names, absolute. */
export function listPaths(named: readonly string[], spellFilePath: string): string[] {
  return named.map((each) => resolve(dirname(spellFilePath), each));
}

/**
 * Reads lists of phrases: files, and folders with all the lists in them. CSV and TSV are tables, YAML and JSON are wildcard
 * files, all else is a phrase a line.
 * @param paths absolute
 * @param reach of those that a spell file names; anywhere when undefined
 * @throws the signal's reason
 */
export async function loadPhraseLists(
  paths: readonly string[],
  { reach, signal }: { readonly reach?: Reach; readonly signal?: AbortSignal } = {},
): Promise<LoadedPhraseLists> {
  const lists: PhraseList[] = [];
  const problems: PhraseFileProblem[] = [];
  for (const named of paths) {
    const { files, problem } = await filesOf(named, reach, signal);
    if (problem) problems.push(problem);
    for (const file of files) {
      signal?.throwIfAborted();
      try {
        const list = await readList(file, nameOf(file, named), reach, signal);
        lists.push(list);
        for (const { code, line, count } of list.problems)
          problems.push({ code, path: file, ...(line !== undefined && { line }), parameters: { count } });
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        const code = error.code === 'file-too-large' ? 'list-file-too-large' : error.code;
        problems.push({ code, path: file, parameters: { detail: error.detail } });
      }
    }
  }
  return { lists: lists.filter(({ phrases }) => phrases.length > 0), problems };
}

/** Of a file in a folder that was named, its path within it. */
function nameOf(file: string, named: string): string {
  return file === named ? basename(file) : relative(dirname(named), file);
}

async function filesOf(
  named: string,
  reach: Reach | undefined,
  signal: AbortSignal | undefined,
): Promise<{ files: readonly string[]; problem?: PhraseFileProblem }> {
  // What lies outside by its name is not even looked at.
  if (reach && !isWithin(resolve(named), reach.folders))
    return { files: [], problem: { code: 'file-outside', path: named, parameters: { detail: '' } } };
  const isFolder = await lstat(named).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return { files: [named] };
  try {
    const search = new FileSearch({ ...(reach && { reach }), ...(signal && { signal }) });
    const { files } = await search.find('**/*.{txt,csv,tsv,yml,yaml,json}', named);
    if (files.length > mostFiles)
      return {
        files: [],
        problem: { code: 'list-folder-too-large', path: named, parameters: { limit: mostFiles } },
      };
    if (files.length === 0)
      return { files: [], problem: { code: 'list-files-none', path: named, parameters: {} } };
    return { files: [...files].sort(naturalOrder).map((file) => join(file)) };
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    return {
      files: [],
      problem: { code: 'list-folder-too-large', path: named, parameters: { limit: error.limit } },
    };
  }
}

async function readList(
  path: string,
  name: string,
  reach: Reach | undefined,
  signal: AbortSignal | undefined,
): Promise<PhraseList> {
  const within = reach && !reach.linksOutside ? reach.folders : undefined;
  const text = await readTextFile(path, { largest: largestPhraseList, ...(within && { within }) });
  const pause = pauses(signal);
  if (!/\.(ya?ml|json)$/i.test(path)) return paced(readPhraseList(name, text), pause);
  const { options } = await parseWildcardFile(path, text, pause);
  return phraseListOf(name, [...options.values()].flat());
}
