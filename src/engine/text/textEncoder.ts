import { unitEmbedding } from '../unitEmbedding';
import type { LazySession } from '../session';
import { RunQueue, type PendingText } from './runQueue';
import { TokenTree, type TokenNode } from './tokenTree';
import { runTree, type TreeRun, type TreeShape } from './treeRun';

export interface TextEncoderOptions {
  readonly shape: TreeShape;
  /** Gives the path of the text graph, which may have to be built. */
  readonly graph: () => Promise<string>;
  /** Of the text graph. */
  readonly session: LazySession;
  /** Of states and embeddings remembered between requests. */
  readonly maxCacheBytes: number;
}

/** Encodes token sequences in runs that share prefixes with each other and with earlier requests. */
export class TextEncoder {
  readonly #options: TextEncoderOptions;
  readonly #tree: TokenTree;

  constructor(options: TextEncoderOptions) {
    this.#options = options;
    this.#tree = new TokenTree(options.maxCacheBytes);
  }

  /**
   * @param sequences of token ids, each up to the token where the text is pooled
   * @param limits `tokensPerRun` is read before each run, which computes about as many new tokens
   * @returns positions in `sequences` with their unit-length embeddings, run by run
   */
  async *encode(
    sequences: readonly (readonly number[])[],
    limits: { readonly tokensPerRun: number },
  ): AsyncGenerator<{ index: number; embedding: Float32Array }[]> {
    const texts = this.#pending(sequences);
    try {
      // Divided before the first result is given: another request may encode some of these texts while that is taken.
      const known = texts.filter(({ end }) => end.embedding);
      const unknown = texts.filter(({ end }) => !end.embedding);
      if (known.length > 0) yield known.flatMap(({ end, indices }) => results(end, indices));
      const queue = new RunQueue(unknown);
      while (!queue.isEmpty) {
        const { run, texts: finished } = queue.next(limits.tokensPerRun);
        await this.#compute(run);
        yield finished.flatMap(({ end, indices }) => results(end, indices));
        this.#tree.evict();
      }
    } finally {
      for (const { end } of texts) this.#tree.prune(end);
    }
  }

  /** Builds the graph where it is not there yet, which may take seconds, with little of them in one piece. */
  async prepare(): Promise<void> {
    if (!this.#options.session.isOpen) await this.#options.graph();
  }

  async dispose(): Promise<void> {
    await this.#options.session.dispose();
  }

  /** The request's different texts. */
  #pending(sequences: readonly (readonly number[])[]): PendingText[] {
    const byEnd = new Map<TokenNode, PendingText>();
    sequences.forEach((sequence, index) => {
      const path = this.#tree.path(sequence);
      const end = path.at(-1)!;
      const text = byEnd.get(end) ?? { path, end, indices: [] };
      text.indices.push(index);
      byEnd.set(end, text);
    });
    for (const { path } of byEnd.values()) this.#tree.touch(path);
    return [...byEnd.values()];
  }

  async #compute(run: TreeRun): Promise<void> {
    const { session, shape } = this.#options;
    const { embeddings, states } = await runTree(session, run, shape);
    run.kept.forEach((node, row) => this.#tree.keep(node, { state: { block: states, row } }));
    for (const { fresh } of run.groups) for (const node of fresh) node.wasComputed = true;
    const ends = run.groups.flatMap((group) => group.ends);
    ends.forEach((node, i) => this.#tree.keep(node, { embedding: unitEmbedding(embeddings[i]!) }));
  }
}

function results(end: TokenNode, indices: readonly number[]): { index: number; embedding: Float32Array }[] {
  // Each caller gets a copy: what is remembered must not change with what somebody does to a result.
  return indices.map((index) => ({ index, embedding: end.embedding!.slice() }));
}
