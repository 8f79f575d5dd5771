import type { Convolution, ResNetBlock, ResNetTower } from '../checkpoint/clipCheckpoint';
import { broughtByPlace, cosineBackward, linearBackward } from './backward';
import { GraphBuilder, type Dimension, type Value } from './graphBuilder';
import { linear } from './transformerBlock';
import { reshape, slice, transpose } from './shapes';

/** `nn.BatchNorm2d`'s default, which no configuration changes. */
const batchNormEpsilon = 1e-5;

/**
 * CLIP's ResNet image tower: `pixel_values[B, 3, imageSize, imageSize]` → `image_embeds[B, embeddingWidth]`, not
 * normalised. Batch norms stay operators of their own: ONNX Runtime folds them into the convolutions when it opens
 * the graph, so the weights need no second copy on disk.
 */
export function resNetGraph(
  tower: ResNetTower,
  embeddingWidth: number,
  location: (file: string) => string,
): Uint8Array {
  const graph = new GraphBuilder(location);
  const { weights, values } = pooling(graph, places(graph, tower, 'B'), tower.pool);
  const read = graph.operator('MatMul', [weights, values]);
  graph.operator('Identity', [embed(graph, read, tower.pool)], { as: 'image_embeds' });
  graph.output('image_embeds', 'float', ['B', embeddingWidth]);
  return graph.encode('clip resnet image tower');
}

/** `pixel_values[B, 3, imageSize, imageSize]` → `[B, width, side, side]` */
function places(graph: GraphBuilder, tower: ResNetTower, batch: Dimension): Value {
  const edge = tower.imageSize;
  let x = graph.input('pixel_values', 'float', [batch, 3, edge, edge]);
  tower.stem.forEach((each, i) => {
    x = relu(graph, convolve(graph, x, each, i === 0 ? 2 : 1));
  });
  x = averagePool(graph, x);
  for (const block of tower.stages.flat()) x = bottleneck(graph, x, block);
  return x;
}

function bottleneck(graph: GraphBuilder, x: Value, block: ResNetBlock): Value {
  const pooled = (value: Value): Value => (block.stride === 1 ? value : averagePool(graph, value));
  const reduced = relu(graph, convolve(graph, x, block.reduce));
  const filtered = relu(graph, convolve(graph, reduced, block.filter));
  const expanded = convolve(graph, pooled(filtered), block.expand);
  const residual = block.shortcut ? convolve(graph, pooled(x), block.shortcut) : x;
  return relu(graph, graph.operator('Add', [expanded, residual]));
}

/** A convolution that keeps the edges (with stride 1), and its batch norm. */
function convolve(graph: GraphBuilder, x: Value, { weight, size, norm }: Convolution, stride = 1): Value {
  const pad = (size - 1) / 2;
  const convolved = graph.operator('Conv', [x, graph.weight(weight)], {
    ints: { kernel_shape: [size, size], strides: [stride, stride], pads: [pad, pad, pad, pad] },
  });
  const statistics = [norm.gain, norm.bias, norm.mean, norm.variance].map((each) => graph.weight(each));
  return graph.operator('BatchNormalization', [convolved, ...statistics], {
    floats: { epsilon: batchNormEpsilon },
  });
}

function relu(graph: GraphBuilder, x: Value): Value {
  return graph.operator('Relu', [x]);
}

function averagePool(graph: GraphBuilder, x: Value): Value {
  return graph.operator('AveragePool', [x], { ints: { kernel_shape: [2, 2], strides: [2, 2] } });
}

/** What the mean of all places reads of them and itself, in the last layer. */
interface Pooling {
  /** `[B, heads, 1, tokens]` */
  readonly weights: Value;
  /** `[B, heads, tokens, width / heads]` */
  readonly values: Value;
}

