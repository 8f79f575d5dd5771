import type { Pause } from '../core/steps';
import { parseWildcardFile, type WildcardFile } from './parseWildcards';
import { readTextFile, stampOf, type ReadOptions } from './readTextFile';

/** Characters of all files that are kept: two or three of the largest collections. */
const mostKept = 64 * 1024 * 1024;

export interface KeptWildcardFile extends WildcardFile {
  /** Of the file's text, in characters. */
  readonly length: number;
}

interface Kept {
  readonly stamp: string;
  readonly file: KeptWildcardFile;
}

/**
 * Wildcard files as they were read, for as long as they stay as they are on disk: an editor asks for the same collection
 * after every pause in typing, and two megabytes of YAML take a second. Least recently used out first.
 */
export class KeptWildcardFiles {
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  constructor(private readonly parse: typeof parseWildcardFile = parseWildcardFile) {}

  /**
   * @param pause awaited between short steps of parsing; the signal's reason is thrown from here
   * @throws FileError, as `readTextFile`
   */
  async read(path: string, options: ReadOptions, pause: Pause): Promise<KeptWildcardFile> {
    // Before the file is read: one that changes meanwhile has another stamp the next time.
    const stamp = await stampOf(path, options);
    const kept = this.#kept.get(path);
    if (kept?.stamp === stamp) {
      this.#kept.delete(path);
      this.#kept.set(path, kept);
      return kept.file;
    }
    const text = await readTextFile(path, options);
    const file = { ...(await this.parse(path, text, pause)), length: text.length };
    this.#keep(path, { stamp, file });
    return file;
  }

  #keep(path: string, kept: Kept): void {
    this.#forget(path);
    this.#kept.set(path, kept);
    this.#characters += kept.file.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= mostKept) break;
      this.#forget(oldest);
    }
  }

  #forget(path: string): void {
    this.#characters -= this.#kept.get(path)?.file.length ?? 0;
    this.#kept.delete(path);
  }
}

/** Those of this process. */
export const keptWildcardFiles = new KeptWildcardFiles();
