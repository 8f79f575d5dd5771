import { dirname, join, relative } from 'node:path';
import picomatch from 'picomatch';
import type { SpellFile, Wildcards } from '../core/spell/spell';
import { FileError } from './fileError';
import { globFiles } from './globFiles';
import { naturalOrder } from './naturalOrder';
import { parseWildcardText, parseWildcardYaml, type WildcardYamlProblemCode } from './parseWildcards';
import { pauses } from './pauses';
import { readTextFile } from './readTextFile';

/** A wildcard file that cannot be used whole. Worded in `words/files.ts`. */
export interface WildcardProblem {
  readonly code: WildcardYamlProblemCode | 'wildcard-file-pointer' | 'wildcard-file-unreadable';
  readonly path: string;
  /** 1-based, for a broken YAML file. */
  readonly line?: number;
  readonly detail: string;
}

export interface LoadedWildcards {
  readonly wildcards: Wildcards;
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

/**
 * Reads the wildcards `names` and those that their lines name in turn: `name.txt`, or a key path of a YAML file, in the first
 * folder that has it; `*` in a name joins all that match. Nothing is read when nothing is named.
 * @throws the signal's reason
 */
export async function loadWildcards(
  folders: readonly string[],
  names: readonly string[],
  signal?: AbortSignal,
): Promise<LoadedWildcards> {
  const reader = new WildcardReader(folders, signal);
  const lines = new Map<string, readonly string[]>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (lines.has(name)) continue;
    const found = await reader.read(name);
    lines.set(name, found);
    for (const line of found) waiting.push(...namesIn(line));
  }
  return {
    wildcards: { lookup: (name) => lines.get(name) },
    problems: reader.problems,
    files: [...reader.files],
  };
}

/** Names that stand between double underscores. More than the parser would find does no harm: they are only looked up. */
function namesIn(line: string): string[] {
  return [...line.matchAll(/__[~@]?((?:[^_\s]|_(?!_))+)(?=__)/g)].map((match) => match[1]!);
}

class WildcardReader {
  readonly problems: WildcardProblem[] = [];
  readonly files = new Set<string>();
  /** Key paths of all YAML files of a folder, read at the first name that no text file has. */
  readonly #yaml = new Map<string, ReadonlyMap<string, readonly string[]>>();

  constructor(
    private readonly folders: readonly string[],
    private readonly signal: AbortSignal | undefined,
  ) {}

  async read(name: string): Promise<readonly string[]> {
    // A name stays in its folder: `__../../secret__` is not looked for.
    if (name.split(/[\\/]/).some((part) => part === '..' || part === '')) return [];
    for (const folder of this.folders) {
      this.signal?.throwIfAborted();
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
    const matches = picomatch(pattern);
    const names = (await globFiles(`${pattern}.txt`, folder, this.signal)).map((path) =>
      relative(folder, path).replaceAll('\\', '/').slice(0, -'.txt'.length),
    );
    const keys = [...(await this.#keys(folder)).keys()].filter((key) => matches(key));
    const all = [...new Set([...names, ...keys])].sort(naturalOrder);
    return (await Promise.all(all.map((name) => this.#named(folder, name)))).flat();
  }

  async #keys(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const known = this.#yaml.get(folder);
    if (known !== undefined) return known;
    const keys = new Map<string, readonly string[]>();
    this.#yaml.set(folder, keys);
    for (const path of (await globFiles('*.{yaml,yml}', folder, this.signal)).sort(naturalOrder)) {
      const text = (await this.#text(path)) ?? '';
      const { options, problem } = await parseWildcardYaml(text, pauses(this.signal));
      if (problem !== undefined) this.problems.push({ path, ...problem });
      for (const [key, lines] of options) if (!keys.has(key)) keys.set(key, lines);
    }
    return keys;
  }

  /** Undefined when there is no such file, and when it cannot be read, which is a problem. */
  async #text(path: string): Promise<string | undefined> {
    try {
      const text = await readTextFile(path);
      this.files.add(path);
      return text;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (error.code !== 'file-missing') {
        this.problems.push({
          code: error.code === 'file-pointer' ? 'wildcard-file-pointer' : 'wildcard-file-unreadable',
          path,
          detail: `${error.code} ${error.detail}`.trim(),
        });
      }
      return undefined;
    }
  }
}
