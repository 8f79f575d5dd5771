import type { Dirent } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { folderBatches } from './folderBatches';
import { accepts, begin, enter, readGlob, type PathPattern, type Progress } from './glob/globPattern';
import type { StepCount } from './glob/namePattern';
import { isWithin, reachesFolder, type Reach } from './reach';

/** Folders that hold nobody's pictures or prompts. */
const ignored: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** Names that one search reads in folders, files and folders alike. */
export const mostVisited = 100_000;
/** Steps of comparing names with patterns: some tenths of a second. A hundred thousand names and usual patterns take a tenth. */
const mostSteps = 30_000_000;
/** So many are taken without a pause. */
const stepsInTurn = 1_000_000;
/** Folders read at once; libuv has four threads. */
const readers = 4;
/** So many names of what is looked for count as one. */
const wantedInOne = 20;
/** So many are read before how many is told again. */
const namesBetweenTold = 1000;

export type SearchErrorCode =
  /** More names than may be read. */
  | 'search-too-many'
  /** A pattern that is too long, stands for too many others, or takes too long to compare. */
  | 'search-too-complex'
  /** It leads out of the folders that may be searched. */
  | 'search-outside';

/** Why a search was given up. */
export class SearchError extends Error {
  constructor(
    readonly code: SearchErrorCode,
    /** The folder that was searched. */
    readonly folder: string,
    /** Of names, for `search-too-many`. */
    readonly limit: number = 0,
  ) {
    super(`${code}: ${folder}`);
    this.name = 'SearchError';
  }
}

export interface SearchOptions {
  /** Anywhere when undefined. */
  readonly reach?: Reach;
  readonly signal?: AbortSignal;
  /** Told now and then how many names have been read. */
  readonly onVisited?: (names: number) => void;
  readonly limit?: number;
  /** Names that count for little, as they are what is looked for: a twentieth of the others. None when undefined. */
  readonly isWanted?: (name: string) => boolean;
}

export interface Found {
  /** Absolute, in no order. */
  readonly files: readonly string[];
  /** Links that match, but lead out of what may be reached. */
  readonly linksOutside: readonly string[];
  /** Links that match, but lead to nothing, as those of git-annex and DVC do until their files are fetched. */
  readonly linksToNothing: readonly string[];
}

/** A pattern, and how far into it a folder has come. */
interface Way {
  readonly pattern: PathPattern;
  readonly places: Progress;
}

/**
 * Looks for files on disk by pattern. All searches of one instance share their limits and what they read: a folder that two
 * patterns pass is read once. Links to folders are not followed, so that a loop of them ends; links to files are. Pipes,
 * sockets and devices are not found.
 */
export class FileSearch {
  readonly #folders = new Map<string, Promise<readonly Dirent[]>>();
  readonly #count: StepCount = { steps: 0 };
  #nextRest = stepsInTurn;
  #visited = 0;
  #wanted = 0;
  #nextTold = namesBetweenTold;

  constructor(private readonly options: SearchOptions = {}) {}

