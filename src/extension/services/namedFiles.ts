import { isDeepStrictEqual } from 'node:util';
import type { SpellFile } from '../../core/spell/spell';
import {
  loadWildcards,
  wildcardFolders,
  wildcardNames,
  type LoadedWildcards,
} from '../../files/loadWildcards';
import type { Reach } from '../../files/reach';
import { resolveImages, type ResolvedImages } from '../../files/resolveImages';
import { mostLibraryPictures } from '../../tasks/scoreLibrary';

/** How far a document may reach, and what is told of a long search. */
export interface Searching {
  /** What `reach` follows from: while it stays the same, nothing is looked for again. */
  readonly bounds: unknown;
  /** Of its pictures, and of its wildcards. */
  readonly reach: { readonly images: () => Promise<Reach>; readonly wildcards: () => Promise<Reach> };
  /** Wildcard folders of the settings, absolute. */
  readonly wildcardFolders: readonly string[];
  readonly signal?: AbortSignal;
  readonly onVisited?: (names: number) => void;
}

interface Found {
  readonly images: ResolvedImages;
  readonly wildcards: LoadedWildcards;
}

/**
 * The pictures and wildcards that a document names. They are looked for once and kept while the document names the same:
 * a key in a prompt reads no folder. Whoever owns it says when the disk may hold others.
 */
export class NamedFiles {
  #images?: Kept<ResolvedImages>;
  #wildcards?: Kept<LoadedWildcards>;
  #timesForgotten = 0;

  /**
   * @param path of the spell file, absolute; undefined for one that was never saved: it names no pictures
   * @param beside path beside which wildcards are looked for
   */
  constructor(
    private readonly path: string | undefined,
    private readonly beside: string,
  ) {}

  /** @throws the signal's reason */
  async images(file: SpellFile, searching: Searching): Promise<ResolvedImages> {
    const key = imagesKey(file, searching);
    if (this.#images && isDeepStrictEqual(this.#images.key, key)) return this.#images.found;
    const times = this.#timesForgotten;
    const found = await this.#findImages(file, searching);
    if (times === this.#timesForgotten) this.#images = { key, found };
    return found;
  }

  /** @throws the signal's reason */
  async wildcards(file: SpellFile, searching: Searching): Promise<LoadedWildcards> {
    const key = wildcardsKey(file, searching);
    if (this.#wildcards && isDeepStrictEqual(this.#wildcards.key, key)) return this.#wildcards.found;
    const times = this.#timesForgotten;
    const found = await this.#findWildcards(file, searching);
    if (times === this.#timesForgotten) this.#wildcards = { key, found };
    return found;
  }

  /** Looks for all of it again when it is asked for next; what is being looked for may be told, but is not kept. */
  forget(): void {
    this.#timesForgotten++;
    this.#images = undefined;
    this.#wildcards = undefined;
  }

  /**
   * Looks for all of it again now, and keeps what is there.
   * @returns whether that is anything else than before
   * @throws the signal's reason
   */
  async lookAgain(file: SpellFile, searching: Searching): Promise<boolean> {
    const before = this.#found();
    const times = this.#timesForgotten;
    const now = {
      images: await this.#findImages(file, searching),
      wildcards: await this.#findWildcards(file, searching),
    };
    if (times !== this.#timesForgotten) return false; // whoever had it forgotten asks for it
    // While nothing has changed, what is known stays the same object: whoever shows it has nothing to do.
    if (before && isSame(before, now)) return false;
    this.#images = { key: imagesKey(file, searching), found: now.images };
    this.#wildcards = { key: wildcardsKey(file, searching), found: now.wildcards };
    return true;
  }

  #found(): Found | undefined {
    return this.#images && this.#wildcards
      ? { images: this.#images.found, wildcards: this.#wildcards.found }
      : undefined;
  }

  async #findImages(file: SpellFile, { reach, signal, onVisited }: Searching): Promise<ResolvedImages> {
    if (this.path === undefined) return { paths: [], named: new Map(), problems: [] };
    const limit = mostLibraryPictures;
    return resolveImages(file, this.path, { reach: await reach.images(), limit, signal, onVisited });
  }

  async #findWildcards(file: SpellFile, searching: Searching): Promise<LoadedWildcards> {
    const { reach, signal, onVisited } = searching;
    const names = wildcardNames(file);
    if (names.length === 0) return noWildcards;
    const folders = wildcardFolders(this.beside, searching.wildcardFolders);
    return loadWildcards(folders, names, { reach: await reach.wildcards(), signal, onVisited });
  }
}

const noWildcards: LoadedWildcards = {
  wildcards: { lookup: () => undefined },
  lines: new Map(),
  problems: [],
  files: [],
};

/** What was found, and for what. */
interface Kept<T> {
  readonly key: unknown;
  readonly found: T;
}

/** Places count too: what is wrong with an entry is told at its place. */
function imagesKey({ frontMatter: { images, avoid } }: SpellFile, { bounds }: Searching): unknown {
  return [bounds, images, avoid];
}

function wildcardsKey(file: SpellFile, { bounds, wildcardFolders: folders }: Searching): unknown {
  return [bounds, folders, wildcardNames(file)];
}

function isSame(before: Found, { images, wildcards }: Found): boolean {
  // The places of thousands of pictures follow from the paths and the front matter, which is the same.
  return (
    isDeepStrictEqual(before.images.paths, images.paths) &&
    isDeepStrictEqual(before.images.problems, images.problems) &&
    isDeepStrictEqual(before.wildcards.problems, wildcards.problems) &&
    isDeepStrictEqual(before.wildcards.lines, wildcards.lines)
  );
}
