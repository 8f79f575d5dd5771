import type { AttentionByLayer, TextAttention, TokenSpan } from '../ports';

/** Which of the numbers of a tower are looked at. */
export interface AttentionView {
  /** From 0. */
  readonly layer: number;
  /** What was read up to that layer, rolled out over the layers; else what that layer alone reads. */
  readonly isRolledOut: boolean;
}

/** The rollout over all layers. */
export function wholeRollout({ layers }: Pick<AttentionByLayer, 'layers'>): AttentionView {
  return { layer: layers - 1, isRolledOut: true };
}

/** The share of each place in what is read; a view, not a copy. */
export function sharesOf(
  { layers, own, rollout }: AttentionByLayer,
  { layer, isRolledOut }: AttentionView,
): Float32Array {
  const numbers = isRolledOut ? rollout : own;
  const places = numbers.length / layers;
  return numbers.subarray(layer * places, (layer + 1) * places);
}

/** A word of a text, with what its tokens are read of together. */
export interface WordShare extends TokenSpan {
  readonly share: number;
}

/** What the end token reads of a text; all shares add up to 1. */
export interface TextShares {
  /** The begin token's, which comes before all words and so says nothing of them. */
  readonly begin: number;
  readonly words: readonly WordShare[];
  /** The end token's own. */
  readonly end: number;
}

export function textShares(attention: TextAttention, view: AttentionView): TextShares {
  const shares = sharesOf(attention, view);
  let at = 1;
  const words = attention.spans.map((span) => {
    const share = sum(shares.subarray(at, at + span.tokens));
    at += span.tokens;
    return { ...span, share };
  });
  return { begin: shares[0]!, words, end: shares[shares.length - 1]! };
}

/** What the picture's own token reads of a picture's places. */
export interface PlaceShares {
  /** Of each place, by cell; what they lack to 1 is the token's own. */
  readonly shares: Float32Array;
  /** All of them together. */
  readonly total: number;
  /** See `timesEven`. */
  readonly timesEven: Float32Array;
}

export function placeShares(attention: AttentionByLayer, view: AttentionView): PlaceShares {
  const shares = sharesOf(attention, view);
  return { shares, total: sum(shares), timesEven: timesEven(shares) };
}

/** By how much more each place is read than if all were read evenly: 1 is even. */
export function timesEven(shares: ArrayLike<number>): Float32Array {
  const numbers = Float32Array.from(shares);
  const total = sum(numbers);
  return numbers.map((share) => (total > 0 ? (share / total) * numbers.length : 1));
}

/** A place that is read so many times as much as evenly is as hot as any. */
export const hottestTimes = 8;

/**
 * From 0 for places that are read evenly, or less, to 1: by doublings. The same for all pictures, layers and checkpoints, so
 * that what is read evenly looks even, and no hot spot is drawn where there is none.
 */
export function attentionHeat(timesEven: number): number {
  return Math.min(1, Math.max(0, Math.log2(timesEven) / Math.log2(hottestTimes)));
}

function sum(numbers: Float32Array): number {
  return numbers.reduce((total, each) => total + each, 0);
}
