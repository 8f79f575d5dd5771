import { expandBraces } from './braces';
import { NamePattern, type StepCount } from './namePattern';

/** Any number of folders, none as well. Like a star it enters none whose name starts with a dot. */
export const FOLDERS = '**';

/** What a name between two `/` has to match. */
type Part = typeof FOLDERS | NamePattern;

/** A pattern without braces: a folder to start from, and what each name below it has to match. */
export interface PathPattern {
  /** Parts before the first that is no plain name, joined by `/`; the last part is never one of them. */
  readonly base: string;
  readonly parts: readonly Part[];
}

/** Longer ones are made to hurt. */
export const longestPattern = 1000;
/** Patterns that the braces of one may stand for. */
export const mostAlternatives = 200;

/**
 * Reads a glob: `*`, `?`, `[a-z]`, `[!a]` within a name, `**` for any folders, `{a,b}` and `{1..9}` for several patterns.
 * Round brackets and all other signs mean themselves. No regular expression is made of it.
 * @param pattern with `/` between folders
 * @returns undefined when it is too long, or stands for too many
 */
export function readGlob(pattern: string): readonly PathPattern[] | undefined {
  if (pattern.length > longestPattern) return undefined;
  const alternatives = expandBraces(pattern, mostAlternatives);
  return alternatives?.flatMap((alternative) => readPath(alternative) ?? []);
}

/** Whether a text is more than a path: it has a star, a question mark, a class or braces that say something. */
export function isGlob(pattern: string): boolean {
  // What is too long is told as a glob.
  if (pattern.length > longestPattern) return /[*?[{]/.test(pattern);
  const alternatives = expandBraces(pattern, mostAlternatives);
  if (alternatives?.length !== 1 || alternatives[0] !== pattern) return true;
  return pattern.split('/').some((part) => new NamePattern(part).isDynamic);
}

/** Undefined for what no path can match: `..` after a part that is no plain name. */
function readPath(pattern: string): PathPattern | undefined {
  const parts = pattern.split('/').map((source) => ({ source, read: readPart(source) }));
  let first = parts.findIndex(({ read }) => read === FOLDERS || read.isDynamic);
  if (first < 0) first = parts.length - 1;
  const below = parts.slice(first).filter(({ source }) => source !== '' && source !== '.');
  if (below.length === 0 || below.some(({ source }) => source === '..')) return undefined;
  // Several in a row say no more than one, and a file is named by what comes after them.
  const read = below
    .map((part) => part.read)
    .filter((part, i, all) => part !== FOLDERS || all[i - 1] !== part);
  if (read.at(-1) === FOLDERS) read.push(new NamePattern('*'));
  const base = parts.slice(0, first).map(({ source }) => source);
  // `/*.png` starts at the root.
  return { base: base.length === 1 && base[0] === '' ? '/' : base.join('/'), parts: read };
}

function readPart(source: string): Part {
  return source === FOLDERS ? FOLDERS : new NamePattern(source);
}

/** How far into a pattern the names so far have come: places in `parts`, each once, in order. */
export type Progress = readonly number[];

/** Before the first name. */
export function begin({ parts }: PathPattern): Progress {
  return withoutFolders([0], parts);
}

/** Whether a file of that name matches. */
export function accepts({ parts }: PathPattern, places: Progress, name: string, count: StepCount): boolean {
  // The last part is a name's.
  const last = parts.length - 1;
  return places.at(-1) === last && (parts[last] as NamePattern).matches(name, count);
}

/** How far a folder of that name has come; nowhere, when nothing below it can match. */
export function enter({ parts }: PathPattern, places: Progress, name: string, count: StepCount): Progress {
  const below: number[] = [];
  for (const place of places) {
    count.steps++;
    const part = parts[place]!;
    if (part === FOLDERS) {
      if (!name.startsWith('.')) below.push(place);
    } else if (place < parts.length - 1 && part.matches(name, count)) below.push(place + 1);
  }
  return withoutFolders(below, parts);
}

/** `**` stands for no folder as well. */
function withoutFolders(places: readonly number[], parts: PathPattern['parts']): Progress {
  const all: number[] = [];
  const add = (place: number): void => {
    if (place > (all.at(-1) ?? -1)) all.push(place);
  };
  for (const place of places) {
    add(place);
    if (parts[place] === FOLDERS) add(place + 1);
  }
  return all;
}

/** Whether a path with `/` between its folders matches one of the patterns. */
export function matchesPath(patterns: readonly PathPattern[], path: string, count: StepCount): boolean {
  const names = path.split('/');
  return patterns.some((pattern) => {
    const base = pattern.base === '' ? [] : pattern.base.split('/');
    if (names.length <= base.length) return false;
    if (!base.every((name, i) => names[i]!.toLowerCase() === name.toLowerCase())) return false;
    let places = begin(pattern);
    for (const name of names.slice(base.length, -1)) places = enter(pattern, places, name, count);
    return accepts(pattern, places, names.at(-1)!, count);
  });
}
