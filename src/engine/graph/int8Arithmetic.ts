import type { TextTower } from '../checkpoint/clipCheckpoint';
import { gridBits, rounder } from './exactSums';
import { maskedBelow } from './float32Arithmetic';
import type { GraphBuilder, Value } from './graphBuilder';
import type { AttentionMatrix, Int8Matrix, Int8Weights } from './int8Weights';
import type { TextArithmetic } from './textArithmetic';

/**
 * int8 for all matrices, with a scale per row of activations and per column of weights: products of int8 add up
 * exactly in int32. What attention sums in float32 lies on grids on which those sums are exact too, see `exactSums`.
 * So an embedding has the same bits whatever else is in its run.
 */
export function int8Arithmetic(tower: TextTower, weights: Int8Weights): TextArithmetic {
  const { width, contextLength } = tower;
  const weightStep = 2 ** -gridBits(contextLength).weights;
  return {
    attentionInputs: (graph, i, rows) => {
      const { together, apart } = weights.attention[i]!;
      if (rows.queries === rows.states) {
        const [queries, states] = graph.operators(
          'Split',
          [onGrid(graph, rows.states, together!), graph.ints(width, 2 * width)],
          2,
          { ints: { axis: 1 } },
        );
        return { queries: queries!, states: states! };
      }
      return {
        queries: onGrid(graph, rows.queries, apart!.queries),
        states: onGrid(graph, rows.states, apart!.states),
      };
    },

    attend: (graph, { queries, keys, values, bias }) => {
      const logits = graph.operator('Add', [graph.operator('MatMul', [queries, keys]), bias]);
      const largest = graph.operator('ReduceMax', [logits, graph.ints(-1)]);
      const below = graph.operator('Max', [
        graph.operator('Sub', [logits, largest]),
        graph.float(-maskedBelow),
      ]);
      // Rounding makes masked ones 0.
      const r = graph.float(rounder(weightStep));
      const rounded = graph.operator('Sub', [graph.operator('Add', [graph.operator('Exp', [below]), r]), r]);
      const total = graph.operator('ReduceSum', [rounded, graph.ints(-1)]);
      return graph.operator('Div', [graph.operator('MatMul', [rounded, values]), total]);
    },

    project: (graph, x, layer) => multiplied(graph, x, weights.layers.get(layer)!),
  };
}

/** Unsigned numbers stand for signed ones: kernels multiply unsigned activations with signed weights. */
const middle = 128;

/** x · W + b. Activations are divided by the largest of their row, and rounded to 127 steps. */
function multiplied(graph: GraphBuilder, x: Value, { weight, scale, bias }: Int8Matrix): Value {
  const largest = graph.operator('ReduceMax', [graph.operator('Abs', [x]), graph.ints(-1)]);
  const numbers = graph.operator('QuantizeLinear', [
    graph.operator('Div', [x, largest]), // of a row of zeros: whatever that gives, it is multiplied by 0 below
    graph.float(1 / 127),
    graph.byte(middle),
  ]);
  const product = graph.operator(
    'MatMulIntegerToFloat',
    [numbers, graph.weight(weight), graph.float(1 / 127), graph.weight(scale), graph.byte(middle)],
    { domain: 'com.microsoft' },
  );
  return graph.operator('Add', [graph.operator('Mul', [product, largest]), graph.weight(bias)]);
}

/** The same, each output rounded to its channel's grid: `bias` holds what is subtracted again. */
function onGrid(graph: GraphBuilder, x: Value, matrix: AttentionMatrix): Value {
  return graph.operator('Sub', [multiplied(graph, x, matrix), graph.weight(matrix.rounder)]);
}
