import { dirname, join, relative } from 'node:path';
import type { SpellFile, Wildcards } from '../core/spell/spell';
import { FileError, type FileErrorCode } from './fileError';
import { FileSearch, SearchError, type SearchErrorCode, type SearchOptions } from './fileSearch';
import { matchesPath, readGlob } from './glob/globPattern';
import { naturalOrder } from './naturalOrder';
import { parseWildcardText, parseWildcardYaml, type WildcardYamlProblemCode } from './parseWildcards';
import { pauses } from './pauses';
import type { Reach } from './reach';
import { readTextFile } from './readTextFile';

/** A wildcard file that cannot be used whole. Worded in `words/files.ts`. */
export interface WildcardProblem {
  readonly code:
    | WildcardYamlProblemCode
    | 'wildcard-file-pointer'
    | 'wildcard-file-unreadable'
    | 'wildcard-file-outside'
    | 'wildcard-files-too-large'
    | 'wildcard-names-too-many'
    | 'wildcard-search-too-many'
    | 'wildcard-search-too-complex';
  /** Of the file, or of the folder that was not searched to its end. */
  readonly path: string;
  /** 1-based, for a broken YAML file. */
  readonly line?: number;
  readonly detail: string;
}

export interface LoadedWildcards {
  readonly wildcards: Wildcards;
  /** Of every name that was looked up. */
  readonly lines: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly WildcardProblem[];
  /** Every file that was read, absolute: a change in one changes the expansions. */
  readonly files: readonly string[];
}

/** Where wildcards of a spell file are looked for, first found first: `wildcards/` beside it, its own folder, `configured`. */
export function wildcardFolders(spellFilePath: string, configured: readonly string[] = []): string[] {
  const folder = dirname(spellFilePath);
  return [join(folder, 'wildcards'), folder, ...configured];
}

/** The wildcards that a file names itself; their lines may name more. */
export function wildcardNames(file: SpellFile): string[] {
  const names = new Set<string>();
  for (const { positive, negative } of file.spells) {
    for (const { wildcard } of positive.slots) if (wildcard !== undefined) names.add(wildcard);
    for (const { wildcard } of negative?.slots ?? []) if (wildcard !== undefined) names.add(wildcard);
  }
  return [...names];
}

/** Characters of all wildcard files of a spell file together: the largest collections people share have a tenth of it. */
export const mostWildcardText = 32 * 1024 * 1024;

/** Names that are looked up for one spell file, each in up to three folders: the largest collections have some thousands. */
export const mostWildcardNames = 20_000;

/** Of the searches for one spell file's wildcards. Where `reach` says how far links may lead, `folders` count as well. */
export type WildcardOptions = Omit<SearchOptions, 'limit'>;

/**
 * Reads the wildcards `names` and those that their lines name in turn: `name.txt`, or a key path of a YAML file, in the first
 * folder that has it; `*` in a name joins all that match. Nothing is read when nothing is named.
 * @throws the signal's reason
 */
export async function loadWildcards(
  folders: readonly string[],
  names: readonly string[],
  options: WildcardOptions = {},
): Promise<LoadedWildcards> {
  const reader = new WildcardReader(folders, options);
  const lines = new Map<string, readonly string[]>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (lines.has(name)) continue;
    if (lines.size >= mostWildcardNames) {
      reader.tellTooManyNames();
      break;
    }
    const found = await reader.read(name);
    lines.set(name, found);
    for (const line of found) {
      // Never `push(...)`: a line may hold more names than the stack holds arguments.
      for (const each of namesIn(line)) if (!lines.has(each)) waiting.push(each);
    }
  }
  return {
    wildcards: { lookup: (name) => lines.get(name) },
    lines,
    problems: reader.problems,
    files: [...reader.files],
  };
}

/** Names that stand between double underscores. More than the parser would find does no harm: they are only looked up. */
function namesIn(line: string): Set<string> {
  return new Set([...line.matchAll(/__[~@]?((?:[^_\s]|_(?!_)){1,200})(?=__)/g)].map((match) => match[1]!));
}

class WildcardReader {
  readonly problems: WildcardProblem[] = [];
  readonly files = new Set<string>();
  readonly #search: FileSearch;
  /** Where links may lead; anywhere when undefined. */
  readonly #within: readonly string[] | undefined;
  readonly #count = { steps: 0 };
  /** Key paths of all YAML files of a folder, read at the first name that no text file has. */
  readonly #yaml = new Map<string, ReadonlyMap<string, readonly string[]>>();
  readonly #told = new Set<string>();
  #characters = 0;

  constructor(
    private readonly folders: readonly string[],
    private readonly options: WildcardOptions,
  ) {
    const { reach } = options;
    this.#within = reach && !reach.linksOutside ? reach.folders : undefined;
    this.#search = new FileSearch({ ...options, reach: wildcardReach(reach) });
  }

  tellTooManyNames(): void {
    this.#tell('wildcard-names-too-many', this.folders[0]!, String(mostWildcardNames));
  }

