import type { LazySession, SessionTensor } from '../session';
import type { StateBlock, TokenNode } from './tokenTree';

/** Nodes of a run that attend to no nodes of its other groups. Parents come before their children. */
export interface TreeGroup {
  /** Nodes whose states are known. */
  readonly past: readonly TokenNode[];
  /** Nodes to compute; every ancestor of one is in `past` or in `fresh`. */
  readonly fresh: readonly TokenNode[];
  /** Of `fresh`: where texts end. */
  readonly ends: readonly TokenNode[];
}

/** What one run of the text graph computes, and from what. */
export interface TreeRun {
  /** All with as many past nodes and as many ends; where one has fewer fresh nodes, others are computed in vain. */
  readonly groups: readonly TreeGroup[];
  /** Of the fresh nodes: whose states are wanted. */
  readonly kept: readonly TokenNode[];
}

export interface TreeShape {
  readonly blocks: number;
  readonly width: number;
  readonly embeddingWidth: number;
}

/**
 * @returns embeddings of the groups' ends, not normalised, each a view of one array; the states of `run.kept`, a row
 * each in that order
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

function inputs({ groups, kept }: TreeRun, shape: TreeShape): Record<string, SessionTensor> {
  const pastRows = groups[0]!.past.length;
  const freshRows = Math.max(...groups.map(({ fresh }) => fresh.length));
  const columns = pastRows + freshRows;
  const rowOf = new Map<TokenNode, number>();
  // What fills a group up is some token of the vocabulary, seen by nothing.
  const ids = new BigInt64Array(groups.length * freshRows);
  const positions = new BigInt64Array(groups.length * freshRows);
  const bias = new Float32Array(groups.length * freshRows * columns).fill(maskedBias);
  groups.forEach(({ past, fresh }, group) => {
    const columnOf = new Map([...past, ...fresh].map((node, column) => [node, column]));
    fresh.forEach((node, i) => {
      const row = group * freshRows + i;
      rowOf.set(node, row);
      ids[row] = BigInt(node.token);
      positions[row] = BigInt(node.position);
      for (let at: TokenNode | undefined = node; at; at = at.parent)
        bias[row * columns + columnOf.get(at)!] = 0;
    });
  });
  const ends = groups.flatMap(({ ends }) => ends);
  const endsBias = new Float32Array(ends.length * columns);
  ends.forEach((end, i) => {
    const start = rowOf.get(end)! * columns;
    endsBias.set(bias.subarray(start, start + columns), i * columns);
  });

  const rows = (nodes: readonly TokenNode[]): SessionTensor => ({
    data: BigInt64Array.from(nodes, (node) => BigInt(rowOf.get(node)!)),
    shape: [nodes.length],
  });
  return {
    ids: { data: ids, shape: [ids.length] },
    pos_ids: { data: positions, shape: [positions.length] },
    bias: { data: bias, shape: [groups.length, 1, freshRows, columns] },
    past: {
      data: gather(
        groups.flatMap(({ past }) => past),
        shape,
      ),
      shape: [2 * shape.blocks, groups.length, pastRows, shape.width],
    },
    out_idx: rows(ends),
    out_bias: { data: endsBias, shape: [groups.length, 1, ends.length / groups.length, columns] },
    keep_idx: rows(kept),
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
