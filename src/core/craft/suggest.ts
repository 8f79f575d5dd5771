import type { Phrase, PhraseClass } from '../ports';
import { crossFit } from '../statistics/crossFit';
import { mean } from '../statistics/moments';
import { fewestObservations, intervalOf, yardstick, type Interval } from '../statistics/pairedDifference';
import { finish, paced, type Pause, type Steps } from '../steps';
import type { Measure } from '../why/measureTexts';
import { withPhrase } from '../why/textUnits';
import { gainsOf, rankedGains, type Gains, type PhraseGain } from './gains';
import { subjectClasses } from './phrase';
import { beyond, centre, shortlist, type Candidates } from './screen';

export interface SuggestOptions {
  /** What the prompt begins with; a subject is looked for where it is absent or empty. */
  readonly start?: string;
  /** Phrases that are added at most. */
  readonly most?: number;
  /** Of each class, so many phrases by each order are measured at each step. */
  readonly breadth?: number;
  /** Awaited between short steps of the arithmetic. */
  readonly pause?: Pause;
  /** Told of each step that was taken. */
  readonly onStep?: (step: SuggestedStep) => void;
}

export interface SuggestedStep {
  readonly phrase: Phrase;
  /** Of its class, those that the pictures together do not tell from it: with it they are a slot. */
  readonly ties: readonly Phrase[];
  /** Of its class, or of what a subject can be, the next best, the best of them first; ties among them. */
  readonly runnersUp: readonly Phrase[];
  /** What it adds to the mean cosine on pictures that did not choose it. */
  readonly gain: number;
  /** 95 %. Absent with fewer than 5 different pictures. */
  readonly interval?: Interval;
  /** Mean cosine of the text with it, on all pictures: these chose it. */
  readonly cosine: number;
  /** Phrases that were compared. */
  readonly measured: number;
}

export interface Suggested {
  readonly steps: readonly SuggestedStep[];
  /** `start` and the phrases, as CLIP reads them. */
  readonly text: string;
  /** The phrase that would have been next, and helps no more than words that say nothing, or than chance. */
  readonly refused?: SuggestedStep;
  /** What was measured at the end of the text last: of each class the best, the most first. */
  readonly next: readonly PhraseGain[];
  readonly differentPictures: number;
}

/** Phrases of a prompt, unless somebody wants more or fewer. */
export const defaultMost = 8;
export const defaultBreadth = 24;
/** Two things in a picture are common; more are not. */
const mostSubjects = 2;
const mostTies = 3;
const mostRunnersUp = 8;

/**
 * Makes a prompt of phrases that pictures are like: a subject, then, one after the other, the phrase that helps most, no
 * two of a class. Each gain is told as of a choice that was made on some of the pictures and judged on the rest; where it
 * no longer exceeds what chance and words without meaning bring, the prompt is done.
 * @throws EngineError, and the signal's reason
 */
export async function suggest(
  { phrases, packed }: Candidates,
  measure: Measure,
  { start = '', most = defaultMost, breadth = defaultBreadth, pause, onStep }: SuggestOptions = {},
): Promise<Suggested> {
  const run = async <T>(steps: Steps<T>): Promise<T> => (pause ? paced(steps, pause) : finish(steps));
  const target = centre(measure.pictures);
  const alone = await run(packed.along(target));
  const steps: SuggestedStep[] = [];
  const taken = new Set<PhraseClass>();
  let text = start;
  let differentPictures = 0;
  let next: readonly PhraseGain[] = [];
  for (;;) {
    const isFirst = text === '';
    const [embedded] = isFirst ? [] : await measure.embedder.embedTexts([text], measure.options);
    const orders = embedded ? [alone, await run(packed.along(beyond(target, embedded.embedding)))] : [alone];
    const subjects = steps.filter((step) => subjectClasses.has(step.phrase.class)).length;
    const said = text.toLowerCase();
    const open = (phrase: Phrase): boolean => {
      if (said.includes(phrase.text.toLowerCase())) return false;
      if (subjectClasses.has(phrase.class)) return subjects < mostSubjects;
      return !isFirst && (phrase.class === 'list' || !taken.has(phrase.class));
    };
    const hasSubject = isFirst && phrases.some((phrase) => subjectClasses.has(phrase.class));
    const rows = await run(shortlist(phrases, orders, breadth, isFirst && !hasSubject ? () => true : open));
    const pool = rows.map((row) => phrases[row]!);
    if (pool.length === 0) return { steps, text, next, differentPictures };
    const gains = await gainsOf(text, pool, measure);
    differentPictures = gains.before.length;
    const step = await run(bestStep(pool, gains));
    next = bestOfEachClass(rankedGains(pool, gains, phrases.length));
    if (!isFirst && !exceedsNoise(step, gains))
      return { steps, text, refused: step, next, differentPictures };
    steps.push(step);
    onStep?.(step);
    taken.add(step.phrase.class);
    text = withPhrase(text, step.phrase.text);
    if (steps.length >= most) return { steps, text, next, differentPictures };
  }
}

function* bestStep(pool: readonly Phrase[], { before, rows }: Gains): Steps<SuggestedStep> {
  const means = rows.map((row) => mean(row));
  const order = [...means.keys()].sort((a, b) => means[b]! - means[a]!);
  const best = order[0]!;
  const isSubject = subjectClasses.has(pool[best]!.class);
  const isAlike = ({ class: other }: Phrase): boolean =>
    isSubject ? subjectClasses.has(other) : other === pool[best]!.class;
  const { centre: gain, values } = yield* crossFit([...rows]);
  const count = before.length;
  return {
    phrase: pool[best]!,
    ties: tiesWith(best, pool, rows),
    runnersUp: order
      .slice(1)
      .map((i) => pool[i]!)
      .filter(isAlike)
      .slice(0, mostRunnersUp),
    gain,
    ...(count >= fewestObservations && { interval: intervalOf(gain, values, yardstick(count, 1)) }),
    cosine: mean(before) + means[best]!,
    measured: pool.length,
  };
}

/** Those of the winner's class whose difference to it has an interval around 0, the best of them first. */
function tiesWith(best: number, pool: readonly Phrase[], rows: readonly Float64Array[]): Phrase[] {
  const winner = rows[best]!;
  if (winner.length < fewestObservations) return [];
  const rivals = pool.flatMap((phrase, i) =>
    i !== best && phrase.class === pool[best]!.class ? [{ phrase, row: rows[i]! }] : [],
  );
  if (rivals.length === 0) return [];
  const by = yardstick(winner.length, 1);
  return rivals
    .map(({ phrase, row }) => {
      const behind = winner.map((value, i) => value - row[i]!);
      return { phrase, by: mean(behind), low: intervalOf(mean(behind), behind, by).low };
    })
    .filter(({ low }) => low <= 0)
    .sort((a, b) => a.by - b.by)
    .slice(0, mostTies - 1)
    .map(({ phrase }) => phrase);
}

function exceedsNoise({ gain, interval }: SuggestedStep, { floor }: Gains): boolean {
  return gain > floor && (interval === undefined || interval.low > 0);
}

function bestOfEachClass(gains: readonly PhraseGain[]): PhraseGain[] {
  const seen = new Set<PhraseClass>();
  return gains.filter(({ phrase }) => !seen.has(phrase.class) && seen.add(phrase.class));
}