  /**
   * @param pattern see `readGlob`; relative to the folder
   * @throws SearchError; the signal's reason
   */
  async find(pattern: string, folder: string): Promise<Found> {
    const patterns = readGlob(pattern);
    if (!patterns) throw new SearchError('search-too-complex', folder);
    // A spell file may hold thousands, none of which meets any name.
    this.#count.steps += pattern.length * (1 + patterns.length);
    if (this.#count.steps > this.#nextRest) await this.#rest(folder);
    const bases = new Map<string, Way[]>();
    for (const each of patterns) {
      const base = resolve(folder, /^[a-z]:$/i.test(each.base) ? `${each.base}/` : each.base);
      const ways = bases.get(base) ?? [];
      ways.push({ pattern: each, places: begin(each) });
      bases.set(base, ways);
    }
    const found = new Finding(this.options.reach);
    for (const [base, ways] of bases) await this.#from(base, ways, found);
    return found.told();
  }

  /**
   * The files directly in a folder.
   * @throws SearchError; the signal's reason
   */
  async filesIn(folder: string): Promise<Found> {
    const [pattern] = readGlob('*')!;
    const found = new Finding(this.options.reach);
    await this.#from(folder, [{ pattern: pattern!, places: begin(pattern!) }], found);
    return found.told();
  }

  async #from(base: string, ways: readonly Way[], found: Finding): Promise<void> {
    const { reach } = this.options;
    if (reach && !(await reachesFolder(reach, base))) throw new SearchError('search-outside', base);
    const waiting: { readonly folder: string; readonly ways: readonly Way[] }[] = [{ folder: base, ways }];
    while (waiting.length > 0) {
      const visit = async ({ folder, ways: here }: (typeof waiting)[number]): Promise<void> => {
        for (const entry of await this.#entries(folder, base)) {
          const { name } = entry;
          if (this.#count.steps > this.#nextRest) await this.#rest(base);
          if (entry.isDirectory()) {
            const below = ignored.has(name) ? [] : this.#ways(here, name);
            if (below.length > 0) waiting.push({ folder: join(folder, name), ways: below });
          } else if (here.some(({ pattern, places }) => accepts(pattern, places, name, this.#count))) {
            const path = join(folder, name);
            if (entry.isSymbolicLink()) await found.takeLink(path);
            else found.files.add(path);
          }
        }
      };
      await Promise.all(waiting.splice(-readers).map(visit));
    }
  }

  /** Those that lead on into a folder of that name. */
  #ways(here: readonly Way[], name: string): readonly Way[] {
    return here
      .map(({ pattern, places }) => ({ pattern, places: enter(pattern, places, name, this.#count) }))
      .filter(({ places }) => places.length > 0);
  }

  /** Lets the event loop run now and then: names may lie at hand, and take long to compare. */
  async #rest(base: string): Promise<void> {
    const { steps } = this.#count;
    if (steps > mostSteps) throw new SearchError('search-too-complex', base);
    this.#nextRest = steps + stepsInTurn;
    await new Promise((resume) => setImmediate(resume));
    this.options.signal?.throwIfAborted();
  }

  #entries(folder: string, base: string): Promise<readonly Dirent[]> {
    let entries = this.#folders.get(folder);
    if (!entries) this.#folders.set(folder, (entries = this.#read(folder, base)));
    return entries;
  }

  /** Nothing for a folder that cannot be read: it has no pictures for this user. */
  async #read(folder: string, base: string): Promise<readonly Dirent[]> {
    const { signal, onVisited, limit = mostVisited, isWanted } = this.options;
    const entries: Dirent[] = [];
    signal?.throwIfAborted();
    try {
      for await (const batch of folderBatches(folder)) {
        signal?.throwIfAborted();
        this.#visited += batch.length;
        if (isWanted) this.#wanted += batch.filter((entry) => isWanted(entry.name)).length;
        const counted = this.#visited - this.#wanted + this.#wanted / wantedInOne;
        if (counted > limit) throw new SearchError('search-too-many', base, limit);
        if (this.#visited >= this.#nextTold) {
          this.#nextTold = this.#visited + namesBetweenTold;
          onVisited?.(this.#visited);
        }
        for (const entry of batch) {
          if (entry.isFile() || entry.isDirectory() || entry.isSymbolicLink()) entries.push(entry);
        }
      }
    } catch (error) {
      if (error instanceof SearchError || signal?.aborted) throw error;
    }
    return entries;
  }
}

/** What a search has found. */
class Finding {
  readonly files = new Set<string>();
  readonly linksOutside = new Set<string>();
  readonly linksToNothing = new Set<string>();

  constructor(private readonly reach: Reach | undefined) {}

  async takeLink(path: string): Promise<void> {
    try {
      const mayLeadAnywhere = !this.reach || this.reach.linksOutside;
      if (!mayLeadAnywhere && !isWithin(await realpath(path), this.reach!.folders)) {
        this.linksOutside.add(path);
      } else if ((await stat(path)).isFile()) this.files.add(path);
    } catch {
      this.linksToNothing.add(path);
    }
  }

  told(): Found {
    return {
      files: [...this.files],
      linksOutside: [...this.linksOutside],
      linksToNothing: [...this.linksToNothing],
    };
  }
}
