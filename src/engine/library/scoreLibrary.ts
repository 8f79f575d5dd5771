import { dot } from '../../core/clip/similarity';
import type { LibraryOutcome, LibraryQuestion } from '../../core/score/library/libraryScorer';
import type { LibraryRanking } from '../../core/score/library/libraryRanking';
import { rankLibrary, type CosineBlock, type LibraryBlocks } from '../../core/score/library/rankLibrary';
import { pairSums } from '../../core/statistics/streamedMoments';
import type { KnownFiles } from '../cache/knownFiles';
import { embedImages, type EmbedImagesOptions } from '../images/embedImages';
import type { ModelProducts } from '../model';
import { indexLibrary, type IndexedLibrary } from './indexLibrary';

/** Cosines of one block, about. */
const blockCosines = 512 * 1024;
const mostPicturesInBlock = 2048;
/** Cosines that are kept from the first pass over the pictures for the second, in place of being computed again. */
const mostKept = 40_000_000;

/** Libraries that are written to all the time are given up after so many. */
const mostAttempts = 4;

/** A picture was written over, after it was indexed. */
class LibraryChanged extends Error {}

/** The library that was looked at last, and when. */
export interface LastLook {
  look?: { readonly paths: readonly string[]; readonly index: IndexedLibrary; readonly at: number };
}

export type ScoreLibraryOptions = Omit<EmbedImagesOptions, 'alpha'> & {
  readonly known: KnownFiles | undefined;
  /** Kept from question to question by whoever answers several. */
  readonly last?: LastLook;
  /** Milliseconds that only grow. */
  readonly clock?: () => number;
};

/**
 * Indexes a library's pictures and ranks texts on them. What is in memory at once does not grow with the pictures but for
 * some bytes for each, and for cosines up to a limit.
 * @throws the signal's reason
 */
export async function scoreLibrary(
  { paths, texts, spells, most, lookHoldsMs = 0 }: LibraryQuestion,
  options: ScoreLibraryOptions,
): Promise<LibraryOutcome> {
  const unique = [...new Set(paths)];
  const { logitScale } = options.model.checkpoint;
  const { last = {}, clock = () => performance.now() } = options;
  const looked = async (): Promise<IndexedLibrary> => {
    last.look = undefined;
    const at = clock(); // a file may change as soon as it has been looked at
    const index = await indexLibrary(unique, options);
    last.look = { paths: unique, index, at };
    return index;
  };
  const indexed = (): Promise<IndexedLibrary> => {
    const { look } = last;
    const holds = look && clock() - look.at < lookHoldsMs && isSameList(look.paths, unique);
    return holds ? Promise.resolve(look.index) : looked();
  };
  const rank = async (attempt: number): Promise<{ index: IndexedLibrary; ranking: LibraryRanking }> => {
    const index = attempt === 1 ? await indexed() : await looked();
    if (index.hashes.length === 0)
      return { index, ranking: { pictures: 0, different: 0, spells: [], order: [] } };
    try {
      const blocks = new IndexedBlocks(unique, texts, index, options);
      return { index, ranking: await rankLibrary(blocks, { spells, texts: texts.length, logitScale, most }) };
    } catch (error) {
      if (!(error instanceof LibraryChanged) || attempt === mostAttempts) throw error;
      return rank(attempt + 1);
    }
  };
  const { index, ranking } = await rank(1);
  const { failures, failed, firsts } = index;
  const pathOf = (picture: number): string => unique[firsts[picture]!]!;
  return {
    ...ranking,
    spells: ranking.spells.map(({ nearest, farthest, ...spell }) => ({
      ...spell,
      nearest: nearest.map(({ picture, ...found }) => ({ path: pathOf(picture), ...found })),
      farthest: farthest.map(({ picture, ...found }) => ({ path: pathOf(picture), ...found })),
    })),
    failures: failures.map(({ path, code, detail }) => ({ path, code, detail })),
    failed,
  };
}

