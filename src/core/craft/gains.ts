import type { Phrase } from '../ports';
import { mean } from '../statistics/moments';
import { fewestObservations, intervalOf, yardstick, type Interval } from '../statistics/pairedDifference';
import { measureTexts, type Cosines, type Measure } from '../why/measureTexts';
import { neutralFor } from '../why/ledger';
import { withPhrase } from '../why/textUnits';

/** What phrases add to a text, on each different picture. */
export interface Gains {
  /** Of the text as it stands. */
  readonly before: Cosines;
  /** By phrase, in the order that was asked for: cosine with it less that without. */
  readonly rows: readonly Float64Array[];
  /**
   * What words add in the mean that say nothing of any picture, the largest of them, 0 at least: a checkpoint moves a
   * little at any word.
   */
  readonly floor: number;
}

/** Measures what each phrase adds at the end of a text. @throws as `measureTexts` */
export async function gainsOf(text: string, phrases: readonly Phrase[], measure: Measure): Promise<Gains> {
  const neutral = text === '' ? [] : neutralFor(text);
  const worth = await measureTexts(
    [text, ...[...phrases.map((phrase) => phrase.text), ...neutral].map((each) => withPhrase(text, each))],
    measure,
  );
  const before = worth.get(text)!;
  const gain = (added: string): Float64Array =>
    worth.get(withPhrase(text, added))!.map((value, i) => value - before[i]!);
  return {
    before,
    rows: phrases.map((phrase) => gain(phrase.text)),
    floor: Math.max(0, ...neutral.map((word) => mean(gain(word)))),
  };
}

export interface PhraseGain {
  readonly phrase: Phrase;
  /** In the mean over the different pictures. */
  readonly gain: number;
  /**
   * 95 %, for all phrases that they were chosen from: the best of them may be picked. Absent with fewer than 5 pictures, and
   * where it says nothing (`tellingInterval`).
   */
  readonly interval?: Interval;
}

/** No phrase changes a cosine by as much. */
const widestHalf = 0.5;

/** An interval, unless it is wider than what any phrase could add or take: few pictures cannot tell many phrases apart. */
export function tellingInterval(interval: Interval): Interval | undefined {
  return interval.high - interval.low <= 2 * widestHalf ? interval : undefined;
}

/**
 * Phrases by what they add, the most first.
 * @param among phrases that these were chosen from, by the same pictures: choosing whom to measure is choosing, too
 */
export function rankedGains(phrases: readonly Phrase[], { rows }: Gains, among: number): PhraseGain[] {
  const pictures = rows[0]?.length ?? 0;
  const by = pictures >= fewestObservations ? yardstick(pictures, among) : undefined;
  return phrases
    .map((phrase, i): PhraseGain => {
      const gain = mean(rows[i]!);
      const interval = by && tellingInterval(intervalOf(gain, rows[i]!, by));
      return { phrase, gain, ...(interval && { interval }) };
    })
    .sort((a, b) => b.gain - a.gain);
}
