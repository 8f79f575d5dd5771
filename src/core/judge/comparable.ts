import { fewestObservations } from '../statistics/pairedDifference';

/**
 * Which variants can be compared: pictures of one pair name (a seed) pair, and a pair counts where every compared variant has
 * a picture of it. Of a gallery that grew bit by bit those with the fewest pictures are left out until the rest has enough
 * pairs for an interval, or else as many as can be had.
 * @param pictures of pictures that pair
 * @returns places of variants, ascending; empty where no two have a pair in common
 */
export function comparableVariants(
  pictures: readonly { readonly variant: number; readonly pair: string }[],
): number[] {
  const pairsOf = new Map<number, Set<string>>();
  for (const { variant, pair } of pictures) {
    const pairs = pairsOf.get(variant);
    if (pairs) pairs.add(pair);
    else pairsOf.set(variant, new Set([pair]));
  }
  const having = new Map<string, number>();
  for (const pairs of pairsOf.values())
    for (const pair of pairs) having.set(pair, (having.get(pair) ?? 0) + 1);
  // The most pictures last; of equals the first in the file stays.
  const order = [...pairsOf.keys()].sort((a, b) => pairsOf.get(a)!.size - pairsOf.get(b)!.size || b - a);
  let best: { readonly from: number; readonly worth: number } | undefined;
  for (let from = 0; from + 2 <= order.length; from++) {
    const left = order.length - from;
    let common = 0;
    for (const count of having.values()) if (count === left) common++;
    if (common >= fewestObservations) return ascending(order.slice(from));
    if (common > 0 && common * left > (best?.worth ?? 0)) best = { from, worth: common * left };
    for (const pair of pairsOf.get(order[from]!)!) having.set(pair, having.get(pair)! - 1);
  }
  return best ? ascending(order.slice(best.from)) : [];
}

function ascending(variants: readonly number[]): number[] {
  return variants.toSorted((a, b) => a - b);
}
