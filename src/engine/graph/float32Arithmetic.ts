import type { CausalTextTower } from '../checkpoint/clipCheckpoint';
import type { TextArithmetic } from './textArithmetic';
import { linear } from './transformerBlock';

/** What scores are made of. */
export function float32Arithmetic({ blocks, heads }: CausalTextTower): TextArithmetic {
  return {
    attentionInputs: (graph, i, { queries, states }) => {
      const { query, key, value } = blocks[i]!;
      return {
        queries: linear(graph, queries, query),
        keys: linear(graph, states, key),
        values: linear(graph, states, value),
      };
    },
    // Scales by 1/√(head width) itself. Masked logits weigh nothing: their exponentials are denormal numbers, which
    // sessions flush to zero.
    attend: (graph, { queries, keys, values, bias }) =>
      graph.operator('MultiHeadAttention', [queries, keys, values, '', '', bias], {
        ints: { num_heads: heads },
        domain: 'com.microsoft',
      }),
    project: linear,
  };
}
