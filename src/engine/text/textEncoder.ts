import { unitEmbedding } from '../unitEmbedding';
import type { LazySession } from '../session';
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

/** One text of a request: the nodes from its first token to the one where it is pooled. */
interface Pending {
  readonly path: readonly TokenNode[];
  readonly end: TokenNode;
  /** Positions in the request; a text may be asked for more than once. */
  readonly indices: number[];
}

/**
 * A request with at most this many new tokens is what somebody writes or edits: the states of all its tokens are
 * kept, so that the next key encodes what it changed. Of larger requests only states that several texts share are.
 */
const livelyTokens = 512;

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
   * @param limits `tokensPerRun` is read before each run, which computes about as many new tokens: what is left is
   * shared out evenly, as a run of few tokens takes nearly as long as one of thirty
   * @returns positions in `sequences` with their unit-length embeddings, run by run
   */
  async *encode(
    sequences: readonly (readonly number[])[],
    limits: { readonly tokensPerRun: number },
  ): AsyncGenerator<{ index: number; embedding: Float32Array }[]> {
    const texts = this.#pending(sequences);
    try {
      const known = texts.filter(({ end }) => end.embedding);
      if (known.length > 0) yield known.flatMap(({ end, indices }) => results(end, indices));
      let rest = texts.filter(({ end }) => !end.embedding);
      const worthKeeping = this.#worthKeeping(rest);
      let newTokens = added(rest).reduce((sum, count) => sum + count, 0);
      while (rest.length > 0) {
        const runs = Math.max(1, Math.round(newTokens / limits.tokensPerRun));
        const { run, taken } = pack(rest, newTokens / runs, worthKeeping);
        await this.#compute(run);
        newTokens = Math.max(0, newTokens - run.fresh.length);
        const finished = rest.slice(0, taken);
        rest = rest.slice(taken);
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

  /** The request's different texts, in the order of the tree: what shares a prefix comes together. */
  #pending(sequences: readonly (readonly number[])[]): Pending[] {
    const byEnd = new Map<TokenNode, Pending>();
    sequences.forEach((sequence, index) => {
      const path = this.#tree.path(sequence);
      const end = path.at(-1)!;
      const text = byEnd.get(end) ?? { path, end, indices: [] };
      text.indices.push(index);
      byEnd.set(end, text);
    });
    const texts = [...byEnd.values()].sort((a, b) => compare(a.path, b.path));
    for (const { path } of texts) this.#tree.touch(path);
    return texts;
  }

  #worthKeeping(texts: readonly Pending[]): (node: TokenNode) => boolean {
    const uses = new Map<TokenNode, number>();
    for (const { path } of texts) for (const node of path) uses.set(node, (uses.get(node) ?? 0) + 1);
    const fresh = [...uses.keys()].filter((node) => !node.state).length;
    const leastUses = fresh <= livelyTokens ? 1 : 2;
    const ends = new Set(texts.map(({ end }) => end));
    // A text's end is followed by nothing, unless another text of the request goes on there.
    return (node) => uses.get(node)! >= (ends.has(node) ? 2 : leastUses);
  }

  async #compute(run: TreeRun): Promise<void> {
    const { session, shape } = this.#options;
    const { embeddings, states } = await runTree(session, run, shape);
    run.kept.forEach((node, row) => this.#tree.keep(node, { state: { block: states, row } }));
    run.ends.forEach((node, i) => {
      this.#tree.keep(node, { embedding: unitEmbedding(embeddings[i]!) });
    });
  }
}

function results(end: TokenNode, indices: readonly number[]): { index: number; embedding: Float32Array }[] {
  // Each caller gets a copy: what is remembered must not change with what somebody does to a result.
  return indices.map((index) => ({ index, embedding: end.embedding!.slice() }));
}

const needsComputing = (node: TokenNode, end: TokenNode): boolean => node === end || !node.state;

/** New tokens of each text that none before it has. */
function added(texts: readonly Pending[]): number[] {
  return texts.map(({ path, end }, i) => {
    // What an earlier text shares with this one, the one just before it shares: they are in the order of the tree.
    const before = texts[i - 1]?.path;
    return path.filter((node, at) => needsComputing(node, end) && before?.[at] !== node).length;
  });
}

/** Takes texts from the front, at least one, until a run has about so many new tokens. */
function pack(
  texts: readonly Pending[],
  tokens: number,
  worthKeeping: (node: TokenNode) => boolean,
): { run: TreeRun; taken: number } {
  const past = new Set<TokenNode>();
  const fresh = new Set<TokenNode>();
  let taken = 0;
  for (const { path, end } of texts) {
    const more = path.filter((node) => needsComputing(node, end) && !fresh.has(node)).length;
    if (taken > 0 && fresh.size + more / 2 > tokens) break;
    for (const node of path) (needsComputing(node, end) ? fresh : past).add(node);
    taken++;
  }
  const nodes = [...fresh];
  return {
    run: {
      past: [...past].filter((node) => !fresh.has(node)),
      fresh: nodes,
      ends: texts.slice(0, taken).map(({ end }) => end),
      kept: nodes.filter(worthKeeping),
    },
    taken,
  };
}

function compare(a: readonly TokenNode[], b: readonly TokenNode[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return a[i]!.token - b[i]!.token;
  }
  return a.length - b.length;
}
