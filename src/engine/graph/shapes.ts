import type { GraphBuilder, Value } from './graphBuilder';

export function reshape(graph: GraphBuilder, x: Value, ...shape: readonly number[]): Value {
  return graph.operator('Reshape', [x, graph.ints(...shape)]);
}

export function transpose(graph: GraphBuilder, x: Value, ...perm: readonly number[]): Value {
  return graph.operator('Transpose', [x], { ints: { perm } });
}

/** The part of a tensor from `from` to before `to` along an axis. */
export function slice(graph: GraphBuilder, x: Value, axis: number, from: number, to: number): Value {
  return graph.operator('Slice', [x, graph.ints(from), graph.ints(to), graph.ints(axis)]);
}
