/** Phrases of the first request: what they take tells how many more there is time for. */
const firstCount = 8;
/** Of a request: a cancelled one ends within it. */
const mostCount = 24;
/** Fewer are not worth a request, which takes nearly as long. */
const fewestCount = 4;

/**
 * How many phrases to measure next, by how long the last ones took.
 * @param end by the clock, in milliseconds
 * @param now the clock
 */
export function timeBox(end: number, now: () => number = () => performance.now()): () => number {
  let asked: { readonly count: number; readonly at: number } | undefined;
  /** Milliseconds for a phrase, the slowest so far: a list that comes late is worse than one that is short. */
  let each = 0;
  return () => {
    const at = now();
    if (asked) each = Math.max(each, (at - asked.at) / asked.count);
    const count = asked ? Math.min(mostCount, Math.floor((end - at) / each)) : firstCount;
    asked = { count, at };
    return count >= fewestCount ? count : 0;
  };
}
