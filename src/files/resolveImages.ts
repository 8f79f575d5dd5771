import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isPictureName, isReadableName, unreadKindOfName } from '../core/clip/pictureFormat';
import type { Span, Spanned, SpellFile } from '../core/spell/spell';
import { FileSearch, SearchError, type Found, type SearchErrorCode } from './fileSearch';
import { isGlob } from './glob/globPattern';
import { inNaturalOrder, naturalOrder } from './naturalOrder';
import { isWithin, type Reach } from './reach';

export type ImageProblemCode =
  | 'image-not-found'
  | 'image-not-a-file'
  | 'image-outside'
  | 'images-none-match'
  /** The same of a pattern with `[…]`, which may be meant as a name. */
  | 'images-none-match-brackets'
  /** All that match are of kinds that are not read. */
  | 'images-kinds-unread'
  /** Some of them are; the others are used. */
  | 'images-kinds-left-out'
  | 'images-links-to-nothing'
  /** An entry of `avoid` names some that `images` names too: they are unwanted. */
  | 'images-avoided'
  | 'images-too-many'
  | 'images-outside'
  | 'images-links-outside'
  | 'images-search-too-many'
  | 'images-search-too-complex';

/** A path or glob that names no picture. Worded in `words/files.ts`. */
export interface ImageProblem {
  readonly code: ImageProblemCode;
  /** `information` where everything that can be meant is used. */
  readonly severity: 'error' | 'information';
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

/** What is wrong with an entry. */
interface EntryProblem {
  readonly code: ImageProblemCode;
  readonly parameters?: ImageProblem['parameters'];
}

/** What an entry names. */
interface Named {
  readonly paths: readonly string[];
  readonly problems: readonly EntryProblem[];
}

/**
 * The pictures that a spell file names in its front matter. An entry is first taken as a path, then as a folder, whose
 * pictures it stands for, then as a glob, in which folders that are there go before pattern signs; backslashes separate folders too. An entry that starts with `!` takes what it names
 * away from the entries before it; a picture whose own name starts so is written `./!name.png`. What `avoid` names is no
 * reference, whatever else names it.
 * @param spellFilePath absolute; entries are relative to its folder
 * @throws the signal's reason
 */
export async function resolveImages(
  file: Pick<SpellFile, 'frontMatter'>,
  spellFilePath: string,
  { reach, extra, limit = mostPictures, signal, onVisited }: ResolveOptions = {},
): Promise<ResolvedImages> {
  // A library is pictures for the most part; a disk is not.
  const library = limit > mostPictures ? { isWanted: isReadableName } : {};
  const search = new FileSearch({ reach, signal, onVisited, ...library });
  const extraSearch = new FileSearch({ signal, onVisited, ...library });
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
    const { paths: found, problems: wrong } = await picturesOf(entry);
    problems.push(
      ...wrong.map(({ code, parameters }) => ({
        code,
        severity: code === 'images-kinds-left-out' ? ('information' as const) : ('error' as const),
        span,
        parameters: { pattern, ...parameters },
      })),
    );
    for (const path of found) {
      if (span !== undefined && !paths.has(path)) named.set(path, span);
      paths.add(path);
    }
    if (paths.size > limit) {
      const parameters = { pattern, limit, found: paths.size };
      problems.push({ code: 'images-too-many', severity: 'error', span, parameters });
      break;
    }
  }
  const avoid = paths.size > 0 ? (file.frontMatter.avoid ?? []) : [];
  const unwanted = await unwantedPictures(avoid, { folder: dirname(spellFilePath), reach, search }, signal);
  for (const { value, span } of avoid) {
    const taken = [...paths].filter((path) => unwanted.get(path) === span);
    for (const path of taken) paths.delete(path);
    const parameters = { pattern: value, count: taken.length };
    if (taken.length > 0)
      problems.push({ code: 'images-avoided', severity: 'information', span, parameters });
  }
  return { paths: [...paths].slice(0, limit), named, problems };
}

