import type { PaddedTextTower } from '../checkpoint/clipCheckpoint';
import { GraphBuilder, type Value } from './graphBuilder';
import { reshape, slice } from './shapes';
import { activate, layerNorm, linear } from './transformerBlock';

/**
 * SigLIP's text tower: `ids[B, contextLength]`, filled up → `text_embeds[B, embeddingWidth]`, not normalised. Every token
 * reads all others, so that texts share no states. The embedding is the last place's: the last block computes queries,
 * output and perceptron for that place only.
 */
export function paddedTextGraph(
  tower: PaddedTextTower,
  embeddingWidth: number,
  location: (file: string) => string,
): Uint8Array {
  const { width, heads, blocks, normEpsilon, contextLength, activation } = tower;
  const graph = new GraphBuilder(location);
  const ids = graph.input('ids', 'int64', ['B', contextLength]);
  const byText = (rows: Value, places: number): Value => reshape(graph, rows, -1, places, width);
  const lastPlaces = (rows: Value): Value =>
    reshape(graph, slice(graph, byText(rows, contextLength), 1, contextLength - 1, contextLength), -1, width);

  const embedded = graph.operator('Add', [
    graph.operator('Gather', [graph.weight(tower.tokens), ids]),
    graph.weight(tower.positions),
  ]);
  let x = reshape(graph, embedded, -1, width); // [B · contextLength, width]
  blocks.forEach((block, i) => {
    const isLast = i === blocks.length - 1;
    const normed = layerNorm(graph, x, block.attentionNorm, normEpsilon);
    const asking = isLast ? lastPlaces(normed) : normed;
    const attended = graph.operator(
      'MultiHeadAttention',
      [
        byText(linear(graph, asking, block.query), isLast ? 1 : contextLength),
        byText(linear(graph, normed, block.key), contextLength),
        byText(linear(graph, normed, block.value), contextLength),
      ],
      { ints: { num_heads: heads }, domain: 'com.microsoft' },
    );
    x = graph.operator('Add', [
      isLast ? lastPlaces(x) : x,
      linear(graph, reshape(graph, attended, -1, width), block.output),
    ]);
    const hidden = linear(graph, layerNorm(graph, x, block.perceptronNorm, normEpsilon), block.up);
    x = graph.operator('Add', [x, linear(graph, activate(graph, hidden, activation), block.down)]);
  });
  const pooled = layerNorm(graph, x, tower.finalNorm, normEpsilon);
  graph.operator('Identity', [linear(graph, pooled, tower.projection)], { as: 'text_embeds' });
  graph.output('text_embeds', 'float', ['B', embeddingWidth]);
  return graph.encode('siglip text tower');
}
