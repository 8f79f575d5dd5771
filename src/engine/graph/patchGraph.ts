import type { Block, VisionTransformer } from '../checkpoint/clipCheckpoint';
import { GraphBuilder, type Value } from './graphBuilder';
import { broughtByPlace, cosineBackward, linearBackward, normBackward, slope } from './backward';
import { activate, afterAttention, layerNorm, linear } from './transformerBlock';
import { reshape, slice, transpose } from './shapes';
import {
  attention,
  classTokenOf,
  embedPatches,
  readValues,
  tokenCounts,
  type Attention,
} from './visionBlocks';

/**
 * What a ViT makes of the places of one picture, beside the embedding that scores are made of.
 *
 * - `pixel_values[1, 3, imageSize, imageSize]`, and `directions[K, embeddingWidth]`: texts, of unit length
 * - `patch_features[patches, embeddingWidth]`, not normalised: each place's own embedding, by a last block that is reduced
 *   to attention among like places (keys with keys, drawn to near ones), without residual and perceptron, which carry the
 *   whole picture rather than the place (MaskCLIP, Zhou et al. 2022; ClearCLIP, Lan et al. 2024; NACLIP, Hajimiri et al.
 *   2025)
 * - `evidence[K, patches]`: what each place brought into the class token in the last block, along the direction in which the
 *   cosine with each text grows; its gradient, computed forward, as it concerns one token only
 * - `attention[blocks, patches]`: how much of each place the class token has read after each block (rollout over heads,
 *   Abnar and Zuidema 2020)
 */
export function patchGraph(
  tower: VisionTransformer,
  embeddingWidth: number,
  location: (file: string) => string,
): Uint8Array {
  const { width, blocks, normEpsilon, imageSize } = tower;
  const { tokens, patches } = tokenCounts(tower);
  const graph = new GraphBuilder(location);
  const pixels = graph.input('pixel_values', 'float', [1, 3, imageSize, imageSize]);
  const directions = graph.input('directions', 'float', ['K', embeddingWidth]);
  const sequence = embedPatches(graph, tower, pixels);
  let x = layerNorm(graph, reshape(graph, sequence, -1, width), tower.firstNorm, normEpsilon); // [tokens, width]
  const read: Value[] = []; // the class token's row of each block's rollout, [1, patches]
  let rollout: Value | undefined;
  for (const [i, block] of blocks.entries()) {
    const normed = layerNorm(graph, x, block.attentionNorm, normEpsilon);
    const attended = attention(graph, tower, block, normed, normed, tokens);
    rollout = rolledOut(graph, tokens, attended.weights, rollout);
    read.push(slice(graph, slice(graph, rollout, 0, 0, 1), 1, 1, tokens));
    if (i === blocks.length - 1) {
      const features = ownEmbeddings(graph, tower, block, attended);
      graph.operator('Identity', [slice(graph, features, 0, 1, tokens)], { as: 'patch_features' });
      graph.output('patch_features', 'float', [patches, embeddingWidth]);
      const evidence = evidenceOf(graph, tower, block, attended, classTokenOf(graph, tower, x), directions);
      graph.operator('Identity', [slice(graph, evidence, 1, 1, tokens)], { as: 'evidence' });
      graph.output('evidence', 'float', ['K', patches]);
    } else
      x = afterAttention(graph, x, readValues(graph, tower, attended.weights, attended.values), block, tower);
  }
  graph.operator('Concat', read, { ints: { axis: 0 }, as: 'attention' });
  graph.output('attention', 'float', [blocks.length, patches]);
  return graph.encode('clip image tower by place');
}

/** ½(A + 1) · what went before, A the mean over heads: `[tokens, tokens]`. */
function rolledOut(graph: GraphBuilder, tokens: number, weights: Value, before: Value | undefined): Value {
  const mean = graph.operator('ReduceMean', [weights, graph.ints(0, 1)], { ints: { keepdims: 0 } });
  const identity = new Float32Array(tokens * tokens);
  for (let i = 0; i < tokens; i++) identity[i * tokens + i] = 1;
  const own = graph.operator('Mul', [
    graph.operator('Add', [mean, graph.floats('identity', identity, [tokens, tokens])]),
    graph.float(0.5),
  ]);
  return before === undefined ? own : graph.operator('MatMul', [own, before]);
}

