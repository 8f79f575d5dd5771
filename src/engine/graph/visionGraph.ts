import type { VisionTransformer } from '../checkpoint/clipCheckpoint';
import { GraphBuilder, type Value } from './graphBuilder';
import { afterAttention, layerNorm, linear, scaledQueries } from './transformerBlock';

/**
 * The ViT image tower: `pixel_values[B, 3, imageSize, imageSize]` → `image_embeds[B, embeddingWidth]`, not
 * normalised. Its embedding is the class token's, so the last block computes queries, output and perceptron for that
 * token only.
 */
export function visionGraph(
  tower: VisionTransformer,
  embeddingWidth: number,
  location: (file: string) => string,
): Uint8Array {
  const { width, heads, blocks, normEpsilon, imageSize, patchSize } = tower;
  const headWidth = width / heads;
  const patches = Math.floor(imageSize / patchSize) ** 2;
  const tokens = 1 + patches;
  const graph = new GraphBuilder(location);
  const pixels = graph.input('pixel_values', 'float', ['B', 3, imageSize, imageSize]);

  const reshape = (x: Value, ...shape: readonly number[]): Value =>
    graph.operator('Reshape', [x, graph.ints(...shape)]);
  const transpose = (x: Value, ...perm: readonly number[]): Value =>
    graph.operator('Transpose', [x], { ints: { perm } });
  const classTokenOf = (x: Value): Value =>
    reshape(
      graph.operator('Slice', [reshape(x, -1, tokens, width), graph.ints(0), graph.ints(1), graph.ints(1)]),
      -1,
      width,
    );

  const embedded = graph.operator('Conv', [pixels, graph.weight(tower.patches)], {
    ints: { kernel_shape: [patchSize, patchSize], strides: [patchSize, patchSize] },
  });
  const patchRows = transpose(reshape(embedded, 0, width, patches), 0, 2, 1); // [B, patches, width]
  const batch = graph.operator('Shape', [pixels], { ints: { start: 0, end: 1 } });
  const classRows = graph.operator('Expand', [
    graph.weight(tower.classToken, [1, 1, width]),
    graph.operator('Concat', [batch, graph.ints(1, width)], { ints: { axis: 0 } }),
  ]);
  const sequence = graph.operator('Add', [
    graph.operator('Concat', [classRows, patchRows], { ints: { axis: 1 } }),
    graph.weight(tower.positions),
  ]);
  let x = layerNorm(graph, reshape(sequence, -1, width), tower.firstNorm, normEpsilon); // [B * tokens, width]
  blocks.forEach((block, i) => {
    const isLast = i === blocks.length - 1;
    const normed = layerNorm(graph, x, block.attentionNorm, normEpsilon);
    const queries = scaledQueries(graph, isLast ? classTokenOf(normed) : normed, block, tower);
    const byHead = (rows: Value, length: number, ...perm: readonly number[]): Value =>
      transpose(reshape(rows, -1, length, heads, headWidth), ...perm);
    const weights = graph.operator(
      'Softmax',
      [
        graph.operator('MatMul', [
          byHead(queries, isLast ? 1 : tokens, 0, 2, 1, 3),
          byHead(linear(graph, normed, block.key), tokens, 0, 2, 3, 1),
        ]),
      ],
      { ints: { axis: -1 } },
    ); // [B, heads, queries, tokens]
    const attended = graph.operator('MatMul', [
      weights,
      byHead(linear(graph, normed, block.value), tokens, 0, 2, 1, 3),
    ]);
    const attendedRows = reshape(transpose(attended, 0, 2, 1, 3), -1, width);
    x = afterAttention(graph, isLast ? classTokenOf(x) : x, attendedRows, block, tower);
  });
  const pooled = layerNorm(graph, x, tower.finalNorm, normEpsilon);
  graph.operator('Identity', [linear(graph, pooled, tower.projection)], { as: 'image_embeds' });
  graph.output('image_embeds', 'float', ['B', embeddingWidth]);
  return graph.encode('clip image tower');
}
