import type { LazySession, SessionTensor } from '../session';
import type { StateBlock, TokenNode } from './tokenTree';

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

/**
 * @returns embeddings of `run.ends`, not normalised, each a view of one array; the states of `run.kept`, a row each in
 * that order
 */
export async function runTree(
  session: LazySession,
  run: TreeRun,
  shape: TreeShape,
): Promise<{ embeddings: Float32Array[]; states: StateBlock }> {
  const matrices = 2 * shape.blocks;
  const rows = run.kept.length;
  const states = { data: new Float32Array(matrices * rows * shape.width), rows };
  const { text_embeds: embeddings } = await session.run(inputs(run, shape), {
    text_embeds: null,
    ...(rows > 0 && { present: { data: states.data, shape: [matrices * rows, shape.width] } }),
  });
  return { embeddings: views(embeddings!, shape.embeddingWidth), states };
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

  const int64 = (values: readonly number[]): SessionTensor => ({
    data: BigInt64Array.from(values, BigInt),
    shape: [values.length],
  });
  const rowOf = (node: TokenNode): number => column.get(node)! - past.length;
  return {
    ids: int64(fresh.map((node) => node.token)),
    pos_ids: int64(fresh.map((node) => node.position)),
    bias: { data: bias, shape: [1, 1, fresh.length, columns] },
    past: { data: gather(past, shape), shape: [2 * shape.blocks, past.length, shape.width] },
    out_idx: int64(ends.map(rowOf)),
    keep_idx: int64(kept.map(rowOf)),
  };
}

/** The states of nodes, `[2 blocks, nodes, width]`. Rows that lie side by side are copied together. */
function gather(nodes: readonly TokenNode[], { blocks, width }: TreeShape): Float32Array {
  const states = new Float32Array(2 * blocks * nodes.length * width);
  for (let first = 0, count; first < nodes.length; first += count) {
    const { block, row } = nodes[first]!.state!;
    count = 1;
    for (let next; (next = nodes[first + count]?.state) && next.block === block; count++)
      if (next.row !== row + count) break;
    for (let matrix = 0; matrix < 2 * blocks; matrix++) {
      const start = (matrix * block.rows + row) * width;
      states.set(block.data.subarray(start, start + count * width), (matrix * nodes.length + first) * width);
    }
  }
  return states;
}

function views(data: Float32Array, width: number): Float32Array[] {
  return Array.from({ length: data.length / width }, (_, i) => data.subarray(i * width, (i + 1) * width));
}
