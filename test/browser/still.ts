/**
 * Runs in a page: whether its fonts and pictures are there and nothing moves, in shadow roots too. What moves without end
 * tells of work, and is no matter.
 */
export function isStill(): boolean {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    const isMoving = root
      .getAnimations()
      .some(
        ({ playState, effect }) =>
          playState === 'running' && effect?.getComputedTiming().endTime !== Infinity,
      );
    if (isMoving) return false;
    for (const each of root.querySelectorAll('*')) {
      if (each.shadowRoot) roots.push(each.shadowRoot);
      // A lazy one that is out of view is not even asked for.
      if (each instanceof HTMLImageElement && !each.complete && each.loading !== 'lazy') return false;
    }
  }
  return document.fonts.status === 'loaded';
}
