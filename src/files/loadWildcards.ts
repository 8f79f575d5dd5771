import { dirname, join } from 'node:path';
import type { SpellFile, Wildcards } from '../core/spell/spell';
import { isComposed, wildcardNamesIn } from '../core/spell/wildcardName';
import { FileError, type FileErrorCode } from './fileError';
import { FileSearch, SearchError, type SearchErrorCode, type SearchOptions } from './fileSearch';
import { NamePattern } from './glob/namePattern';
import { keptWildcardFiles } from './keptWildcardFiles';
import type { WildcardFile, WildcardYamlProblemCode } from './parseWildcards';
import { pauses } from './pauses';
import type { Reach } from './reach';
import { deepAndNear, WildcardFolder, type WildcardDisk } from './wildcardFolder';

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
    for (const prompt of [positive, negative]) {
      for (const { wildcard, values = [] } of prompt?.slots ?? []) {
        if (wildcard === undefined) continue;
        names.add(wildcard);
        // What stands in a name or in a value is read as a prompt of its own.
        for (const text of isComposed(wildcard)
          ? [wildcard, ...values.map(({ value }) => value)]
          : values.map(({ value }) => value)) {
          for (const name of wildcardNamesIn(text)) names.add(name);
        }
      }
    }
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
 * Reads the wildcards `names` and those that their lines name in turn: `name.txt`, or a key path of a YAML or JSON file, in
 * the first folder that has it; `*` in a name joins all that match, in folders below as well. As in dynamicprompts, a name
 * that is nowhere is looked for in all folders below. Nothing is read when nothing is named.
 * @throws the signal's reason
 */
export async function loadWildcards(
  folders: readonly string[],
  names: readonly string[],
  options: WildcardOptions = {},
): Promise<LoadedWildcards> {
  const reader = new WildcardReader(folders, options);
  const lines = new Map<string, readonly string[]>();
  /** What composed names may become. */
  const candidates = new Map<string, readonly string[]>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (lines.has(name)) continue;
    if (lines.size >= mostWildcardNames) {
      reader.tellTooManyNames();
      break;
    }
    const found = isComposed(name) ? await reader.candidates(name, candidates) : await reader.lines(name);
    lines.set(name, found);
    for (const line of found) {
      // Never `push(...)`: a line may hold more names than the stack holds arguments.
      for (const each of wildcardNamesIn(line)) if (!lines.has(each)) waiting.push(each);
    }
  }
  return {
    wildcards: { lookup: (name) => lines.get(name) ?? composed(cleaned(name) ?? '', candidates) },
    lines,
    problems: reader.problems,
    files: [...reader.files],
  };
}

/** What a name stands for that slots and variables have made. */
function composed(
  name: string,
  candidates: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  if (candidates.size === 0 || candidates.has(name) || !isPattern(name)) return candidates.get(name);
  const pattern = new NamePattern(name);
  const count = { steps: 0 };
  const lines = new Set<string>();
  for (const [candidate, found] of candidates) {
    if (count.steps > mostKeySteps) break;
    if (pattern.matches(candidate, count)) for (const line of found) lines.add(line);
  }
  return [...lines];
}

