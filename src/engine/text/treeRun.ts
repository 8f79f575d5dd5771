import type { LazySession, SessionTensor } from '../session';
import type { TokenNode } from './tokenTree';

/** What one run of the text graph computes, and from what. Parents come before their children. */
export interface TreeRun {
  /** Nodes whose states are known. */
  readonly past: readonly TokenNode[];
  /** Nodes to compute; every ancestor of one is in `past` or in `fresh`. */
  readonly fresh: readonly TokenNode[];
  /** Of `fresh`: where texts end. */
  readonly ends: readonly TokenNode[];
  /** Of `fresh`: whose states are wanted. */
  readonly kept: readonly TokenNode[];
}

export interface TreeShape {
  readonly blocks: number;
  readonly width: number;
  readonly embeddingWidth: number;
}

/** @returns rows of `run.ends` and `run.kept`, each a copy of its own: embeddings not normalised, and states */
export async function runTree(
  session: LazySession,
  run: TreeRun,
  shape: TreeShape,
): Promise<{ embeddings: Float32Array[]; states: Float32Array[] }> {
  const { text_embeds: embeddings, present } = await session.run(inputs(run, shape));
  return {
    embeddings: rows(embeddings!, shape.embeddingWidth),
    states: byNode(present!, run.kept.length, shape),
  };
}

/** Added to the attention logit of a node that is no ancestor: larger than any logit is. */
const maskedBias = -1e9;

function inputs({ past, fresh, ends, kept }: TreeRun, shape: TreeShape): Record<string, SessionTensor> {
  const column = new Map<TokenNode, number>();
  for (const node of past) column.set(node, column.size);
  for (const node of fresh) column.set(node, column.size);
  const columns = column.size;
  const bias = new Float32Array(fresh.length * columns).fill(maskedBias);
  fresh.forEach((node, row) => {
    for (let at: TokenNode | undefined = node; at; at = at.parent) bias[row * columns + column.get(at)!] = 0;
  });
  const states = byBlock(past, shape);

  const int64 = (values: readonly number[]): SessionTensor => ({
    data: BigInt64Array.from(values, BigInt),
    shape: [values.length],
  });
  const rowOf = (node: TokenNode): number => column.get(node)! - past.length;
  return {
    ids: int64(fresh.map((node) => node.token)),
    pos_ids: int64(fresh.map((node) => node.position)),
    bias: { data: bias, shape: [fresh.length, columns] },
    past: { data: states, shape: [shape.blocks, past.length, 2, shape.width] },
    out_idx: int64(ends.map(rowOf)),
    keep_idx: int64(kept.map(rowOf)),
  };
}

/** The states of nodes, `[blocks, nodes, 2, width]`: a run reads them block by block. */
function byBlock(nodes: readonly TokenNode[], { blocks, width }: TreeShape): Float32Array {
  const row = 2 * width;
  const states = new Float32Array(nodes.length * blocks * row);
  nodes.forEach(({ state }, i) => {
    for (let block = 0; block < blocks; block++) {
      states.set(state!.subarray(block * row, (block + 1) * row), (block * nodes.length + i) * row);
    }
  });
  return states;
}

/** The other way: a copy for each node, `[blocks, 2, width]`. */
function byNode(states: Float32Array, nodes: number, { blocks, width }: TreeShape): Float32Array[] {
  const row = 2 * width;
  return Array.from({ length: nodes }, (_, i) => {
    const state = new Float32Array(blocks * row);
    for (let block = 0; block < blocks; block++) {
      const start = (block * nodes + i) * row;
      state.set(states.subarray(start, start + row), block * row);
    }
    return state;
  });
}

function rows(data: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: data.length / width }, (_, i) => data.slice(i * width, (i + 1) * width));
}
