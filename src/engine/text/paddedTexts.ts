import type { EncodedText, EncodeTextsOptions } from '../model';
import type { LazySession } from '../session';
import { unitEmbedding } from '../unitEmbedding';
import type { Filling } from './filling';
import { filled } from './filling';
import { TokenTree, type TokenNode } from './tokenTree';

export interface PaddedTextsOptions {
  /** Gives the path of the text graph, which may have to be built. */
  readonly graph: () => Promise<string>;
  /** Of the text graph. */
  readonly session: LazySession;
  readonly embeddingWidth: number;
  readonly filling: Filling;
  /** Of embeddings remembered between requests. */
  readonly maxCacheBytes: number;
}

/**
 * Encodes token sequences with a tower whose tokens read each other and what fills them up: texts share nothing, so a text
 * costs what the longest costs, and only its embedding is remembered. In float32, whatever precision is asked for.
 */
export class PaddedTexts {
  readonly #options: PaddedTextsOptions;
  readonly #known: TokenTree;

  constructor(options: PaddedTextsOptions) {
    this.#options = options;
    this.#known = new TokenTree(options.maxCacheBytes);
  }

  /** See `Model.encodeTokens`. */
  async *encode(
    sequences: readonly (readonly number[])[],
    limits: Pick<EncodeTextsOptions, 'tokensPerRun'>,
  ): AsyncGenerator<EncodedText[]> {
    const { length } = this.#options.filling;
    const wanted = new Map<TokenNode, { readonly ids: readonly number[]; readonly indices: number[] }>();
    sequences.forEach((ids, index) => {
      const path = this.#known.path(ids);
      this.#known.touch(path);
      const end = path.at(-1)!;
      const text = wanted.get(end) ?? { ids, indices: [] };
      text.indices.push(index);
      wanted.set(end, text);
    });
    try {
      const all = [...wanted];
      const unknown = all.filter(([end]) => !end.embedding);
      const known = all.filter(([end]) => end.embedding);
      // Each gets a copy: what is remembered must not change with what somebody does to a result.
      const results = (some: typeof all): EncodedText[] =>
        some.flatMap(([end, { indices }]) =>
          indices.map((index) => ({ index, embedding: end.embedding!.slice() })),
        );
      if (known.length > 0) yield results(known);
      while (unknown.length > 0) {
        const run = unknown.splice(0, Math.max(1, Math.floor(limits.tokensPerRun / length)));
        const embeddings = await this.#run(run.map(([, { ids }]) => ids));
        run.forEach(([end], i) => this.#known.keep(end, { embedding: embeddings[i]! }));
        yield results(run);
        this.#known.evict();
      }
    } finally {
      for (const end of wanted.keys()) this.#known.prune(end);
    }
  }

  /** Builds the graph where it is not there yet, which may take seconds. */
  async prepare(): Promise<void> {
    if (!this.#options.session.isOpen) await this.#options.graph();
  }

  dispose(): Promise<void> {
    return this.#options.session.dispose();
  }

  async #run(texts: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { session, filling, embeddingWidth } = this.#options;
    const data = BigInt64Array.from(
      texts.flatMap((ids) => filled(ids, filling)),
      BigInt,
    );
    const { text_embeds: embeddings } = await session.run({
      ids: { data, shape: [texts.length, filling.length] },
    });
    return texts.map((_, i) =>
      unitEmbedding(embeddings!.subarray(i * embeddingWidth, (i + 1) * embeddingWidth)),
    );
  }
}
