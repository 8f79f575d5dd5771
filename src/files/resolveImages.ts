import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isPictureName } from '../core/clip/pictureFormat';
import type { Span, Spanned, SpellFile } from '../core/spell/spell';
import { FileSearch, SearchError, type Found, type SearchErrorCode } from './fileSearch';
import { isGlob } from './glob/globPattern';
import { inNaturalOrder } from './naturalOrder';
import { isWithin, type Reach } from './reach';

export type ImageProblemCode =
  | 'image-not-found'
  | 'image-not-a-file'
  | 'image-outside'
  | 'images-none-match'
  | 'images-too-many'
  | 'images-outside'
  | 'images-links-outside'
  | 'images-search-too-many'
  | 'images-search-too-complex';

/** A path or glob that names no picture. Worded in `words/files.ts`. */
export interface ImageProblem {
  readonly code: ImageProblemCode;
  /** Where it stands in the file; undefined for one given beside the file. */
  readonly span?: Span;
  /** `pattern` always; `folder`, absolute, where one was not searched, or not to its end. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface ResolvedImages {
  /** Absolute, each once: in the order of the patterns, and within a glob in natural order. */
  readonly paths: readonly string[];
  /** Where in the file a path was (first) named; nothing for one given beside the file. */
  readonly named: ReadonlyMap<string, Span>;
  readonly problems: readonly ImageProblem[];
}

export interface ResolveOptions {
  /** Of what the file names; anywhere when undefined. */
  readonly reach?: Reach;
  /** More paths and globs, relative to `folder`; they may reach anywhere. */
  readonly extra?: { readonly patterns: readonly string[]; readonly folder: string };
  /** No more pictures than this. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** Told now and then, in a long search, how many names have been read. */
  readonly onVisited?: (names: number) => void;
}

export const mostPictures = 10_000;

const searchProblem: Readonly<Record<SearchErrorCode, ImageProblemCode>> = {
  'search-too-many': 'images-search-too-many',
  'search-too-complex': 'images-search-too-complex',
  'search-outside': 'images-outside',
};

interface Entry {
  readonly pattern: string;
  readonly folder: string;
  readonly span?: Span;
  readonly reach?: Reach;
  readonly search: FileSearch;
}

/** What an entry names. */
interface Named {
  readonly paths: readonly string[];
  readonly problem?: Pick<ImageProblem, 'code'> & { readonly parameters?: ImageProblem['parameters'] };
}

/**
 * The pictures that a spell file names in its front matter. An entry is first taken as a path, then as a folder, whose
 * pictures it stands for, then as a glob; backslashes separate folders too. An entry that starts with `!` takes what it names
 * away from the entries before it; a picture whose own name starts so is written `./!name.png`.
 * @param spellFilePath absolute; entries are relative to its folder
 * @throws the signal's reason
 */
export async function resolveImages(
  file: Pick<SpellFile, 'frontMatter'>,
  spellFilePath: string,
  { reach, extra, limit = mostPictures, signal, onVisited }: ResolveOptions = {},
): Promise<ResolvedImages> {
  const search = new FileSearch({ reach, signal, onVisited });
  const extraSearch = new FileSearch({ signal, onVisited });
  const entries: Entry[] = [
    ...file.frontMatter.images.map(({ value, span }: Spanned<string>) => ({
      pattern: value,
      span,
      folder: dirname(spellFilePath),
      reach,
      search,
    })),
    ...(extra?.patterns ?? []).map((pattern) => ({ pattern, folder: extra!.folder, search: extraSearch })),
  ];
  const paths = new Set<string>();
  const named = new Map<string, Span>();
  const problems: ImageProblem[] = [];
  for (const entry of entries) {
    const { pattern, span } = entry;
    signal?.throwIfAborted();
    if (pattern.startsWith('!')) {
      const taken = await picturesOf({ ...entry, pattern: pattern.slice(1) });
      for (const path of taken.paths) paths.delete(path);
      continue;
    }
    const { paths: found, problem } = await picturesOf(entry);
    if (problem) problems.push({ ...problem, span, parameters: { pattern, ...problem.parameters } });
    for (const path of found) {
      if (span !== undefined && !paths.has(path)) named.set(path, span);
      paths.add(path);
    }
    if (paths.size > limit) {
      problems.push({ code: 'images-too-many', span, parameters: { pattern, limit, found: paths.size } });
      break;
    }
  }
  return { paths: [...paths].slice(0, limit), named, problems };
}

async function picturesOf({ pattern: written, folder, reach, search }: Entry): Promise<Named> {
  const pattern = written.trim();
  const slashed = pattern.replaceAll('\\', '/');
  try {
    for (const each of new Set([pattern, slashed])) {
      const path = resolve(folder, each);
      const kind = each === '' ? undefined : await kindOf(path, reach);
      if (kind === 'file') return { paths: [path] };
      if (kind === 'folder') return await pictures(await search.filesIn(path));
      if (kind === 'other') return { paths: [], problem: { code: 'image-not-a-file' } };
      if (kind === 'outside' && !isGlob(slashed)) return { paths: [], problem: { code: 'image-outside' } };
    }
    if (!isGlob(slashed)) return { paths: [], problem: { code: 'image-not-found' } };
    return await pictures(await search.find(slashed, folder));
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    const { code, folder: searched, limit } = error;
    return {
      paths: [],
      problem: { code: searchProblem[code], parameters: { folder: searched, limit } },
    };
  }
}

async function pictures({ files, linksOutside }: Found): Promise<Named> {
  const paths = await inNaturalOrder(files.filter(isPictureName));
  const links = linksOutside.filter(isPictureName);
  if (links.length > 0) {
    const parameters = { count: links.length, path: links[0]! };
    return { paths, problem: { code: 'images-links-outside', parameters } };
  }
  return { paths, problem: paths.length === 0 ? { code: 'images-none-match' } : undefined };
}

/** What lies there. Undefined for nothing; the reader of the picture tells why, when it is a path. */
async function kindOf(
  path: string,
  reach: Reach | undefined,
): Promise<'file' | 'folder' | 'other' | 'outside' | undefined> {
  const isBounded = reach !== undefined && !reach.namedOutside;
  // Not even looked at: on Windows that would tell a stranger's computer who asks.
  if (isBounded && !isWithin(path, reach.folders)) return 'outside';
  try {
    const found = await stat(path);
    if (isBounded && !isWithin(await realpath(path), reach.folders)) return 'outside';
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch {
    return undefined;
  }
}
