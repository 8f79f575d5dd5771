/**
 * Places by worth, 1 the best: equals share one, and the next is as far on as they are many ("1, 1, 3").
 * @returns the places, and the order of the things: best first, equals as they came
 */
export function ranksOf(worth: ArrayLike<number>): {
  readonly ranks: readonly number[];
  readonly order: readonly number[];
} {
  const order = Array.from(worth, (_, thing) => thing).sort((a, b) => worth[b]! - worth[a]! || a - b);
  const ranks: number[] = new Array(order.length);
  for (const [place, thing] of order.entries()) {
    const above = order[place - 1];
    ranks[thing] = above !== undefined && worth[above] === worth[thing] ? ranks[above]! : place + 1;
  }
  return { ranks, order };
}