class IndexedBlocks implements LibraryBlocks {
  readonly copies: readonly number[];
  readonly #kept: CosineBlock[] = [];
  readonly #products: ModelProducts;
  readonly #blockSize: number;
  readonly #isKept: boolean;

  constructor(
    private readonly paths: readonly string[],
    private readonly texts: readonly Float32Array[],
    private readonly index: IndexedLibrary,
    private readonly options: ScoreLibraryOptions,
  ) {
    this.copies = index.copies;
    this.#products = options.model.products ?? plainProducts;
    const fitting = Math.floor(blockCosines / Math.max(1, texts.length));
    this.#blockSize = Math.min(mostPicturesInBlock, Math.max(64, fitting));
    this.#isKept = index.hashes.length * texts.length <= mostKept;
  }

  async each(take: (block: CosineBlock) => Promise<void>): Promise<void> {
    const { hashes } = this.index;
    if (this.#kept.length > 0) {
      for (const block of this.#kept) await this.#hand(block, take);
      return;
    }
    // The next block is computed while one is taken.
    let next = this.#block(0);
    for (let start = 0; start < hashes.length; start += this.#blockSize) {
      const block = await next;
      next = this.#block(start + this.#blockSize);
      next.catch(() => undefined); // told when it is awaited
      await this.#hand(block, take);
      if (this.#isKept) this.#kept.push(block);
    }
    await next;
  }

  pairSums(values: Float64Array, things: number): ReturnType<LibraryBlocks['pairSums']> {
    return this.options.job.turn(() => this.#products.pairSums(values, things));
  }

  /** Messages may come between two blocks: a key press, or that nobody waits any more. */
  async #hand(block: CosineBlock, take: (block: CosineBlock) => Promise<void>): Promise<void> {
    await new Promise(setImmediate);
    this.options.signal.throwIfAborted();
    await take(block);
  }

  async #block(start: number): Promise<CosineBlock> {
    const hashes = this.index.hashes.slice(start, start + this.#blockSize);
    const count = hashes.length;
    if (count === 0) return { start, count, cosine: new Float32Array(0) };
    const embeddings = await this.#embeddings(hashes, start);
    const cosine = await this.options.job.turn(() => this.#products.cosines(embeddings, count, this.texts));
    return { start, count, cosine };
  }

  /** `[hashes, embeddingWidth]`, row-major. */
  async #embeddings(hashes: readonly string[], start: number): Promise<Float32Array> {
    const { cache, model } = this.options;
    const { inMemory, firsts } = this.index;
    const width = model.checkpoint.embeddingWidth;
    const embeddings = new Float32Array(hashes.length * width);
    const found = cache ? await cache.getMany(hashes, embeddings) : new Uint8Array(hashes.length);
    const lost: number[] = [];
    for (const [i, hash] of hashes.entries()) {
      if (found[i] === 1) continue;
      const held = inMemory.get(hash);
      if (held) embeddings.set(held, i * width);
      else lost.push(i);
    }
    // Cleared by somebody since they were indexed, or damaged.
    const outcomes = await embedImages(
      lost.map((i) => this.paths[firsts[start + i]!]!),
      { ...this.options, alpha: 'over-white', onProgress: () => undefined },
    );
    for (const [k, i] of lost.entries()) {
      const outcome = outcomes[k]!;
      if (!outcome.ok || outcome.hash !== hashes[i]) throw new LibraryChanged(outcome.path);
      embeddings.set(outcome.embedding, i * width);
    }
    return embeddings;
  }
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}

/** For a model that brings none. */
const plainProducts: ModelProducts = {
  cosines: (pictures, count, texts) => {
    const width = pictures.length / count;
    const cosine = new Float32Array(count * texts.length);
    for (let i = 0; i < count; i++) {
      const picture = pictures.subarray(i * width, (i + 1) * width);
      for (const [k, text] of texts.entries()) cosine[i * texts.length + k] = dot(text, picture);
    }
    return Promise.resolve(cosine);
  },
  pairSums: (values, things) => Promise.resolve(pairSums(values, things)),
};
