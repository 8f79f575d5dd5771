import type { TextTower, Transformer, VisionTransformer } from '../checkpoint/clipCheckpoint';
import { GraphBuilder, type Value } from './graphBuilder';
import { reshape, slice, transpose } from './shapes';
import { afterAttention, layerNorm, linear, scaledQueries } from './transformerBlock';
import { embedPatches, tokenCounts } from './visionBlocks';

/**
 * What a ViT's class token reads of one picture: `pixel_values[1, 3, imageSize, imageSize]` → `own[blocks, tokens]` and
 * `rollout[blocks, tokens]`, see `emitAttention`; the class token itself is the first of the tokens.
 */
export function visionAttentionGraph(
  tower: VisionTransformer,
  location: (file: string) => string,
): Uint8Array {
  const { width, normEpsilon, imageSize } = tower;
  const graph = new GraphBuilder(location);
  const pixels = graph.input('pixel_values', 'float', [1, 3, imageSize, imageSize]);
  const sequence = reshape(graph, embedPatches(graph, tower, pixels), -1, width);
  emitAttention(graph, tower, layerNorm(graph, sequence, tower.firstNorm, normEpsilon), {
    row: 0,
    tokens: tokenCounts(tower).tokens,
  });
  return graph.encode('clip image tower by attention');
}

/**
 * What the token reads whose state is a text's, the last one: `ids[N]`, `pos_ids[N]` of all tokens up to it, and
 * `bias[1, 1, N, N]`, 0 where a token sees another and a large negative number elsewhere → `own[blocks, N]` and
 * `rollout[blocks, N]`, see `emitAttention`.
 */
export function textAttentionGraph(tower: TextTower, location: (file: string) => string): Uint8Array {
  const graph = new GraphBuilder(location);
  const ids = graph.input('ids', 'int64', ['N']);
  const positions = graph.input('pos_ids', 'int64', ['N']);
  const bias = graph.input('bias', 'float', [1, 1, 'N', 'N']);
  const x = graph.operator('Add', [
    graph.operator('Gather', [graph.weight(tower.tokens), ids]),
    graph.operator('Gather', [graph.weight(tower.positions), positions]),
  ]);
  emitAttention(graph, tower, x, { row: -1, tokens: 'N', bias });
  return graph.encode('clip text tower by attention');
}

/**
 * Goes through all blocks, and gives of the token that becomes the embedding, layer by layer:
 * - `own`: what it reads of each token in that layer itself, the mean over heads
 * - `rollout`: what it has read of each token after that layer, rolled out over the layers before: ½(A + 1) of each layer, A
 *   its mean over heads and 1 the residual beside it, multiplied with what went before (Abnar and Zuidema 2020)
 *
 * Rows of both add up to 1.
 * @param x `[tokens, width]`
 * @param row of the token that becomes the embedding: 0 the first, −1 the last
 */
function emitAttention(
  graph: GraphBuilder,
  tower: Transformer,
  x: Value,
  { row, tokens, bias }: { readonly row: 0 | -1; readonly tokens: number | string; readonly bias?: Value },
): void {
  const { blocks, normEpsilon, width } = tower;
  const rowOf = (matrix: Value): Value => slice(graph, matrix, 0, row, row === 0 ? 1 : farEnd);
  const own: Value[] = [];
  const rolled: Value[] = [];
  let rollout: Value | undefined;
  let states = x;
  for (const [i, block] of blocks.entries()) {
    const normed = layerNorm(graph, states, block.attentionNorm, normEpsilon);
    const queries = byHead(graph, tower, scaledQueries(graph, normed, block, tower), 0, 2, 1, 3);
    const keys = byHead(graph, tower, linear(graph, normed, block.key), 0, 2, 3, 1);
    const alike = graph.operator('MatMul', [queries, keys]);
    const seen = bias === undefined ? alike : graph.operator('Add', [alike, bias]);
    const weights = graph.operator('Softmax', [seen], { ints: { axis: -1 } }); // [1, heads, tokens, tokens]
    const mean = graph.operator('ReduceMean', [weights, graph.ints(0, 1)], { ints: { keepdims: 0 } });
    rollout = rolledOut(graph, mean, rollout);
    own.push(rowOf(mean));
    rolled.push(rowOf(rollout));
    if (i === blocks.length - 1) break;
    const values = byHead(graph, tower, linear(graph, normed, block.value), 0, 2, 1, 3);
    const read = transpose(graph, graph.operator('MatMul', [weights, values]), 0, 2, 1, 3);
    states = afterAttention(graph, states, reshape(graph, read, -1, width), block, tower);
  }
  for (const [name, rows] of [
    ['own', own],
    ['rollout', rolled],
  ] as const) {
    graph.operator('Concat', rows, { ints: { axis: 0 }, as: name });
    graph.output(name, 'float', [blocks.length, tokens]);
  }
}

/** Behind every token. */
const farEnd = 2 ** 31 - 1;

/** ½(A + 1) · what went before: `[tokens, tokens]`. */
function rolledOut(graph: GraphBuilder, mean: Value, before: Value | undefined): Value {
  const identity = graph.operator('EyeLike', [mean]);
  const step = graph.operator('Mul', [graph.operator('Add', [mean, identity]), graph.float(0.5)]);
  return before === undefined ? step : graph.operator('MatMul', [step, before]);
}

/** `[tokens, width]` → `[1, tokens, heads, width / heads]`, its axes in another order. */
function byHead(
  graph: GraphBuilder,
  { width, heads }: Transformer,
  rows: Value,
  ...perm: readonly number[]
): Value {
  return transpose(graph, reshape(graph, rows, 1, -1, heads, width / heads), ...perm);
}
