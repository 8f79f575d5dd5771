import type { Span } from '../spell/spell';

/**
 * Leaves out what lies inside something longer: "terrorist" inside "… terrorist" says less. Equal spans stay.
 * The result is in order of place.
 */
export function withoutInner<T>(items: readonly T[], spanOf: (item: T) => Span): T[] {
  const kept: T[] = [];
  let reach = -1;
  let last: Span | undefined;
  for (const item of inOrder(items, spanOf)) {
    const span = spanOf(item);
    const sameAsLast = last !== undefined && last.start === span.start && last.end === span.end;
    if (span.end <= reach && !sameAsLast) continue;
    kept.push(item);
    last = span;
    reach = Math.max(reach, span.end);
  }
  return kept;
}

/** Most come in order, and there may be a million. */
function inOrder<T>(items: readonly T[], spanOf: (item: T) => Span): readonly T[] {
  const compare = (a: T, b: T) => {
    const [first, second] = [spanOf(a), spanOf(b)];
    return first.start - second.start || second.end - first.end;
  };
  return items.every((item, index) => index === 0 || compare(items[index - 1]!, item) <= 0)
    ? items
    : [...items].sort(compare);
}
