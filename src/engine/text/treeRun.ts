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
    states: rows(present!, stateElements(shape)),
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
  const states = new Float32Array(past.length * stateElements(shape));
  past.forEach((node, i) => states.set(node.state!, i * stateElements(shape)));

  const int64 = (values: readonly number[]): SessionTensor => ({
    data: BigInt64Array.from(values, BigInt),
    shape: [values.length],
  });
  const rowOf = (node: TokenNode): number => column.get(node)! - past.length;
  return {
    ids: int64(fresh.map((node) => node.token)),
    pos_ids: int64(fresh.map((node) => node.position)),
    bias: { data: bias, shape: [fresh.length, columns] },
    past: { data: states, shape: [past.length, shape.blocks, 2, shape.width] },
    out_idx: int64(ends.map(rowOf)),
    keep_idx: int64(kept.map(rowOf)),
  };
}

/** Elements of one node's keys and values. */
function stateElements({ blocks, width }: TreeShape): number {
  return blocks * 2 * width;
}

function rows(data: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: data.length / width }, (_, i) => data.slice(i * width, (i + 1) * width));
}
