import type { TextTower } from '../checkpoint/clipCheckpoint';
import type { GraphBuilder, Value } from './graphBuilder';
import type { TextArithmetic } from './textArithmetic';
import { linear, scaledQueries } from './transformerBlock';

/** What scores are made of. */
export function float32Arithmetic(tower: TextTower): TextArithmetic {
  return {
    attentionInputs: (graph, i, rows) => {
      const block = tower.blocks[i]!;
      const keysValues = [linear(graph, rows.states, block.key), linear(graph, rows.states, block.value)];
      return {
        queries: scaledQueries(graph, rows.queries, block, tower),
        states: graph.operator('Concat', keysValues, { ints: { axis: 1 } }),
      };
    },
    attend: (graph, { queries, keys, values, bias }) => {
      const logits = graph.operator('Add', [graph.operator('MatMul', [queries, keys]), bias]);
      return graph.operator('MatMul', [softmaxOfMasked(graph, logits), values]);
    },
    project: linear,
  };
}

/**
 * How far below the largest logit of a row a masked one is raised. exp(-40) vanishes beside 1 in float32; a mask far
 * below makes denormal numbers, here or as products with values, and processors are many times slower with those. A
 * moderate mask alone (-60) would be as fast, but is wrong where a checkpoint's logits differ by more than some 40.
 */
export const maskedBelow = 40;

/** Softmax over the last axis in which masked logits weigh nothing. */
function softmaxOfMasked(graph: GraphBuilder, logits: Value): Value {
  const largest = graph.operator('ReduceMax', [logits, graph.ints(-1)]);
  const floor = graph.operator('Sub', [largest, graph.float(maskedBelow)]);
  return graph.operator('Softmax', [graph.operator('Max', [logits, floor])], { ints: { axis: -1 } });
}