/** What entries of `avoid` name, and where. What is wrong with them is told by whoever looks for their pictures. */
async function unwantedPictures(
  entries: readonly Spanned<string>[],
  place: Omit<Entry, 'pattern' | 'span'>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Span>> {
  const unwanted = new Map<string, Span>();
  for (const { value, span } of entries) {
    signal?.throwIfAborted();
    const isTakenAway = value.startsWith('!');
    const { paths } = await picturesOf({ ...place, pattern: isTakenAway ? value.slice(1) : value });
    for (const path of paths) {
      if (isTakenAway) unwanted.delete(path);
      else unwanted.set(path, span);
    }
  }
  return unwanted;
}

async function picturesOf({ pattern: written, folder, reach, search }: Entry): Promise<Named> {
  const pattern = written.trim();
  const slashed = pattern.replaceAll('\\', '/');
  try {
    for (const each of new Set([pattern, slashed])) {
      const path = resolve(folder, each);
      const kind = each === '' ? undefined : await kindOf(path, reach);
      if (kind === 'file') return { paths: [path], problems: [] };
      if (kind === 'folder') return await pictures(await search.filesIn(path), each);
      if (kind === 'other') return wrong('image-not-a-file');
      if (kind === 'link-to-nothing') return wrong('images-links-to-nothing', { count: 1, path });
      if (kind === 'outside' && !isGlob(slashed)) return wrong('image-outside');
    }
    if (!isGlob(slashed)) return wrong('image-not-found');
    const { base, rest } = await afterNamedFolders(slashed, folder, reach);
    return await pictures(await search.find(rest, base), rest);
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    const { code, folder: searched, limit } = error;
    return wrong(searchProblem[code], { folder: searched, limit });
  }
}

function wrong(code: ImageProblemCode, parameters?: ImageProblem['parameters']): Named {
  return { paths: [], problems: [{ code, parameters }] };
}

/** Deeper folders are looked for as a pattern. */
const mostNamedFolders = 32;

/**
 * Divides a pattern behind the last of the folders that are there by the very names that it has: `art [old]/*.png` means
 * that folder where it is there, and `art o/*.png` where it is not.
 */
async function afterNamedFolders(
  pattern: string,
  folder: string,
  reach: Reach | undefined,
): Promise<{ readonly base: string; readonly rest: string }> {
  const parts = pattern.split('/');
  let named = 0;
  for (let i = 0; i < Math.min(parts.length - 1, mostNamedFolders); i++) {
    if (!/[*?[{]/.test(parts[i]!)) continue;
    if ((await kindOf(resolve(folder, parts.slice(0, i + 1).join('/')), reach)) !== 'folder') break;
    named = i + 1;
  }
  if (named === 0) return { base: folder, rest: pattern };
  return { base: resolve(folder, parts.slice(0, named).join('/')), rest: parts.slice(named).join('/') };
}

/** @param pattern as it was searched for, for what may be wrong with it */
async function pictures({ files, linksOutside, linksToNothing }: Found, pattern: string): Promise<Named> {
  const paths = await inNaturalOrder(files.filter(isReadableName));
  const problems: EntryProblem[] = [];
  for (const [code, all] of [
    ['images-links-outside', linksOutside],
    ['images-links-to-nothing', linksToNothing],
  ] as const) {
    const links = all.filter(isPictureName).sort(naturalOrder);
    if (links.length > 0) problems.push({ code, parameters: { count: links.length, path: links[0]! } });
  }
  const unread = unreadKindsOf(files);
  if (unread.count > 0) {
    problems.push({
      code: paths.length > 0 ? 'images-kinds-left-out' : 'images-kinds-unread',
      parameters: unread,
    });
  }
  if (paths.length === 0 && problems.length === 0) {
    const hasBrackets = /\[[^\]]+\]/.test(pattern);
    problems.push({ code: hasBrackets ? 'images-none-match-brackets' : 'images-none-match' });
  }
  return { paths, problems };
}

/** How many pictures are of kinds that are not read, and which those are: `HEIC, TIFF`. */
function unreadKindsOf(files: readonly string[]): { readonly count: number; readonly kinds: string } {
  const kinds = files.flatMap((file) => unreadKindOfName(file) ?? []);
  return { count: kinds.length, kinds: [...new Set(kinds)].sort().join(', ') };
}

/** What lies there. Undefined for nothing; the reader of the picture tells why, when it is a path. */
async function kindOf(
  path: string,
  reach: Reach | undefined,
): Promise<'file' | 'folder' | 'other' | 'outside' | 'link-to-nothing' | undefined> {
  const isBounded = reach !== undefined && !reach.namedOutside;
  // Not even looked at: on Windows that would tell a stranger's computer who asks.
  if (isBounded && !isWithin(path, reach.folders)) return 'outside';
  try {
    const found = await stat(path);
    if (isBounded && !isWithin(await realpath(path), reach.folders)) return 'outside';
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch {
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    return isLink ? 'link-to-nothing' : undefined;
  }
}
