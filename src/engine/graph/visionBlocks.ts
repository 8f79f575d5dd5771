import type { Block, PooledTransformer, VisionTransformer } from '../checkpoint/clipCheckpoint';
import type { GraphBuilder, Value } from './graphBuilder';
import { reshape, slice, transpose } from './shapes';
import { activate, layerNorm, linear, scaledQueries } from './transformerBlock';

export type PatchTower = VisionTransformer | PooledTransformer;

/** Patches of a picture, and tokens: the patches, and before them the class token, where the tower has one. */
export function tokenCounts({ kind, imageSize, patchSize }: PatchTower): {
  readonly side: number;
  readonly patches: number;
  readonly tokens: number;
} {
  const side = Math.floor(imageSize / patchSize);
  return { side, patches: side ** 2, tokens: (kind === 'vit' ? 1 : 0) + side ** 2 };
}

/** `pixel_values[B, 3, imageSize, imageSize]` → all tokens with their positions, `[B, tokens, width]`. */
export function embedPatches(graph: GraphBuilder, tower: PatchTower, pixels: Value): Value {
  const { width, patchSize } = tower;
  const { patches } = tokenCounts(tower);
  const bias = tower.kind === 'pooled' ? [graph.weight(tower.patchBias)] : [];
  const embedded = graph.operator('Conv', [pixels, graph.weight(tower.patches), ...bias], {
    ints: { kernel_shape: [patchSize, patchSize], strides: [patchSize, patchSize] },
  });
  const patchRows = transpose(graph, reshape(graph, embedded, 0, width, patches), 0, 2, 1); // [B, patches, width]
  if (tower.kind === 'pooled') return graph.operator('Add', [patchRows, graph.weight(tower.positions)]);
  const batch = graph.operator('Shape', [pixels], { ints: { start: 0, end: 1 } });
  const classRows = graph.operator('Expand', [
    graph.weight(tower.classToken, [1, 1, width]),
    graph.operator('Concat', [batch, graph.ints(1, width)], { ints: { axis: 0 } }),
  ]);
  return graph.operator('Add', [
    graph.operator('Concat', [classRows, patchRows], { ints: { axis: 1 } }),
    graph.weight(tower.positions),
  ]);
}

/** The class token's rows of `[B · tokens, width]`: `[B, width]`. */
export function classTokenOf(graph: GraphBuilder, tower: VisionTransformer, x: Value): Value {
  const { width } = tower;
  const rows = reshape(graph, x, -1, tokenCounts(tower).tokens, width);
  return reshape(graph, slice(graph, rows, 1, 0, 1), -1, width);
}

/** What a block's attention is made of: rows of all heads, apart by head. */
export interface Attention {
  /** Softmax of queries and keys, `[B, heads, queries, tokens]`. */
  readonly weights: Value;
  /** `[B, heads, width / heads, tokens]` */
  readonly keys: Value;
  /** `[B, heads, tokens, width / heads]` */
  readonly values: Value;
}

/**
 * @param normed `[B · tokens, width]`
 * @param asking the rows that ask: `normed`, or only some of each picture's
 * @param queries rows of each picture that ask
 */
export function attention(
  graph: GraphBuilder,
  tower: PatchTower,
  block: Block,
  normed: Value,
  asking: Value,
  queries: number,
): Attention {
  const { tokens } = tokenCounts(tower);
  const asked = scaledQueries(graph, asking, block, tower);
  const keys = byHead(graph, tower, linear(graph, normed, block.key), tokens, 0, 2, 3, 1);
  const weights = graph.operator(
    'Softmax',
    [graph.operator('MatMul', [byHead(graph, tower, asked, queries, 0, 2, 1, 3), keys])],
    { ints: { axis: -1 } },
  );
  const values = byHead(graph, tower, linear(graph, normed, block.value), tokens, 0, 2, 1, 3);
  return { weights, keys, values };
}

/**
 * What the learnt query of a tower without class token reads of its tokens.
 * @param states `[B · tokens, width]`, after the final norm
 */
export function poolingAttention(graph: GraphBuilder, tower: PooledTransformer, states: Value): Attention {
  const { width, heads, pool } = tower;
  const { tokens } = tokenCounts(tower);
  const asked = graph.operator('Mul', [
    linear(graph, graph.weight(pool.probe, [1, width]), pool.query),
    graph.float((width / heads) ** -0.5),
  ]);
  const keys = byHead(graph, tower, linear(graph, states, pool.key), tokens, 0, 2, 3, 1);
  const weights = graph.operator(
    'Softmax',
    [graph.operator('MatMul', [byHead(graph, tower, asked, 1, 0, 2, 1, 3), keys])],
    { ints: { axis: -1 } },
  );
  return {
    weights,
    keys,
    values: byHead(graph, tower, linear(graph, states, pool.value), tokens, 0, 2, 1, 3),
  };
}

/** The embeddings of what the learnt query has read: `[rows, width]` → `[rows, width]`. */
export function embedPooled(graph: GraphBuilder, tower: PooledTransformer, read: Value): Value {
  const { pool, normEpsilon, activation } = tower;
  const x = linear(graph, read, pool.output);
  const hidden = linear(graph, layerNorm(graph, x, pool.perceptronNorm, normEpsilon), pool.up);
  return graph.operator('Add', [x, linear(graph, activate(graph, hidden, activation), pool.down)]);
}

/** The values that each asking row reads, the heads beside each other again: `[B · queries, width]`. */
export function readValues(graph: GraphBuilder, { width }: PatchTower, weights: Value, values: Value): Value {
  return reshape(graph, transpose(graph, graph.operator('MatMul', [weights, values]), 0, 2, 1, 3), -1, width);
}

function byHead(
  graph: GraphBuilder,
  { width, heads }: PatchTower,
  rows: Value,
  length: number,
  ...perm: readonly number[]
): Value {
  return transpose(graph, reshape(graph, rows, -1, length, heads, width / heads), ...perm);
}