/** The embedding of each token by the reduced last block: `[tokens, embeddingWidth]`. */
function ownEmbeddings(
  graph: GraphBuilder,
  tower: VisionTransformer,
  block: Block,
  { keys, values }: Attention,
): Value {
  const { width, heads, normEpsilon } = tower;
  const { tokens, side } = tokenCounts(tower);
  const alike = graph.operator('Mul', [
    graph.operator('MatMul', [transpose(graph, keys, 0, 1, 3, 2), keys]),
    graph.float((width / heads) ** -0.5),
  ]); // [1, heads, tokens, tokens]
  const drawn = graph.operator('Add', [
    alike,
    graph.floats('nearness', nearness(side), [1, 1, tokens, tokens]),
  ]);
  const weights = graph.operator('Softmax', [drawn], { ints: { axis: -1 } });
  const attended = linear(graph, readValues(graph, tower, weights, values), block.output);
  return linear(graph, layerNorm(graph, attended, tower.finalNorm, normEpsilon), tower.projection);
}

/** exp(−distance² / 2σ²) between two places; 0 to and from the class token, which has no place. */
function nearness(side: number): Float32Array {
  const tokens = 1 + side * side;
  const deviation = Math.max(1.5, side / 3);
  const near = new Float32Array(tokens * tokens);
  for (let a = 1; a < tokens; a++) {
    for (let b = 1; b < tokens; b++) {
      const rows = Math.floor((a - 1) / side) - Math.floor((b - 1) / side);
      const columns = ((a - 1) % side) - ((b - 1) % side);
      near[a * tokens + b] = Math.exp(-(rows ** 2 + columns ** 2) / (2 * deviation ** 2));
    }
  }
  return near;
}

/**
 * Σ over heads of A(class, place) · (g · v(place)), g the gradient of each text's cosine at what attention gives the class
 * token: `[K, tokens]`. What follows there (output, residual, norm, perceptron, residual, norm, projection, unit length) is
 * gone through once forward and once backward.
 */
function evidenceOf(
  graph: GraphBuilder,
  tower: VisionTransformer,
  block: Block,
  { weights, values }: Attention,
  residual: Value,
  directions: Value,
): Value {
  const { width, heads, normEpsilon } = tower;
  const classWeights = graph.operator('Slice', [weights, graph.ints(0), graph.ints(1), graph.ints(2)]); // [1, heads, 1, tokens]
  const attended = readValues(graph, tower, classWeights, values); // [1, width]
  const state = graph.operator('Add', [residual, linear(graph, attended, block.output)]);
  const hidden = linear(graph, layerNorm(graph, state, block.perceptronNorm, normEpsilon), block.up);
  const last = graph.operator('Add', [
    state,
    linear(graph, activate(graph, hidden, tower.activation), block.down),
  ]);
  const embedding = linear(graph, layerNorm(graph, last, tower.finalNorm, normEpsilon), tower.projection);

  const atEmbedding = cosineBackward(graph, embedding, directions);
  const atLast = normBackward(
    graph,
    last,
    tower.finalNorm,
    normEpsilon,
    linearBackward(graph, atEmbedding, tower.projection),
  );
  const atHidden = graph.operator('Mul', [
    linearBackward(graph, atLast, block.down),
    slope(graph, hidden, tower.activation),
  ]);
  const atState = graph.operator('Add', [
    atLast,
    normBackward(graph, state, block.perceptronNorm, normEpsilon, linearBackward(graph, atHidden, block.up)),
  ]);
  const atAttended = linearBackward(graph, atState, block.output); // [K, width]

  return broughtByPlace(graph, heads, width, { weights: classWeights, values }, atAttended);
}
