import type { PooledTransformer } from '../checkpoint/clipCheckpoint';
import { broughtByPlace, cosineBackward, linearBackward, normBackward, slope } from './backward';
import { GraphBuilder, type Dimension, type Value } from './graphBuilder';
import { reshape } from './shapes';
import { activate, afterAttention, layerNorm, linear } from './transformerBlock';
import {
  attention,
  embedPatches,
  embedPooled,
  poolingAttention,
  readValues,
  tokenCounts,
} from './visionBlocks';

/**
 * SigLIP's image tower: `pixel_values[B, 3, imageSize, imageSize]` → `image_embeds[B, width]`, not normalised. A learnt
 * query reads the patches after the last block.
 */
export function pooledVisionGraph(tower: PooledTransformer, location: (file: string) => string): Uint8Array {
  const graph = new GraphBuilder(location);
  const { states } = placeStates(graph, tower, 'B');
  const { weights, values } = poolingAttention(graph, tower, states);
  const embeddings = embedPooled(graph, tower, readValues(graph, tower, weights, values));
  graph.operator('Identity', [embeddings], { as: 'image_embeds' });
  graph.output('image_embeds', 'float', ['B', tower.width]);
  return graph.encode('siglip image tower');
}

/**
 * What SigLIP's image tower makes of the places of one picture; inputs and outputs as of `patchGraph`. A place's own
 * embedding is that of the picture if the learnt query read this place alone. Of attention there is one row: what the query
 * reads, rolled out over the blocks before it.
 */
export function pooledPatchGraph(tower: PooledTransformer, location: (file: string) => string): Uint8Array {
  const { width, heads, pool, normEpsilon } = tower;
  const { patches } = tokenCounts(tower);
  const graph = new GraphBuilder(location);
  const { states, rollout } = placeStates(graph, tower, 1);
  const directions = graph.input('directions', 'float', ['K', width]);
  const { weights, values } = poolingAttention(graph, tower, states);

  graph.operator('Identity', [embedPooled(graph, tower, linear(graph, states, pool.value))], {
    as: 'patch_features',
  });
  graph.output('patch_features', 'float', [patches, width]);

  const x = linear(graph, readValues(graph, tower, weights, values), pool.output);
  const hidden = linear(graph, layerNorm(graph, x, pool.perceptronNorm, normEpsilon), pool.up);
  const perceptron = linear(graph, activate(graph, hidden, tower.activation), pool.down);
  const atEmbedding = cosineBackward(graph, graph.operator('Add', [x, perceptron]), directions);
  const atHidden = graph.operator('Mul', [
    linearBackward(graph, atEmbedding, pool.down),
    slope(graph, hidden, tower.activation),
  ]);
  const atX = graph.operator('Add', [
    atEmbedding,
    normBackward(graph, x, pool.perceptronNorm, normEpsilon, linearBackward(graph, atHidden, pool.up)),
  ]);
  const evidence = broughtByPlace(
    graph,
    heads,
    width,
    { weights, values },
    linearBackward(graph, atX, pool.output),
  );
  graph.operator('Identity', [evidence], { as: 'evidence' });
  graph.output('evidence', 'float', ['K', patches]);

  graph.operator('MatMul', [meanOfHeads(graph, weights), rollout], { as: 'attention' });
  graph.output('attention', 'float', [1, patches]);
  return graph.encode('siglip image tower by place');
}

/**
 * What SigLIP's learnt query reads of one picture, the only one whose state becomes the embedding:
 * `pixel_values[1, 3, imageSize, imageSize]` → `own[1, patches]` of its own layer, and `rollout[1, patches]` over the blocks
 * before it.
 */
export function pooledAttentionGraph(
  tower: PooledTransformer,
  location: (file: string) => string,
): Uint8Array {
  const { patches } = tokenCounts(tower);
  const graph = new GraphBuilder(location);
  const { states, rollout } = placeStates(graph, tower, 1);
  const own = meanOfHeads(graph, poolingAttention(graph, tower, states).weights);
  graph.operator('Identity', [own], { as: 'own' });
  graph.output('own', 'float', [1, patches]);
  graph.operator('MatMul', [own, rollout], { as: 'rollout' });
  graph.output('rollout', 'float', [1, patches]);
  return graph.encode('siglip image tower by attention');
}

interface PlaceStates {
  /** `[B · patches, width]`, after the final norm. */
  readonly states: Value;
  /** ½(A + 1) of each block multiplied, A the mean over its heads: `[patches, patches]`, of one picture only. */
  readonly rollout: Value;
}

function placeStates(graph: GraphBuilder, tower: PooledTransformer, batch: Dimension): PlaceStates {
  const { width, blocks, normEpsilon, imageSize } = tower;
  const { tokens } = tokenCounts(tower);
  const pixels = graph.input('pixel_values', 'float', [batch, 3, imageSize, imageSize]);
  let x = reshape(graph, embedPatches(graph, tower, pixels), -1, width);
  let rollout: Value | undefined;
  for (const block of blocks) {
    const normed = layerNorm(graph, x, block.attentionNorm, normEpsilon);
    const { weights, values } = attention(graph, tower, block, normed, normed, tokens);
    x = afterAttention(graph, x, readValues(graph, tower, weights, values), block, tower);
    if (batch !== 1) continue;
    const mean = meanOfHeads(graph, weights);
    const identity = graph.operator('EyeLike', [mean]);
    const step = graph.operator('Mul', [graph.operator('Add', [mean, identity]), graph.float(0.5)]);
    rollout = rollout === undefined ? step : graph.operator('MatMul', [step, rollout]);
  }
  return { states: layerNorm(graph, x, tower.finalNorm, normEpsilon), rollout: rollout ?? '' };
}

/** `[1, heads, rows, columns]` → `[rows, columns]` */
function meanOfHeads(graph: GraphBuilder, weights: Value): Value {
  return graph.operator('ReduceMean', [weights, graph.ints(0, 1)], { ints: { keepdims: 0 } });
}
