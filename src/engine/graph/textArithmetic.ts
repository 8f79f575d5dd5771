import type { Linear } from '../checkpoint/clipCheckpoint';
import type { GraphBuilder, Value } from './graphBuilder';

/** What one attention reads: `[1, heads, rows, head width]` each, transposed as said. */
export interface Attention {
  readonly queries: Value;
  /** `[1, heads, head width, rows]` */
  readonly keys: Value;
  readonly values: Value;
  /** `[queries, keys]`, added to the logits: 0 where a query sees a key, a large negative number elsewhere. */
  readonly bias: Value;
}

/** In which numbers the text graph computes. */
export interface TextArithmetic {
  /**
   * What block `block` attends with. Where its queries are of other rows than its states, the two are given apart.
   * @returns queries scaled by 1/√(head width), `[rows, width]`; states: keys and values side by side, `[rows, 2 width]`
   */
  attentionInputs(
    graph: GraphBuilder,
    block: number,
    rows: { readonly queries: Value; readonly states: Value },
  ): { readonly queries: Value; readonly states: Value };
  /** @returns `[1, heads, queries, head width]` */
  attend(graph: GraphBuilder, attention: Attention): Value;
  /** `[rows, in]` → `[rows, out]` */
  project(graph: GraphBuilder, x: Value, layer: Linear): Value;
}
