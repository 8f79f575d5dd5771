/** The items of an evenly spaced list that a scrolled box shows: `first` up to, not including, `end`. */
export interface VisibleRange {
  readonly first: number;
  readonly end: number;
}

/**
 * Which items to render. Every row and column of our tables has one fixed size, so two divisions do what a general
 * virtualiser needs measuring for, and they do it for both directions of a grid.
 * @param scrolled pixels scrolled past the list's start (may be negative, as rubber-band scrolling makes it)
 * @param viewport visible pixels
 * @param size pixels of one item
 * @param overscan items to render beyond each edge, so that a frame of scrolling uncovers nothing blank
 */
export function visibleRange(
  scrolled: number,
  viewport: number,
  size: number,
  count: number,
  overscan: number,
): VisibleRange {
  const first = Math.max(0, Math.min(count, Math.floor(scrolled / size) - overscan));
  const end = Math.max(first, Math.min(count, Math.ceil((scrolled + viewport) / size) + overscan));
  return { first, end };
}

/** Scroll offset that brings an item into view with the least movement; the current one when it is in view. */
export function scrollToShow(scrolled: number, viewport: number, size: number, index: number): number {
  const start = index * size;
  if (start < scrolled) return start;
  return start + size > scrolled + viewport ? start + size - viewport : scrolled;
}