function isPattern(name: string): boolean {
  return /[*?[]/.test(name);
}

class WildcardReader implements WildcardDisk {
  readonly problems: WildcardProblem[] = [];
  readonly files = new Set<string>();
  readonly #search: FileSearch;
  /** Where links may lead; anywhere when undefined. */
  readonly #within: readonly string[] | undefined;
  readonly #folders: readonly WildcardFolder[];
  readonly #count = { steps: 0 };
  readonly #read = new Map<string, Promise<WildcardFile | undefined>>();
  readonly #told = new Set<string>();
  #characters = 0;

  constructor(
    folders: readonly string[],
    private readonly options: WildcardOptions,
  ) {
    const { reach } = options;
    this.#within = reach && !reach.linksOutside ? reach.folders : undefined;
    this.#search = new FileSearch({ ...options, reach: wildcardReach(reach) });
    this.#folders = deepAndNear(folders).map(({ path, isDeep }) => new WildcardFolder(path, isDeep, this));
  }

  tellTooManyNames(): void {
    this.#tell('wildcard-names-too-many', this.#folders[0]!.path, String(mostWildcardNames));
  }

  /** The options of a name; of a pattern all that match. */
  async lines(written: string): Promise<readonly string[]> {
    const name = cleaned(written);
    if (name === undefined) return [];
    for (const find of [this.#named, this.#below]) {
      for (const folder of this.#folders) {
        this.options.signal?.throwIfAborted();
        const lines = await find.call(this, folder, name);
        if (lines.length > 0) return lines;
      }
    }
    return [];
  }

  /**
   * Reads what `__{a|b}/c__` or `__${x}/c__` may become: every name that it is when anything stands for its slots.
   * @param into gets their lines, by every name under which they may be looked up
   * @returns all their lines, which may name more
   */
  async candidates(written: string, into: Map<string, readonly string[]>): Promise<readonly string[]> {
    const pattern = cleaned(anyFilling(written));
    if (pattern === undefined) return [];
    const lines: string[] = [];
    for (const folder of this.#folders) {
      for (const each of [pattern, `*/${pattern}`]) {
        for (const name of await this.#matching(folder, each)) {
          const found = (await folder.named(name)) ?? [];
          for (const line of found) lines.push(line);
          for (let ending: string | undefined = name; ending !== undefined; ending = behindSlash(ending)) {
            if (!into.has(ending)) into.set(ending, found);
          }
        }
      }
    }
    return lines;
  }

  async #named(folder: WildcardFolder, name: string): Promise<readonly string[]> {
    const exact = await folder.named(name);
    if (exact !== undefined || !isPattern(name)) return exact ?? [];
    return this.#joined(folder, await this.#matching(folder, name));
  }

  /** In the folders below, where dynamicprompts looks for what it finds nowhere else. */
  async #below(folder: WildcardFolder, name: string): Promise<readonly string[]> {
    const names = isPattern(name) ? await this.#matching(folder, `*/${name}`) : await folder.endingWith(name);
    return this.#joined(folder, names);
  }

  async #joined(folder: WildcardFolder, names: readonly string[]): Promise<readonly string[]> {
    const lines = new Set<string>();
    for (const name of names) {
      this.options.signal?.throwIfAborted();
      for (const line of (await folder.named(name)) ?? []) lines.add(line);
    }
    return [...lines];
  }

  async #matching(folder: WildcardFolder, pattern: string): Promise<readonly string[]> {
    if (this.#count.steps > mostKeySteps) return [];
    const pause = pauses(this.options.signal);
    const names = await folder.matching(pattern, this.#count, async () => {
      await pause();
      return this.#count.steps <= mostKeySteps;
    });
    if (this.#count.steps <= mostKeySteps) return names;
    this.#tell('wildcard-search-too-complex', folder.path);
    return [];
  }

  async find(pattern: string, folder: string): Promise<readonly string[]> {
    return this.#find(pattern, folder);
  }

  read(path: string): Promise<WildcardFile | undefined> {
    let reading = this.#read.get(path);
    if (reading === undefined) this.#read.set(path, (reading = this.#readOnce(path)));
    return reading;
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
  async #readOnce(path: string): Promise<WildcardFile | undefined> {
    if (this.#characters > mostWildcardText) return undefined;
    try {
      const file = await keptWildcardFiles.read(path, { within: this.#within }, pauses(this.options.signal));
      this.files.add(path);
      this.#characters += file.length;
      if (this.#characters > mostWildcardText) {
        this.#tell('wildcard-files-too-large', path);
        return undefined;
      }
      if (file.problem !== undefined) this.problems.push({ path, ...file.problem });
      return file;
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

/** Steps of comparing names with patterns: some seconds at most. */
const mostKeySteps = 20_000_000;

/** As dynamicprompts cleans names. A name stays in its folder: `__../../secret__` is not looked for. */
function cleaned(name: string): string | undefined {
  const parts = name.split(/[\\/]+/).filter((part) => part !== '');
  return parts.length === 0 || parts.includes('..') ? undefined : parts.join('/');
}

/** A pattern for all that a composed name may be. */
function anyFilling(name: string): string {
  let pattern = '';
  let depth = 0;
  for (const char of name) {
    if (char === '{' && depth++ === 0) pattern = `${pattern.replace(/\$$/, '')}*`;
    if (depth === 0) pattern += char;
    if (char === '}') depth--;
  }
  return pattern;
}

function behindSlash(name: string): string | undefined {
  const slash = name.indexOf('/');
  return slash < 0 ? undefined : name.slice(slash + 1);
}
