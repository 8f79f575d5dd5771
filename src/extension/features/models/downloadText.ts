import type { PullProgress } from '../../../models/pullModel';
import { shownBytes, shownTime } from '../../../words/amounts';
import { MODEL_PICKER_WORDING } from '../../../words/modelPicker';
import { say, type Language } from '../../../words/words';

/** How far a download is: `34 % · 206 MB of 607 MB · 12 MB/s · 0:33 left`; speed and time once they are known. Or which file is hashed. */
export function downloadText(
  { file, isChecking, done, total, bytesPerSecond, secondsLeft }: PullProgress,
  language: Language,
): string {
  if (isChecking) return say(MODEL_PICKER_WORDING.checking, language, { file });
  const { amount, rate, timeLeft } = MODEL_PICKER_WORDING;
  const parts = [
    say(amount, language, {
      percent: Math.floor(downloadPercent({ done, total })),
      done: shownBytes(done),
      total: shownBytes(total),
    }),
  ];
  if (bytesPerSecond !== undefined) parts.push(say(rate, language, { rate: shownBytes(bytesPerSecond) }));
  if (secondsLeft !== undefined) parts.push(say(timeLeft, language, { time: shownTime(secondsLeft) }));
  return parts.join(' · ');
}

/** 0 to 100; of nothing, everything is there. */
export function downloadPercent({ done, total }: Pick<PullProgress, 'done' | 'total'>): number {
  return total > 0 ? (100 * done) / total : 100;
}
