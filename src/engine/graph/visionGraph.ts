import type { VisionTransformer } from '../checkpoint/clipCheckpoint';
import { GraphBuilder } from './graphBuilder';
import { afterAttention, layerNorm, linear } from './transformerBlock';
import { reshape } from './shapes';
import { attention, classTokenOf, embedPatches, readValues, tokenCounts } from './visionBlocks';

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
  const { width, blocks, normEpsilon, imageSize } = tower;
  const { tokens } = tokenCounts(tower);
  const graph = new GraphBuilder(location);
  const pixels = graph.input('pixel_values', 'float', ['B', 3, imageSize, imageSize]);
  const sequence = embedPatches(graph, tower, pixels);
  let x = layerNorm(graph, reshape(graph, sequence, -1, width), tower.firstNorm, normEpsilon); // [B * tokens, width]
  blocks.forEach((block, i) => {
    const isLast = i === blocks.length - 1;
    const normed = layerNorm(graph, x, block.attentionNorm, normEpsilon);
    const asking = isLast ? classTokenOf(graph, tower, normed) : normed;
    const { weights, values } = attention(graph, tower, block, normed, asking, isLast ? 1 : tokens);
    const attended = readValues(graph, tower, weights, values);
    x = afterAttention(graph, isLast ? classTokenOf(graph, tower, x) : x, attended, block, tower);
  });
  const pooled = layerNorm(graph, x, tower.finalNorm, normEpsilon);
  graph.operator('Identity', [linear(graph, pooled, tower.projection)], { as: 'image_embeds' });
  graph.output('image_embeds', 'float', ['B', embeddingWidth]);
  return graph.encode('clip image tower');
}
