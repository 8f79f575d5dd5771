import type { Phrase } from '../ports';
import { mean, moments } from '../statistics/moments';
import { fewestObservations, type Interval } from '../statistics/pairedDifference';
import { quantileOfTail } from '../statistics/student';
import { finish, paced, type Pause, type Steps } from '../steps';
import { measureTexts, type Measure } from '../why/measureTexts';
import { tellingInterval } from './gains';
import { centre, shortlist, type Candidates } from './screen';

export interface NegativePhrase {
  readonly phrase: Phrase;
  /** Mean cosine with the pictures to avoid, less that with the wanted ones. */
  readonly difference: number;
  /** 95 %, for all phrases that they were chosen from. Absent with fewer than 5 different pictures on either side, or where it says nothing. */
  readonly interval?: Interval;
}

/**
 * Phrases that are nearer to some pictures than to others: for the negative prompt where the former are unwanted.
 * @param wanted with the pictures that the prompt should be like
 * @param avoid with those that it should not
 * @returns the nearest first
 * @throws EngineError, and the signal's reason
 */
export async function negativePhrases(
  { phrases, packed }: Candidates,
  wanted: Measure,
  avoid: Measure,
  { breadth, pause }: { readonly breadth: number; readonly pause?: Pause },
): Promise<NegativePhrase[]> {
  const run = async <T>(steps: Steps<T>): Promise<T> => (pause ? paced(steps, pause) : finish(steps));
  const liked = centre(wanted.pictures);
  const away = centre(avoid.pictures).map((value, i) => value - liked[i]!);
  const order = await run(packed.along(away));
  const rows = await run(shortlist(phrases, [order], breadth, () => true));
  const pool = rows.map((row) => phrases[row]!);
  const texts = pool.map(({ text }) => text);
  const [near, far] = [await measureTexts(texts, avoid), await measureTexts(texts, wanted)];
  return pool
    .map((phrase): NegativePhrase => {
      const [a, b] = [near.get(phrase.text)!, far.get(phrase.text)!];
      const difference = mean(a) - mean(b);
      const found = welch(a, b, difference, phrases.length);
      const interval = found && tellingInterval(found);
      return { phrase, difference, ...(interval && { interval }) };
    })
    .filter(({ difference }) => difference > 0)
    .sort((a, b) => b.difference - a.difference);
}

/** Of a difference of means on different pictures, with the degrees of freedom of the smaller side, which is cautious. */
function welch(a: Float64Array, b: Float64Array, difference: number, compared: number): Interval | undefined {
  const fewer = Math.min(a.length, b.length);
  if (fewer < fewestObservations) return undefined;
  const error = Math.sqrt(moments(a).variance / a.length + moments(b).variance / b.length);
  const half = quantileOfTail(0.025 / compared, fewer - 1) * error;
  return { low: difference - half, high: difference + half };
}
