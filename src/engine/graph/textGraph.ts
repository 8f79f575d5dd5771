import type { Norm, TextTower } from '../checkpoint/clipCheckpoint';
import { GraphBuilder, type Value } from './graphBuilder';
import type { TextArithmetic } from './textArithmetic';
import { activate, layerNorm } from './transformerBlock';

/**
 * The text tower over a tree of tokens instead of padded rows. CLIP's text attention is causal, so a token's state
 * depends on the tokens before it only: prompts that begin alike share those states, and states of earlier runs can
 * be given again.
 *
 * N new nodes of the tree attend to P past nodes and to each other as `bias` allows (0 for a node's ancestors and
 * itself, a large negative number elsewhere):
 * - `ids[N]`, `pos_ids[N]`, `bias[N, P+N]`
 * - `past[blocks, P, 2, width]`: keys and values of past nodes, as an earlier run's `present` gave them
 * - `out_idx[V]`: the new nodes at which texts end → `text_embeds[V, embeddingWidth]`, not normalised
 * - `keep_idx[K]`: the new nodes whose keys and values are wanted → `present[blocks, K, 2, width]`
 *
 * Nothing reads the last block's output but the ends of texts, so that block computes queries, output and
 * perceptron only there.
 */
export function textGraph(
  tower: TextTower,
  embeddingWidth: number,
  arithmetic: TextArithmetic,
  location: (file: string) => string,
): Uint8Array {
  const { width, heads, blocks, normEpsilon } = tower;
  const headWidth = width / heads;
  const graph = new GraphBuilder(location);
  const ids = graph.input('ids', 'int64', ['N']);
  const positions = graph.input('pos_ids', 'int64', ['N']);
  const bias = graph.input('bias', 'float', ['N', 'P+N']);
  const past = graph.input('past', 'float', [blocks.length, 'P', 2, width]);
  const ends = graph.input('out_idx', 'int64', ['V']);
  const kept = graph.input('keep_idx', 'int64', ['K']);

  const take = (from: Value, indices: Value): Value => graph.operator('Gather', [from, indices]);
  const reshape = (x: Value, ...shape: readonly number[]): Value =>
    graph.operator('Reshape', [x, graph.ints(...shape)]);
  const transpose = (x: Value, ...perm: readonly number[]): Value =>
    graph.operator('Transpose', [x], { ints: { perm } });
  const norm = (x: Value, which: Norm): Value => layerNorm(graph, x, which, normEpsilon);

  let x = graph.operator('Add', [
    take(graph.weight(tower.tokens), ids),
    take(graph.weight(tower.positions), positions),
  ]);
  const present: Value[] = [];
  blocks.forEach((block, i) => {
    const isLast = i === blocks.length - 1;
    const normed = norm(x, block.attentionNorm);
    const { queries, states } = arithmetic.attentionInputs(graph, i, {
      queries: isLast ? take(normed, ends) : normed,
      states: normed,
    });
    present.push(reshape(take(states, kept), 1, -1, 2, width));
    const all = graph.operator('Concat', [take(past, graph.ints(i)), reshape(states, 1, -1, 2, width)], {
      ints: { axis: 1 },
    });
    const [keys, values] = graph.operators(
      'Split',
      [transpose(reshape(all, -1, 2, heads, headWidth), 1, 2, 0, 3)],
      2,
      { ints: { axis: 0, num_outputs: 2 } },
    ); // [1, heads, P+N, headWidth] each
    const attended = arithmetic.attend(graph, {
      queries: transpose(reshape(queries, 1, -1, heads, headWidth), 0, 2, 1, 3),
      keys: transpose(keys!, 0, 1, 3, 2),
      values: values!,
      bias: isLast ? take(bias, ends) : bias,
    });
    const attendedRows = reshape(transpose(attended, 0, 2, 1, 3), -1, width);
    x = graph.operator('Add', [
      isLast ? take(x, ends) : x,
      arithmetic.project(graph, attendedRows, block.output),
    ]);
    const hidden = arithmetic.project(graph, norm(x, block.perceptronNorm), block.up);
    x = graph.operator('Add', [
      x,
      arithmetic.project(graph, activate(graph, hidden, tower.activation), block.down),
    ]);
  });
  const pooled = norm(x, tower.finalNorm);
  graph.operator('Identity', [arithmetic.project(graph, pooled, tower.projection)], { as: 'text_embeds' });
  graph.output('text_embeds', 'float', ['V', embeddingWidth]);
  graph.operator('Concat', present, { ints: { axis: 0 }, as: 'present' });
  graph.output('present', 'float', [blocks.length, 'K', 2, width]);
  return graph.encode('clip text tower');
}