  async read(name: string): Promise<readonly string[]> {
    // A name stays in its folder: `__../../secret__` is not looked for.
    if (name.split(/[\\/]/).some((part) => part === '..' || part === '')) return [];
    for (const folder of this.folders) {
      this.options.signal?.throwIfAborted();
      const lines = name.includes('*') ? await this.#matching(folder, name) : await this.#named(folder, name);
      if (lines.length > 0) return lines;
    }
    return [];
  }

  async #named(folder: string, name: string): Promise<readonly string[]> {
    const text = await this.#text(join(folder, `${name}.txt`));
    if (text !== undefined) return parseWildcardText(text);
    return (await this.#keys(folder)).get(name) ?? [];
  }

  async #matching(folder: string, pattern: string): Promise<readonly string[]> {
    const slashed = pattern.replaceAll('\\', '/');
    const names = (await this.#find(`${slashed}.txt`, folder)).map((path) =>
      relative(folder, path).replaceAll('\\', '/').slice(0, -'.txt'.length),
    );
    const keys = await this.#matchingKeys(folder, slashed);
    const lines: string[] = [];
    for (const name of [...new Set([...names, ...keys])].sort(naturalOrder)) {
      this.options.signal?.throwIfAborted();
      for (const line of await this.#named(folder, name)) lines.push(line);
    }
    return lines;
  }

  async #matchingKeys(folder: string, pattern: string): Promise<readonly string[]> {
    const patterns = readGlob(pattern) ?? [];
    const found: string[] = [];
    const pause = pauses(this.options.signal);
    let keysRead = 0;
    for (const key of (await this.#keys(folder)).keys()) {
      if (this.#count.steps > mostKeySteps) {
        this.#tell('wildcard-search-too-complex', folder);
        break;
      }
      if (++keysRead % keysInTurn === 0) await pause();
      if (matchesPath(patterns, key, this.#count)) found.push(key);
    }
    return found;
  }

  async #keys(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const known = this.#yaml.get(folder);
    if (known !== undefined) return known;
    const keys = new Map<string, readonly string[]>();
    this.#yaml.set(folder, keys);
    for (const path of (await this.#find('*.{yaml,yml}', folder)).sort(naturalOrder)) {
      const text = (await this.#text(path)) ?? '';
      const { options, problem } = await parseWildcardYaml(text, pauses(this.options.signal));
      if (problem !== undefined) this.problems.push({ path, ...problem });
      for (const [key, lines] of options) if (!keys.has(key)) keys.set(key, lines);
    }
    return keys;
  }

  /** Nothing where the search is given up, which is a problem. */
  async #find(pattern: string, folder: string): Promise<string[]> {
    try {
      return [...(await this.#search.find(pattern, folder)).files];
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      this.#tell(searchProblem[error.code], error.folder, String(error.limit));
      return [];
    }
  }

  /** Undefined when there is no such file, and when it cannot be read, which is a problem. */
  async #text(path: string): Promise<string | undefined> {
    if (this.#characters > mostWildcardText) return undefined;
    try {
      const text = await readTextFile(path, { within: this.#within });
      this.files.add(path);
      this.#characters += text.length;
      if (this.#characters > mostWildcardText) {
        this.#tell('wildcard-files-too-large', path);
        return undefined;
      }
      return text;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (error.code !== 'file-missing') {
        const code = problemCodes[error.code] ?? 'wildcard-file-unreadable';
        this.#tell(code, path, `${error.code} ${error.detail}`.trim());
      }
      return undefined;
    }
  }

  /** Once for each file or folder: a wildcard may be looked for in many ways. */
  #tell(code: WildcardProblem['code'], path: string, detail = ''): void {
    const key = `${code} ${path}`;
    if (this.#told.has(key) || this.#told.size >= mostProblems) return;
    this.#told.add(key);
    this.problems.push({ code, path, detail });
  }
}

/** Nobody reads more of one spell file. */
const mostProblems = 100;

const searchProblem: Readonly<Record<SearchErrorCode, WildcardProblem['code']>> = {
  'search-too-many': 'wildcard-search-too-many',
  'search-too-complex': 'wildcard-search-too-complex',
  'search-outside': 'wildcard-file-outside',
};

/**
 * Of a search: no folder that is a link to somewhere else is searched where links may not lead there. Links to files are
 * found, so that reading them tells why they are not read.
 */
export function wildcardReach(reach: Reach | undefined): Reach | undefined {
  return reach && !reach.linksOutside ? { ...reach, namedOutside: true, linksOutside: true } : undefined;
}

const problemCodes: Partial<Record<FileErrorCode, WildcardProblem['code']>> = {
  'file-pointer': 'wildcard-file-pointer',
  'file-outside': 'wildcard-file-outside',
};

/** Steps of comparing the keys of YAML files with patterns: some seconds at most. */
const mostKeySteps = 20_000_000;
/** So many are compared without a pause. */
const keysInTurn = 256;
