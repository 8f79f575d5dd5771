import type { TokenNode } from './tokenTree';
import type { TreeGroup, TreeRun } from './treeRun';

/** One text of a request: the nodes from its first token to the one where it is pooled. */
export interface PendingText {
  readonly path: readonly TokenNode[];
  readonly end: TokenNode;
  /** Positions in the request; a text may be asked for more than once. */
  readonly indices: number[];
}

/**
 * A request with at most this many new tokens is what somebody writes or edits: the states of all its tokens are
 * kept, so that the next key encodes what it changed. Of larger requests, only states are kept that several texts share
 * or that were computed before: keeping them all makes a run a tenth longer, in vain where they are asked for once.
 */
const livelyTokens = 256;

/** A text is one of its own when it has so many times as many tokens of its own as it shares with others. */
const ownToShared = 4;

/** So much may be computed in vain to make texts of one length of them, before a tree is the cheaper form. */
const mostPadding = 1 / 8;

/**
 * A run of groups may have so many times the tokens of one of a tree: matrix products of more rows are faster, while a
 * tree's attention grows with the square.
 */
const groupsToTree = 2;

/** A text of its own: its first `shared` tokens are others' too, or known. */
interface OwnText extends PendingText {
  readonly shared: number;
}

/**
 * The texts of one request that are still to be encoded, and which of them share a run. Texts with common beginnings
 * are one tree, in which a node's attention passes over all other nodes of the run. Texts of their own are groups
 * beside each other, which costs attention nothing, but wants them equally long.
 */
export class RunQueue {
  readonly #uses = new Map<TokenNode, number>();
  readonly #leastUses: number;
  readonly #ends: ReadonlySet<TokenNode>;
  /** In the order of the tree: what shares a prefix comes together. */
  #branching: PendingText[] = [];
  #branchingTokens: number;
  /** Equally much shared together, then the shorter first. */
  #own: OwnText[] = [];