/** @param x `[B, width, side, side]` */
function pooling(graph: GraphBuilder, x: Value, pool: ResNetTower['pool']): Pooling {
  const { width, heads, side } = pool;
  const headWidth = width / heads;
  const tokens = 1 + side * side;
  const places = transpose(graph, reshape(graph, x, 0, width, side * side), 0, 2, 1); // [B, places, width]
  const mean = graph.operator('ReduceMean', [places, graph.ints(1)], { ints: { keepdims: 1 } });
  const sequence = graph.operator('Add', [
    graph.operator('Concat', [mean, places], { ints: { axis: 1 } }),
    graph.weight(pool.positions),
  ]);
  const first = slice(graph, sequence, 1, 0, 1);
  const rows = reshape(graph, sequence, -1, width);
  const byHead = (value: Value, length: number, ...perm: readonly number[]): Value =>
    transpose(graph, reshape(graph, value, -1, length, heads, headWidth), ...perm);
  const query = graph.operator('Mul', [
    linear(graph, reshape(graph, first, -1, width), pool.query),
    graph.float(headWidth ** -0.5),
  ]);
  const weights = graph.operator(
    'Softmax',
    [
      graph.operator('MatMul', [
        byHead(query, 1, 0, 2, 1, 3),
        byHead(linear(graph, rows, pool.key), tokens, 0, 2, 3, 1),
      ]),
    ],
    { ints: { axis: -1 } },
  );
  return { weights, values: byHead(linear(graph, rows, pool.value), tokens, 0, 2, 1, 3) };
}

/** `[B · rows, embeddingWidth]` of what was read, or of values as if each alone had been read. */
function embed(graph: GraphBuilder, byHead: Value, pool: ResNetTower['pool']): Value {
  return linear(graph, reshape(graph, transpose(graph, byHead, 0, 2, 1, 3), -1, pool.width), pool.output);
}

/**
 * What a ResNet makes of the places of one picture; inputs and outputs as of `patchGraph`. A place's own embedding is that of
 * the picture if its last layer read this place alone (MaskCLIP, Zhou et al. 2022). That layer is the only one with attention.
 */
export function resNetPatchGraph(
  tower: ResNetTower,
  embeddingWidth: number,
  location: (file: string) => string,
): Uint8Array {
  const { width, heads, side, output } = tower.pool;
  const tokens = 1 + side * side;
  const graph = new GraphBuilder(location);
  const x = places(graph, tower, 1);
  const directions = graph.input('directions', 'float', ['K', embeddingWidth]);
  const { weights, values } = pooling(graph, x, tower.pool);
  graph.operator('Identity', [slice(graph, embed(graph, values, tower.pool), 0, 1, tokens)], {
    as: 'patch_features',
  });
  graph.output('patch_features', 'float', [tokens - 1, embeddingWidth]);
  const embedding = embed(graph, graph.operator('MatMul', [weights, values]), tower.pool);
  const gradient = linearBackward(graph, cosineBackward(graph, embedding, directions), output);
  const evidence = broughtByPlace(graph, heads, width, { weights, values }, gradient);
  graph.operator('Identity', [slice(graph, evidence, 1, 1, tokens)], { as: 'evidence' });
  graph.output('evidence', 'float', ['K', tokens - 1]);
  const read = graph.operator('ReduceMean', [weights, graph.ints(1, 2)], { ints: { keepdims: 0 } });
  graph.operator('Identity', [slice(graph, read, 1, 1, tokens)], { as: 'attention' });
  graph.output('attention', 'float', [1, tokens - 1]);
  return graph.encode('clip resnet image tower by place');
}

/**
 * What a ResNet's last layer reads of one picture; inputs and outputs as of `visionAttentionGraph`, the mean of all places in
 * place of the class token. No other layer has attention, and nothing goes by it, so that its rollout is its own.
 */
export function resNetAttentionGraph(tower: ResNetTower, location: (file: string) => string): Uint8Array {
  const graph = new GraphBuilder(location);
  const { weights } = pooling(graph, places(graph, tower, 1), tower.pool);
  const read = graph.operator('ReduceMean', [weights, graph.ints(1, 2)], { ints: { keepdims: 0 } });
  for (const as of ['own', 'rollout']) {
    graph.operator('Identity', [read], { as });
    graph.output(as, 'float', [1, 1 + tower.pool.side ** 2]);
  }
  return graph.encode('clip resnet image tower by attention');
}
