import type { Convolution, ResNetBlock, ResNetTower } from '../checkpoint/clipCheckpoint';
import { GraphBuilder, type Value } from './graphBuilder';
import { linear } from './transformerBlock';

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
  const edge = tower.imageSize;
  const pixels = graph.input('pixel_values', 'float', ['B', 3, edge, edge]);
  let x = pixels;
  tower.stem.forEach((each, i) => {
    x = relu(graph, convolve(graph, x, each, i === 0 ? 2 : 1));
  });
  x = averagePool(graph, x);
  for (const block of tower.stages.flat()) x = bottleneck(graph, x, block);
  graph.operator('Identity', [attentionPool(graph, x, tower.pool)], { as: 'image_embeds' });
  graph.output('image_embeds', 'float', ['B', embeddingWidth]);
  return graph.encode('clip resnet image tower');
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

/** The mean of all places attends to all places and itself: `[B, width, side, side]` → `[B, embeddingWidth]`. */
function attentionPool(graph: GraphBuilder, x: Value, pool: ResNetTower['pool']): Value {
  const { width, heads, side } = pool;
  const headWidth = width / heads;
  const tokens = 1 + side * side;
  const reshape = (value: Value, ...shape: readonly number[]): Value =>
    graph.operator('Reshape', [value, graph.ints(...shape)]);
  const transpose = (value: Value, ...perm: readonly number[]): Value =>
    graph.operator('Transpose', [value], { ints: { perm } });

  const places = transpose(reshape(x, 0, width, side * side), 0, 2, 1); // [B, places, width]
  const mean = graph.operator('ReduceMean', [places, graph.ints(1)], { ints: { keepdims: 1 } });
  const sequence = graph.operator('Add', [
    graph.operator('Concat', [mean, places], { ints: { axis: 1 } }),
    graph.weight(pool.positions),
  ]);
  const first = graph.operator('Slice', [sequence, graph.ints(0), graph.ints(1), graph.ints(1)]);
  const rows = reshape(sequence, -1, width);
  const byHead = (value: Value, length: number, ...perm: readonly number[]): Value =>
    transpose(reshape(value, -1, length, heads, headWidth), ...perm);
  const query = graph.operator('Mul', [
    linear(graph, reshape(first, -1, width), pool.query),
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
  ); // [B, heads, 1, tokens]
  const attended = graph.operator('MatMul', [
    weights,
    byHead(linear(graph, rows, pool.value), tokens, 0, 2, 1, 3),
  ]);
  return linear(graph, reshape(attended, -1, width), pool.output);
}
