import type { Norm, CausalTextTower } from '../checkpoint/clipCheckpoint';
import { GraphBuilder, type Value } from './graphBuilder';
import type { TextArithmetic } from './textArithmetic';
import { activate, layerNorm } from './transformerBlock';

/**
 * The text tower over a tree of tokens instead of padded rows. CLIP's text attention is causal, so a token's state
 * depends on the tokens before it only: prompts that begin alike share those states, and states of earlier runs can
 * be given again.
 *
 * The nodes come in B groups, each a tree of N new nodes which attend to P past nodes and to each other as `bias`
 * allows (0 for a node's ancestors and itself, a large negative number elsewhere):
 * - `ids[B·N]`, `pos_ids[B·N]`, `bias[B, 1, N, P+N]`
 * - `past[2 blocks, B, P, width]`: keys and values of past nodes, of each block in turn
 * - `out_idx[B·V]`: the new nodes at which texts end, as many in each group, with their rows of `bias` as
 *   `out_bias[B, 1, V, P+N]` → `text_embeds[B·V, embeddingWidth]`, not normalised
 * - `keep_idx[K]`: the new nodes whose keys and values are wanted → `present[2 blocks · K, width]`, of each block in turn
 *
 * Nothing reads the last block's output but the ends of texts, so that block computes queries, output and
 * perceptron only there.
 */
export function textGraph(
  tower: CausalTextTower,
  embeddingWidth: number,
  arithmetic: TextArithmetic,
  location: (file: string) => string,
): Uint8Array {
  const { width, blocks, normEpsilon } = tower;
  const graph = new GraphBuilder(location);
  const ids = graph.input('ids', 'int64', ['B N']);
  const positions = graph.input('pos_ids', 'int64', ['B N']);
  const bias = graph.input('bias', 'float', ['B', 1, 'N', 'P+N']);
  const past = graph.input('past', 'float', [2 * blocks.length, 'B', 'P', width]);
  const ends = graph.input('out_idx', 'int64', ['B V']);
  const endsBias = graph.input('out_bias', 'float', ['B', 1, 'V', 'P+N']);
  const kept = graph.input('keep_idx', 'int64', ['K']);

  const take = (from: Value, indices: Value): Value => graph.operator('Gather', [from, indices]);
  const groups = graph.operator('Shape', [past], { ints: { start: 1, end: 2 } });
  const groupShape = graph.operator('Concat', [groups, graph.ints(-1, width)], { ints: { axis: 0 } });
  /** `[B·rows, width]` → `[B, rows, width]` */
  const byGroup = (rows: Value): Value => graph.operator('Reshape', [rows, groupShape]);
  const norm = (x: Value, which: Norm): Value => layerNorm(graph, x, which, normEpsilon);

  let x = graph.operator('Add', [
    take(graph.weight(tower.tokens), ids),
    take(graph.weight(tower.positions), positions),
  ]);
  const pastStates = graph.operators('Split', [past], 2 * blocks.length, {
    ints: { axis: 0, num_outputs: 2 * blocks.length },
  }); // [1, B, P, width] each
  const present: Value[] = [];
  blocks.forEach((block, i) => {
    const isLast = i === blocks.length - 1;
    const normed = norm(x, block.attentionNorm);
    const { queries, keys, values } = arithmetic.attentionInputs(graph, i, {
      queries: isLast ? take(normed, ends) : normed,
      states: normed,
    });
    const [allKeys, allValues] = [keys, values].map((states, which) => {
      present.push(take(states, kept));
      const pastRows = graph.operator('Squeeze', [pastStates[2 * i + which]!, graph.ints(0)]);
      return graph.operator('Concat', [pastRows, byGroup(states)], { ints: { axis: 1 } });
    });
    const attended = arithmetic.attend(graph, {
      queries: byGroup(queries),
      keys: allKeys!,
      values: allValues!,
      bias: isLast ? endsBias : bias,
    });
    const attendedRows = graph.operator('Reshape', [attended, graph.ints(-1, width)]);
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
  graph.output('text_embeds', 'float', ['B V', embeddingWidth]);
  graph.operator('Concat', present, { ints: { axis: 0 }, as: 'present' });
  graph.output('present', 'float', ['2 blocks K', width]);
  return graph.encode('clip text tower');
}
