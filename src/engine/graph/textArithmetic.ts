import type { Linear } from '../checkpoint/clipCheckpoint';
import type { GraphBuilder, Value } from './graphBuilder';

/** What one attention reads: `[groups, rows, width]` each, of all heads side by side. */
export interface Attention {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
  /** `[groups, 1, queries, keys]`, added to the logits: 0 where a query sees a key, a large negative number elsewhere. */
  readonly bias: Value;
}

/** In which numbers the text graph computes. */
export interface TextArithmetic {
  /**
   * What block `block` attends with. Where its queries are of other rows than its states, the two are given apart.
   * @returns `[rows, width]` each, the queries as `attend` wants them: scaled or not
   */
  attentionInputs(
    graph: GraphBuilder,
    block: number,
    rows: { readonly queries: Value; readonly states: Value },
  ): { readonly queries: Value; readonly keys: Value; readonly values: Value };
  /** @returns `[groups, queries, width]` */
  attend(graph: GraphBuilder, attention: Attention): Value;
  /** `[rows, in]` → `[rows, out]` */
  project(graph: GraphBuilder, x: Value, layer: Linear): Value;
}