  constructor(texts: readonly PendingText[]) {
    for (const { path } of texts)
      for (const node of path) this.#uses.set(node, (this.#uses.get(node) ?? 0) + 1);
    const fresh = [...this.#uses.keys()].filter((node) => !node.state).length;
    this.#leastUses = fresh <= livelyTokens ? 1 : 2;
    this.#ends = new Set(texts.map(({ end }) => end));
    for (const text of texts) {
      const shared = this.#sharedBeginning(text);
      if (text.path.length - shared >= ownToShared * shared) this.#own.push({ ...text, shared });
      else this.#branching.push(text);
    }
    this.#branching.sort((a, b) => inTreeOrder(a.path, b.path));
    this.#branchingTokens = newTokens(this.#branching);
    this.#own.sort((a, b) => a.shared - b.shared || a.path.length - b.path.length);
  }

  get isEmpty(): boolean {
    return this.#branching.length + this.#own.length === 0;
  }

  /**
   * Takes the texts of the next run.
   * @param tokens to compute, about: what is left is shared out evenly, as a run of few tokens takes nearly as long as
   * one of thirty
   */
  next(tokens: number): { readonly run: TreeRun; readonly texts: readonly PendingText[] } {
    if (this.#branching.length > 0) {
      const { texts, group } = tree(this.#branching, even(this.#branchingTokens, tokens));
      this.#branching = this.#branching.slice(texts.length);
      this.#branchingTokens = Math.max(0, this.#branchingTokens - group.fresh.length);
      return { run: this.#run([group]), texts };
    }
    const all = this.#own.reduce((sum, text) => sum + ownTokens(text), 0);
    const { texts, groups } =
      rows(this.#own, even(all, groupsToTree * tokens)) ?? oneGroup(tree(this.#own, even(all, tokens)));
    this.#own = this.#own.slice(texts.length);
    return { run: this.#run(groups), texts };
  }

  #run(groups: readonly TreeGroup[]): TreeRun {
    return {
      groups,
      kept: groups.flatMap(({ fresh }) => fresh.filter((node) => this.#isWorthKeeping(node))),
    };
  }

  #isWorthKeeping(node: TokenNode): boolean {
    // A text's end is followed by nothing, unless another text of the request goes on there.
    if (this.#ends.has(node)) return this.#uses.get(node)! > 1;
    return node.wasComputed === true || this.#uses.get(node)! >= this.#leastUses;
  }

  /** Tokens at a text's beginning that other texts have as well, or whose states are known. */
  #sharedBeginning({ path, end }: PendingText): number {
    const last = path.findLastIndex((node) => !needsComputing(node, end) || this.#uses.get(node)! > 1);
    // A text that another one goes on from is shared to its last token, but that is computed all the same.
    return Math.min(last + 1, path.length - 1);
  }
}

const needsComputing = (node: TokenNode, end: TokenNode): boolean => node === end || !node.state;

const ownTokens = ({ path, shared }: OwnText): number => path.length - shared;

/** The size of equal runs of about so many tokens. */
function even(all: number, tokens: number): number {
  return all / Math.max(1, Math.round(all / tokens));
}

/** New tokens of texts in the order of the tree. */
function newTokens(texts: readonly PendingText[]): number {
  return texts.reduce((sum, { path, end }, i) => {
    // What an earlier text shares with this one, the one just before it shares.
    const before = texts[i - 1]?.path;
    return sum + path.filter((node, at) => needsComputing(node, end) && before?.[at] !== node).length;
  }, 0);
}

/** Takes texts from the front, at least one, until their tree has about so many new tokens. */
function tree(
  texts: readonly PendingText[],
  tokens: number,
): { readonly texts: readonly PendingText[]; readonly group: TreeGroup } {
  const past = new Set<TokenNode>();
  const fresh = new Set<TokenNode>();
  let taken = 0;
  for (const { path, end } of texts) {
    const more = path.filter((node) => needsComputing(node, end) && !fresh.has(node)).length;
    if (taken > 0 && fresh.size + more / 2 > tokens) break;
    for (const node of path) (needsComputing(node, end) ? fresh : past).add(node);
    taken++;
  }
  const chosen = texts.slice(0, taken);
  return {
    texts: chosen,
    group: {
      past: [...past].filter((node) => !fresh.has(node)),
      fresh: [...fresh],
      ends: chosen.map(({ end }) => end),
    },
  };
}

function oneGroup({ texts, group }: ReturnType<typeof tree>): ReturnType<typeof rows> & object {
  return { texts, groups: [group] };
}

/**
 * Takes texts of their own from the front, each a group, until they have about so many tokens.
 * @returns undefined where a tree is the better form: what they share is not known yet, or their lengths differ much,
 * or so few are alike that the run would be short
 */
function rows(
  own: readonly OwnText[],
  tokens: number,
): { readonly texts: readonly PendingText[]; readonly groups: readonly TreeGroup[] } | undefined {
  const { path, shared } = own[0]!;
  if (path.slice(0, shared).some(({ state }) => !state)) return undefined;
  const prefix = path[shared - 1];
  let taken = 1;
  for (const next of own.slice(1)) {
    const isAlike = next.shared === shared && next.path[shared - 1] === prefix;
    if (!isAlike || (taken + 0.5) * ownTokens(next) > tokens) break;
    taken++;
  }
  const texts = own.slice(0, taken);
  const needed = texts.reduce((sum, text) => sum + ownTokens(text), 0);
  const computed = taken * ownTokens(texts.at(-1)!);
  if (computed > (1 + mostPadding) * needed || computed < tokens / 2) return undefined;
  return {
    texts,
    groups: texts.map(({ path, end }) => ({
      past: path.slice(0, shared),
      fresh: path.slice(shared),
      ends: [end],
    })),
  };
}

function inTreeOrder(a: readonly TokenNode[], b: readonly TokenNode[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return a[i]!.token - b[i]!.token;
  }
  return a.length - b.length;
}
