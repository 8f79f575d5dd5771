import { join, relative } from 'node:path';
import { NamePattern, type StepCount } from './glob/namePattern';
import { naturalOrder } from './naturalOrder';
import type { WildcardFile } from './parseWildcards';

/** What a folder of wildcards asks of the disk. Both tell what is wrong, and then answer with nothing. */
export interface WildcardDisk {
  /** Absolute paths. @param pattern of files below the folder */
  find(pattern: string, folder: string): Promise<readonly string[]>;
  /** Undefined when there is no such file or it cannot be read. */
  read(path: string): Promise<WildcardFile | undefined>;
}

/**
 * A folder in which wildcards are looked for. A text file has its path as its name; the keys of a YAML or JSON file have
 * the path of its folder before them, and a file that is only a list is named as a text file is.
 */
export class WildcardFolder {
  #structured: Promise<readonly string[]> | undefined;
  #texts: Promise<ReadonlyMap<string, string>> | undefined;
  #names: Promise<readonly string[]> | undefined;
  #endings: Promise<ReadonlyMap<string, readonly string[]>> | undefined;

  /**
   * @param isDeep whether files in its folders count, and JSON. The folder of a spell file may be anybody's home: there only
   * what lies directly in it, and below a folder that a name starts with.
   */
  constructor(
    readonly path: string,
    private readonly isDeep: boolean,
    private readonly disk: WildcardDisk,
  ) {}

  /** The options of exactly that name; undefined when there is none. */
  async named(name: string): Promise<readonly string[] | undefined> {
    const text = await this.disk.read(join(this.path, `${name}.txt`));
    const found = text?.options.get('');
    if (found !== undefined) return found;
    for (const path of await this.#structuredFiles()) {
      const prefix = this.#prefixOf(path);
      // Its keys cannot be read off its name, but where it lies can.
      if (!name.startsWith(prefix)) continue;
      const { options } = (await this.disk.read(path)) ?? {};
      const lines =
        options?.get(name.slice(prefix.length)) ??
        (this.#stemOf(path) === name ? options?.get('') : undefined);
      if (lines !== undefined) return lines;
    }
    return undefined;
  }

  /**
   * All names that match, in natural order.
   * @param pattern whose stars and question marks stand for `/` as well
   * @param mayGoOn awaited now and then
   */
  async matching(pattern: string, count: StepCount, mayGoOn: () => Promise<boolean>): Promise<string[]> {
    const names = this.isDeep ? await this.names() : await this.#namesNear(pattern);
    const compiled = new NamePattern(pattern);
    const found: string[] = [];
    for (const [i, name] of names.entries()) {
      if (i % namesInTurn === 0 && !(await mayGoOn())) break;
      if (compiled.matches(name, count)) found.push(name);
    }
    return found;
  }

  /** All names that end so behind a `/`. */
  async endingWith(ending: string): Promise<readonly string[]> {
    this.#endings ??= this.names().then(endingsOf);
    return this.isDeep ? ((await this.#endings).get(ending) ?? []) : [];
  }

  /** Every name, in natural order. */
  names(): Promise<readonly string[]> {
    return (this.#names ??= this.#allNames());
  }

  async #allNames(): Promise<readonly string[]> {
    const names = new Set((await this.#textFiles()).keys());
    for (const path of await this.#structuredFiles()) {
      for (const key of (await this.disk.read(path))?.options.keys() ?? []) {
        names.add(key === '' ? this.#stemOf(path) : this.#prefixOf(path) + key);
      }
    }
    return [...names].sort(naturalOrder);
  }

  async #namesNear(pattern: string): Promise<readonly string[]> {
    const fixed = /^[^*?[]*\//.exec(pattern)?.[0];
    if (fixed === undefined) return this.names();
    const texts = await this.disk.find(`${fixed}**/*.txt`, this.path);
    const names = new Set([...texts.map((path) => this.#stemOf(path)), ...(await this.names())]);
    return [...names].sort(naturalOrder);
  }

  #textFiles(): Promise<ReadonlyMap<string, string>> {
    return (this.#texts ??= this.disk
      .find(this.isDeep ? '**/*.txt' : '*.txt', this.path)
      .then((paths) => new Map(paths.map((path) => [this.#stemOf(path), path]))));
  }

  #structuredFiles(): Promise<readonly string[]> {
    return (this.#structured ??= this.disk
      .find(this.isDeep ? '**/*.{yaml,yml,json}' : '*.{yaml,yml}', this.path)
      .then((paths) => [...paths].sort(naturalOrder)));
  }

  #stemOf(path: string): string {
    return relative(this.path, path)
      .replaceAll('\\', '/')
      .replace(/\.[^./]*$/, '');
  }

  /** With its slash; empty directly in the folder. */
  #prefixOf(path: string): string {
    const stem = this.#stemOf(path);
    return stem.slice(0, stem.lastIndexOf('/') + 1);
  }
}

/** So many are compared without a pause. */
const namesInTurn = 256;

function endingsOf(names: readonly string[]): Map<string, readonly string[]> {
  const endings = new Map<string, string[]>();
  for (const name of names) {
    for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      const ending = name.slice(slash + 1);
      const found = endings.get(ending);
      if (found) found.push(name);
      else endings.set(ending, [name]);
    }
  }
  return endings;
}

/**
 * Which of the folders count with all that lies below: every one but that of the spell file itself, which stands behind its
 * own `wildcards`.
 */
export function deepAndNear(
  folders: readonly string[],
): { readonly path: string; readonly isDeep: boolean }[] {
  return folders.map((path, i) => ({ path, isDeep: i === 0 || folders[i - 1] !== join(path, 'wildcards') }));
}
