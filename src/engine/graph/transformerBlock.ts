import type { Activation, Block, Linear, Norm, Transformer } from '../checkpoint/clipCheckpoint';
import type { GraphBuilder, Value } from './graphBuilder';

/** `[rows, in]` → `[rows, out]` */
export function linear(graph: GraphBuilder, x: Value, { weight, bias, layout }: Linear): Value {
  const inputs = [x, graph.weight(weight), ...(bias ? [graph.weight(bias)] : [])];
  return graph.operator('Gemm', inputs, layout === 'out-in' ? { ints: { transB: 1 } } : {});
}

export function layerNorm(graph: GraphBuilder, x: Value, { gain, bias }: Norm, epsilon: number): Value {
  return graph.operator('LayerNormalization', [x, graph.weight(gain), graph.weight(bias)], {
    ints: { axis: -1 },
    floats: { epsilon },
  });
}

/** The part of a block after attention: adds the attended values to the residual stream, then the perceptron. */
export function afterAttention(
  graph: GraphBuilder,
  residual: Value,
  attended: Value,
  block: Block,
  tower: Transformer,
): Value {
  const x = graph.operator('Add', [residual, linear(graph, attended, block.output)]);
  const normed = layerNorm(graph, x, block.perceptronNorm, tower.normEpsilon);
  const hidden = activate(graph, linear(graph, normed, block.up), tower.activation);
  return graph.operator('Add', [x, linear(graph, hidden, block.down)]);
}

/** Queries scaled by 1/√(head width), `[rows, width]`. */
export function scaledQueries(graph: GraphBuilder, x: Value, block: Block, tower: Transformer): Value {
  const scale = graph.float((tower.width / tower.heads) ** -0.5);
  return graph.operator('Mul', [linear(graph, x, block.query), scale]);
}

export function activate(graph: GraphBuilder, x: Value, activation: Activation): Value {
  switch (activation) {
    case 'quick':
      return graph.operator('QuickGelu', [x], { floats: { alpha: 1.702 }, domain: 'com.microsoft' });
    case 'exact':
      return graph.operator('Gelu', [x]);
    case 'tanh':
      return graph.operator('Gelu', [x], { strings: { approximate: 'tanh' } });
  }
}
