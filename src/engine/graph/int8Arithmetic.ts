import type { CausalTextTower } from '../checkpoint/clipCheckpoint';
import { gridBits, rounder } from './exactSums';
import type { GraphBuilder, Value } from './graphBuilder';
import type { AttentionMatrix, Int8Matrix, Int8Weights } from './int8Weights';
import type { TextArithmetic } from './textArithmetic';

/**
 * int8 for all matrices, with a scale per row of activations and per column of weights: products of int8 add up
 * exactly in int32. What attention sums in float32 lies on grids on which those sums are exact too, see `exactSums`.
 * So an embedding has the same bits whatever else is in its run.
 */
export function int8Arithmetic(tower: CausalTextTower, weights: Int8Weights): TextArithmetic {
  const { width, heads, contextLength } = tower;
  const headWidth = width / heads;
  const weightStep = 2 ** -gridBits(contextLength).weights;
  return {
    attentionInputs: (graph, i, rows) => {
      const { together, apart } = weights.attention[i]!;
      if (rows.queries === rows.states) {
        const [queries, keys, values] = sideBySide(graph, onGrid(graph, rows.states, together!), 3);
        return { queries: queries!, keys: keys!, values: values! };
      }
      const [keys, values] = sideBySide(graph, onGrid(graph, rows.states, apart!.states), 2);
      return { queries: onGrid(graph, rows.queries, apart!.queries), keys: keys!, values: values! };
    },

    attend: (graph, { queries, keys, values, bias }) => {
      const byHead = (x: Value, ...perm: readonly number[]): Value =>
        graph.operator('Transpose', [graph.operator('Reshape', [x, graph.ints(0, 0, heads, headWidth)])], {
          ints: { perm },
        });
      const products = graph.operator('MatMul', [byHead(queries, 0, 2, 1, 3), byHead(keys, 0, 2, 3, 1)]);
      const logits = graph.operator('Add', [products, bias]); // [groups, heads, queries, keys]
      const largest = graph.operator('ReduceMax', [logits, graph.ints(-1)]);
      const below = graph.operator('Sub', [logits, largest]);
      // Rounding makes masked ones 0.
      const r = graph.float(rounder(weightStep));
      const rounded = graph.operator('Sub', [graph.operator('Add', [graph.operator('Exp', [below]), r]), r]);
      const total = graph.operator('ReduceSum', [rounded, graph.ints(-1)]);
      const sums = graph.operator('MatMul', [rounded, byHead(values, 0, 2, 1, 3)]);
      const attended = graph.operator('Transpose', [graph.operator('Div', [sums, total])], {
        ints: { perm: [0, 2, 1, 3] },
      });
      return graph.operator('Reshape', [attended, graph.ints(0, 0, width)]);
    },

    project: (graph, x, layer) => multiplied(graph, x, weights.layers.get(layer)!),
  };
}

/** Cuts rows into so many equal parts. */
function sideBySide(graph: GraphBuilder, rows: Value, parts: number): readonly Value[] {
  return graph.operators('Split', [rows], parts, { ints: { axis: 1, num_outputs: parts } });
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
