import type { Phrase } from '../ports';
import { finish, paced, type Pause, type Steps } from '../steps';
import type { Measure } from '../why/measureTexts';
import { gainsOf, rankedGains, type PhraseGain } from './gains';
import { beyond, centre, shortlist, type Candidates } from './screen';

export interface HelpMost {
  /** The most first. */
  readonly gains: readonly PhraseGain[];
  /** What words add at most that say nothing. */
  readonly floor: number;
  /** Phrases that were compared. */
  readonly measured: number;
}

/**
 * What would help a text most: phrases by what they add at its end. Those that stand in it already are left out.
 * @throws EngineError, and the signal's reason
 */
export async function helpMost(
  text: string,
  { phrases, packed }: Candidates,
  measure: Measure,
  { breadth, pause }: { readonly breadth: number; readonly pause?: Pause },
): Promise<HelpMost> {
  const run = async <T>(steps: Steps<T>): Promise<T> => (pause ? paced(steps, pause) : finish(steps));
  const target = centre(measure.pictures);
  const [embedded] = await measure.embedder.embedTexts([text], measure.options);
  const orders = [
    await run(packed.along(target)),
    await run(packed.along(beyond(target, embedded!.embedding))),
  ];
  const said = text.toLowerCase();
  const isNew = (phrase: Phrase): boolean => !said.includes(phrase.text.toLowerCase());
  const rows = await run(shortlist(phrases, orders, breadth, isNew));
  const pool = rows.map((row) => phrases[row]!);
  if (pool.length === 0) return { gains: [], floor: 0, measured: 0 };
  const gains = await gainsOf(text, pool, measure);
  return { gains: rankedGains(pool, gains, phrases.length), floor: gains.floor, measured: pool.length };
}
