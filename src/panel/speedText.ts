import { shownTime } from '../words/amounts';
import type { Say } from './wording';

/** `230/s, 1:05 left`; empty while nothing can be said. */
export function speedText(
  say: Say,
  { perSecond, secondsLeft }: { readonly perSecond?: number; readonly secondsLeft?: number },
): string {
  if (perSecond === undefined || secondsLeft === undefined) return '';
  const rate = perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond));
  return say('librarySpeed', { rate, left: shownTime(secondsLeft) });
}
