import type { Span } from '../spell/spell';

/**
 * Leaves out what lies inside something longer: "terrorist" inside "… terrorist" says less. Equal spans stay.
 * The result is in order of place.
 */
export function withoutInner<T>(items: readonly T[], spanOf: (item: T) => Span): T[] {
  const kept: T[] = [];
  let reach = -1;
  let last: Span | undefined;
  const inOrder = items
    .map((item) => ({ item, span: spanOf(item) }))
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  for (const { item, span } of inOrder) {
    const sameAsLast = last !== undefined && last.start === span.start && last.end === span.end;
    if (span.end <= reach && !sameAsLast) continue;
    kept.push(item);
    last = span;
    reach = Math.max(reach, span.end);
  }
  return kept;
}
