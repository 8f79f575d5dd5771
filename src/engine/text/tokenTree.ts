/** Attention keys and values that one run made: `[2 blocks, rows, width]`, keys and values of each block in turn. */
export interface StateBlock {
  readonly data: Float32Array;
  readonly rows: number;
}

/** Where a node's keys and values are. */
export interface TokenState {
  readonly block: StateBlock;
  readonly row: number;
}

/** A token in the context of all tokens before it: what its attention keys and values depend on, and nothing else. */
export interface TokenNode {
  readonly token: number;
  /** Tokens before it. */
  readonly position: number;
  readonly parent: TokenNode | undefined;
  readonly children: Map<number, TokenNode>;
  state?: TokenState;
  /** Its state was computed at least once, and may have been dropped. */
  wasComputed?: boolean;
  /** Unit-length embedding of the text that ends here. */
  embedding?: Float32Array;
}

/**
 * A tree of token sequences that remembers what was computed for each prefix, up to a number of bytes; what was used
 * least recently is forgotten first. A node that a caller still holds stays usable when it is forgotten. States of one
 * run lie in one block, which takes its bytes until all of them are forgotten.
 */
export class TokenTree {
  readonly #roots = new Map<number, TokenNode>();
  /** Nodes that hold something, least recently used first. */
  readonly #held = new Set<TokenNode>();
  /** Blocks of states, with how many nodes hold one. */
  readonly #blocks = new Map<StateBlock, number>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes of states and embeddings held. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The node of each token of a sequence, first to last, made where they are not there yet. */
  path(tokens: readonly number[]): TokenNode[] {
    const nodes: TokenNode[] = [];
    let parent: TokenNode | undefined;
    let siblings = this.#roots;
    for (const token of tokens) {
      let node = siblings.get(token);
      if (!node) {
        node = { token, position: nodes.length, parent, children: new Map() };
        siblings.set(token, node);
      }
      nodes.push(node);
      parent = node;
      siblings = node.children;
    }
    return nodes;
  }

  /** Marks a path as used now. Prefixes count as used later than what follows them, as more texts may need them. */
  touch(path: readonly TokenNode[]): void {
    for (let i = path.length - 1; i >= 0; i--) {
      if (this.#held.delete(path[i]!)) this.#held.add(path[i]!);
    }
  }

  keep(node: TokenNode, what: { readonly state?: TokenState; readonly embedding?: Float32Array }): void {
    this.#release(node);
    Object.assign(node, what);
    this.#charge(node);
    this.#held.delete(node);
    this.#held.add(node);
  }

  /** Forgets until the limit holds. Called between runs, never while one still gathers states. */
  evict(): void {
    for (const node of this.#held) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#held.delete(node);
      this.#release(node);
      node.state = undefined;
      node.embedding = undefined;
      this.prune(node);
    }
  }

  #charge({ state, embedding, position }: TokenNode): void {
    if (embedding) this.#bytes += embeddingBytes(embedding, position);
    if (!state) return;
    const nodes = this.#blocks.get(state.block) ?? 0;
    if (nodes === 0) this.#bytes += state.block.data.byteLength;
    this.#blocks.set(state.block, nodes + 1);
  }

  #release({ state, embedding, position }: TokenNode): void {
    if (embedding) this.#bytes -= embeddingBytes(embedding, position);
    if (!state) return;
    const nodes = this.#blocks.get(state.block)!;
    if (nodes > 1) this.#blocks.set(state.block, nodes - 1);
    else {
      this.#blocks.delete(state.block);
      this.#bytes -= state.block.data.byteLength;
    }
  }

  /** Unhooks a node and its prefixes as far as they lead to nothing held: those of a text that was not finished. */
  prune(from: TokenNode): void {
    let node: TokenNode | undefined = from;
    while (node && node.children.size === 0 && !node.state && !node.embedding) {
      const siblings: Map<number, TokenNode> = node.parent?.children ?? this.#roots;
      if (siblings.get(node.token) === node) siblings.delete(node.token);
      node = node.parent;
    }
  }
}

/** What a node itself takes in V8's heap, about. */
const nodeBytes = 200;

/** An embedding is also charged for the nodes that lead to it: a tree of many long texts is mostly those. */
function embeddingBytes(embedding: Float32Array, position: number): number {
  return embedding.byteLength + (position + 1) * nodeBytes;
}
