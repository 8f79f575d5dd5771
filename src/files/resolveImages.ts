import { stat } from 'node:fs/promises';
import { dirname, extname, isAbsolute, parse, resolve } from 'node:path';
import { convertPathToPattern, isDynamicPattern } from 'tinyglobby';
import type { Span, Spanned, SpellFile } from '../core/spell/spell';
import { globFiles, mostFiles } from './globFiles';
import { naturalOrder } from './naturalOrder';

export type ImageProblemCode = 'image-not-found' | 'images-none-match' | 'images-too-many';

/** A path or glob that names no picture. Worded in `words/files.ts`. */
export interface ImageProblem {
  readonly code: ImageProblemCode;
  /** Where it stands in the file; undefined for one given beside the file. */
  readonly span?: Span;
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
  /** More paths and globs, relative to `folder`. */
  readonly extra?: { readonly patterns: readonly string[]; readonly folder: string };
  /** No more pictures than this. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

/** What globs and folders are searched for; a path that is written out may have any name. */
export const pictureExtensions: ReadonlySet<string> = new Set([
  '.png',
  '.jpg',
  '.jpeg',
  '.webp',
  '.gif',
  '.avif',
  '.bmp',
  '.tif',
  '.tiff',
]);

/**
 * The pictures that a spell file names in its front matter. An entry is first taken as a path, then as a folder, whose
 * pictures it stands for, then as a glob; backslashes separate folders too. An entry that starts with `!` takes what it names
 * away from the entries before it; a picture whose own name starts so is written `./!name.png`.
 * @param spellFilePath absolute; entries are relative to its folder
 */
export async function resolveImages(
  file: SpellFile,
  spellFilePath: string,
  { extra, limit = mostFiles, signal }: ResolveOptions = {},
): Promise<ResolvedImages> {
  const entries: { readonly pattern: string; readonly folder: string; readonly span?: Span }[] = [
    ...file.frontMatter.images.map(({ value, span }: Spanned<string>) => ({
      pattern: value,
      span,
      folder: dirname(spellFilePath),
    })),
    ...(extra?.patterns ?? []).map((pattern) => ({ pattern, folder: extra!.folder })),
  ];
  const paths = new Set<string>();
  const named = new Map<string, Span>();
  const problems: ImageProblem[] = [];
  for (const { pattern, folder, span } of entries) {
    if (pattern.startsWith('!')) {
      for (const path of (await picturesOf(pattern.slice(1).trim(), folder, signal)) ?? [])
        paths.delete(path);
      continue;
    }
    const found = await picturesOf(pattern.trim(), folder, signal);
    if (found === undefined) problems.push({ code: 'image-not-found', span, parameters: { pattern } });
    else if (found.length === 0) problems.push({ code: 'images-none-match', span, parameters: { pattern } });
    for (const path of found ?? []) {
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

/** Undefined when a path that is no glob does not exist. */
async function picturesOf(
  pattern: string,
  folder: string,
  signal?: AbortSignal,
): Promise<string[] | undefined> {
  const slashed = pattern.replaceAll('\\', '/');
  for (const written of new Set([pattern, slashed])) {
    const path = resolve(folder, written);
    const kind = written === '' ? undefined : await kindOf(path);
    if (kind === 'file') return [path];
    if (kind === 'folder') return pictures(`${convertPathToPattern(path)}/*`, folder, signal);
  }
  return isDynamicPattern(slashed) ? pictures(slashed, folder, signal) : undefined;
}

async function pictures(pattern: string, folder: string, signal?: AbortSignal): Promise<string[]> {
  const found = await globFiles(pattern, isAbsolute(pattern) ? parse(pattern).root : folder, signal);
  return found
    .map((path) => resolve(path))
    .filter((path) => pictureExtensions.has(extname(path).toLowerCase()))
    .sort(naturalOrder);
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined; // the reader of the picture tells why, when it is a path
  }
}
