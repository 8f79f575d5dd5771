import type { TextTower } from '../checkpoint/clipCheckpoint';
import { GraphBuilder, type Value } from './graphBuilder';
import { afterAttention, layerNorm, linear, scaledQueries } from './transformerBlock';

/**
 * The text tower over a tree of tokens instead of padded rows. CLIP's text attention is causal, so a token's state
 * depends on the tokens before it only: prompts that begin alike share those states, and states of earlier runs can
 * be given again.
 *
 * N new nodes of the tree attend to P past nodes and to each other as `bias` allows (0 for a node's ancestors and
 * itself, a large negative number elsewhere):
 * - `ids[N]`, `pos_ids[N]`, `bias[N, P+N]`
 * - `past[P, blocks, 2, width]`: keys and values of past nodes, as an earlier run's `present` gave them
 * - `out_idx[V]`: the new nodes at which texts end → `text_embeds[V, embeddingWidth]`, not normalised
 * - `keep_idx[K]`: the new nodes whose keys and values are wanted → `present[K, blocks, 2, width]`
 *
 * Nothing reads the last block's output but the ends of texts, so that block computes queries, output and
 * perceptron only there.
 */
export function textGraph(
  tower: TextTower,
  embeddingWidth: number,
  location: (file: string) => string,
): Uint8Array {
  const { width, heads, blocks, normEpsilon } = tower;
  const headWidth = width / heads;
  const graph = new GraphBuilder(location);
  const ids = graph.input('ids', 'int64', ['N']);
  const positions = graph.input('pos_ids', 'int64', ['N']);
  const bias = graph.input('bias', 'float', ['N', 'P+N']);
  const past = graph.input('past', 'float', ['P', blocks.length, 2, width]);
  const ends = graph.input('out_idx', 'int64', ['V']);
  const kept = graph.input('keep_idx', 'int64', ['K']);

  const take = (from: Value, indices: Value): Value => graph.operator('Gather', [from, indices]);
  const byHead = (x: Value, perm: readonly number[]): Value =>
    graph.operator('Transpose', [x], { ints: { perm } });
  const isLast = (i: number): boolean => i === blocks.length - 1;

  let x = graph.operator('Add', [
    take(graph.weight(tower.tokens), ids),
    take(graph.weight(tower.positions), positions),
  ]);
  const pastOfBlocks =
    blocks.length === 1
      ? [past]
      : graph.operators('Split', [past], blocks.length, { ints: { axis: 1, num_outputs: blocks.length } });
  const endBias = take(bias, ends);
  const present: Value[] = [];
  blocks.forEach((block, i) => {
    const normed = layerNorm(graph, x, block.attentionNorm, normEpsilon);
    const queries = scaledQueries(graph, isLast(i) ? take(normed, ends) : normed, block, tower);
    const newKeysValues = graph.operator(
      'Concat',
      [linear(graph, normed, block.key), linear(graph, normed, block.value)],
      { ints: { axis: 1 } },
    );
    present.push(graph.operator('Reshape', [take(newKeysValues, kept), graph.ints(-1, 1, 2, width)]));
    const heads4 = graph.ints(-1, 2, heads, headWidth);
    const keysValues = graph.operator(
      'Concat',
      [
        graph.operator('Reshape', [pastOfBlocks[i]!, heads4]),
        graph.operator('Reshape', [newKeysValues, heads4]),
      ],
      { ints: { axis: 0 } },
    ); // [P+N, 2, heads, headWidth]
    const [keys, values] = graph
      .operators('Split', [keysValues], 2, { ints: { axis: 1, num_outputs: 2 } })
      .map((half) => graph.operator('Squeeze', [half, graph.ints(1)])) as [Value, Value];
    const logits = graph.operator('Add', [
      graph.operator('MatMul', [
        byHead(graph.operator('Reshape', [queries, graph.ints(-1, heads, headWidth)]), [1, 0, 2]),
        byHead(keys, [1, 2, 0]),
      ]),
      isLast(i) ? endBias : bias,
    ]);
    const weights = softmaxOfMasked(graph, logits); // [heads, N, P+N]
    const attended = graph.operator('MatMul', [weights, byHead(values, [1, 0, 2])]);
    const attendedRows = graph.operator('Reshape', [byHead(attended, [1, 0, 2]), graph.ints(-1, width)]);
    x = afterAttention(graph, isLast(i) ? take(x, ends) : x, attendedRows, block, tower);
  });
  const pooled = layerNorm(graph, x, tower.finalNorm, normEpsilon);
  graph.operator('Identity', [linear(graph, pooled, tower.projection)], { as: 'text_embeds' });
  graph.output('text_embeds', 'float', ['V', embeddingWidth]);
  graph.operator('Concat', present, { ints: { axis: 1 }, as: 'present' });
  graph.output('present', 'float', ['K', blocks.length, 2, width]);
  return graph.encode('clip text tower');
}

/**
 * Softmax over the last axis in which masked logits weigh nothing. They are raised to 80 below the row's largest:
 * exp(-80) vanishes beside 1 in float32, while the exp of a mask far below would be a denormal number, which
 * processors are slow with. A moderate mask alone (-60) would be as fast, but is wrong where a checkpoint's logits
 * differ by more than some 40.
 */
function softmaxOfMasked(graph: GraphBuilder, logits: Value): Value {
  const largest = graph.operator('ReduceMax', [logits, graph.ints(-1)]);
  const floor = graph.operator('Sub', [largest, graph.float(80)]);
  return graph.operator('Softmax', [graph.operator('Max', [logits, floor])], { ints: { axis: -1 } });
}
