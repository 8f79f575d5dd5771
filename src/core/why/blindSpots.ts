import { mean } from '../statistics/moments';
import { fewestObservations, type Interval } from '../statistics/pairedDifference';
import { wilson } from '../statistics/wilson';
import type { Cosines } from './measureTexts';
import { wordKinds, type WordKind } from './wordKinds';
import type { TestedWord } from './wrongTexts';

/**
 * Whether a checkpoint sees what words of a kind say, on some pictures. `sees`: it prefers the true text beyond doubt.
 * `prefers-wrong`: it prefers the others beyond doubt, so that the text may not be true. `cannot-tell`: it prefers the true
 * one in less than three quarters of the comparisons, and that may be chance. `too-few`: neither can be said with so few
 * pictures.
 */
export type Sight = 'sees' | 'prefers-wrong' | 'cannot-tell' | 'too-few';

/** Half-way between chance and always. */
const leastShare = 0.75;

/** What a checkpoint makes of all tested words of one kind in a text. */
export interface KindOfSight {
  readonly kind: WordKind;
  readonly sight: Sight;
  /** How many of 1 comparisons the true text wins; by chance it is 0.5. */
  readonly share: number;
  /** 95 %, Wilson's with each picture as one trial: comparisons on one picture are not independent. */
  readonly interval: Interval;
  /** Different pictures. */
  readonly pictures: number;
  /** Comparisons on each picture. */
  readonly comparisons: number;
  readonly words: readonly WordOfSight[];
}

export interface WordOfSight {
  readonly tested: TestedWord;
  readonly share: number;
  readonly wrong: readonly WrongOfSight[];
}

export interface WrongOfSight {
  /** How many of 1 pictures prefer what is true; equals count half. */
  readonly share: number;
  /** Mean cosine of what is true minus that of what is wrong. */
  readonly difference: number;
}

/** Every text that is compared. */
export function sightTexts(words: readonly TestedWord[]): string[] {
  return words.flatMap(({ wrong }) => wrong.flatMap(({ truth, text }) => [truth, text]));
}

/**
 * What a checkpoint sees, by kind in the order of `wordKinds`. Each word of a kind counts as much as any other.
 * @param worth of the `sightTexts`
 */
export function blindSpots(words: readonly TestedWord[], worth: ReadonlyMap<string, Cosines>): KindOfSight[] {
  return wordKinds.flatMap((kind): KindOfSight[] => {
    const found = words.filter((word) => word.kind === kind).map((tested) => sightOfWord(tested, worth));
    if (found.length === 0) return [];
    const pictures = worth.get(found[0]!.tested.wrong[0]!.truth)!.length;
    const share = mean(found.map((word) => word.share));
    const interval = wilson(share * pictures, pictures);
    const comparisons = found.reduce((sum, { wrong }) => sum + wrong.length, 0);
    const sight = sightOf(share, interval, pictures);
    return [{ kind, sight, share, interval, pictures, comparisons, words: found }];
  });
}

function sightOfWord(tested: TestedWord, worth: ReadonlyMap<string, Cosines>): WordOfSight {
  const wrong = tested.wrong.map(({ truth, text }): WrongOfSight => {
    const [right, other] = [worth.get(truth)!, worth.get(text)!];
    const wins = Array.from(right, (value, i) => won(value - other[i]!));
    return { share: mean(wins), difference: mean(right) - mean(other) };
  });
  return { tested, share: mean(wrong.map(({ share }) => share)), wrong };
}

function won(difference: number): number {
  return difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
}

function sightOf(share: number, { low, high }: Interval, pictures: number): Sight {
  if (pictures < fewestObservations) return 'too-few';
  if (low > 0.5) return 'sees';
  if (high < 0.5) return 'prefers-wrong';
  return share < leastShare ? 'cannot-tell' : 'too-few';
}
