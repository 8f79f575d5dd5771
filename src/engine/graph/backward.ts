import type { Activation, Linear, Norm } from '../checkpoint/clipCheckpoint';
import type { GraphBuilder, Value } from './graphBuilder';
import { reshape, transpose } from './shapes';

/**
 * Gradients of cosines, computed forward: what concerns one token only is a few products with transposed weights. Rows are
 * texts, K of them.
 */

/**
 * The gradient of each text's cosine with one embedding.
 * @param embedding `[1, embeddingWidth]`, of any length
 * @param directions `[K, embeddingWidth]`, of unit length
 */
export function cosineBackward(graph: GraphBuilder, embedding: Value, directions: Value): Value {
  const length = graph.operator('ReduceL2', [embedding, graph.ints(1)], { ints: { keepdims: 1 } });
  const unit = graph.operator('Div', [embedding, length]);
  const cosine = graph.operator('ReduceSum', [graph.operator('Mul', [directions, unit]), graph.ints(1)], {
    ints: { keepdims: 1 },
  });
  return graph.operator('Div', [
    graph.operator('Sub', [directions, graph.operator('Mul', [cosine, unit])]),
    length,
  ]);
}

/**
 * What each place brings along each gradient: Σ over heads of its weight · (its value · the gradient), `[K, tokens]`.
 * @param weights `[1, heads, 1, tokens]`
 * @param values `[1, heads, tokens, width / heads]`
 * @param gradient at what attention gives, `[K, width]`
 */
export function broughtByPlace(
  graph: GraphBuilder,
  heads: number,
  width: number,
  { weights, values }: { readonly weights: Value; readonly values: Value },
  gradient: Value,
): Value {
  const byHead = reshape(graph, gradient, -1, heads, 1, width / heads);
  const along = graph.operator('MatMul', [byHead, transpose(graph, values, 0, 1, 3, 2)]); // [K, heads, 1, tokens]
  const brought = graph.operator('Mul', [along, weights]);
  return graph.operator('ReduceSum', [brought, graph.ints(1, 2)], { ints: { keepdims: 0 } });
}

/** From the gradient at a linear layer's outputs to that at its inputs. */
export function linearBackward(graph: GraphBuilder, gradient: Value, { weight, layout }: Linear): Value {
  const options = layout === 'in-out' ? { ints: { transB: 1 } } : {};
  return graph.operator('Gemm', [gradient, graph.weight(weight)], options);
}

/** From the gradient at a layer norm's outputs, `[K, width]`, to that at its one row of inputs. */
export function normBackward(
  graph: GraphBuilder,
  input: Value,
  { gain }: Norm,
  epsilon: number,
  gradient: Value,
): Value {
  const mean = (x: Value): Value =>
    graph.operator('ReduceMean', [x, graph.ints(1)], { ints: { keepdims: 1 } });
  const centred = graph.operator('Sub', [input, mean(input)]);
  const variance = mean(graph.operator('Mul', [centred, centred]));
  const deviation = graph.operator('Sqrt', [graph.operator('Add', [variance, graph.float(epsilon)])]);
  const standard = graph.operator('Div', [centred, deviation]);
  const scaled = graph.operator('Mul', [gradient, graph.weight(gain)]);
  const along = graph.operator('Mul', [standard, mean(graph.operator('Mul', [scaled, standard]))]);
  const across = graph.operator('Sub', [graph.operator('Sub', [scaled, mean(scaled)]), along]);
  return graph.operator('Div', [across, deviation]);
}

/** The activation's derivative at x. */
export function slope(graph: GraphBuilder, x: Value, activation: Activation): Value {
  const times = (a: Value, b: Value): Value => graph.operator('Mul', [a, b]);
  const plus = (a: Value, b: Value): Value => graph.operator('Add', [a, b]);
  const number = (value: number): Value => graph.float(value);
  switch (activation) {
    case 'quick': {
      // s(x) (1 + 1.702 x (1 − s(x))), s the logistic function of 1.702 x
      const scaled = times(x, number(1.702));
      const logistic = graph.operator('Sigmoid', [scaled]);
      const rest = graph.operator('Sub', [number(1), logistic]);
      return times(logistic, plus(number(1), times(scaled, rest)));
    }
    case 'exact': {
      // Φ(x) + x φ(x)
      const below = times(
        number(0.5),
        plus(number(1), graph.operator('Erf', [times(x, number(Math.SQRT1_2))])),
      );
      const bell = times(
        number(1 / Math.sqrt(2 * Math.PI)),
        graph.operator('Exp', [times(number(-0.5), times(x, x))]),
      );
      return plus(below, times(x, bell));
    }
    case 'tanh': {
      // ½(1 + t) + ½ x (1 − t²) u′, t = tanh u, u = √(2/π) (x + 0.044715 x³)
      const root = Math.sqrt(2 / Math.PI);
      const squared = times(x, x);
      const inner = times(times(x, number(root)), plus(number(1), times(number(0.044715), squared)));
      const t = graph.operator('Tanh', [inner]);
      const steep = times(number(root), plus(number(1), times(number(3 * 0.044715), squared)));
      const bend = times(graph.operator('Sub', [number(1), times(t, t)]), times(x, steep));
      return times(number(0.5), plus(plus(number(1), t), bend));
    }
  }
}
