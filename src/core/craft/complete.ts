import { tellingInterval } from './gains';
import { dot } from '../clip/similarity';
import { keptApart, languageOfPhrase } from './phrase';
import type { Phrase } from '../ports';
import { mean } from '../statistics/moments';
import { fewestObservations, intervalOf, yardstick, type Interval } from '../statistics/pairedDifference';
import { finish, paced, type Pause, type Steps } from '../steps';
import { measureTexts, type Cosines, type Measure } from '../why/measureTexts';
import type { PackedEmbeddings } from './packedEmbeddings';
import { largest, type PhraseIndex, type PhraseMatches } from './phraseIndex';
import { centre } from './screen';

/** What CLIP reads around the place of a phrase: the prompt as it would be, without the phrase. */
export interface TextGap {
  readonly before: string;
  readonly after: string;
}

/** The text with a phrase in its gap. */
export function filledGap({ before, after }: TextGap, phrase: string): string {
  return `${before}${phrase}${after}`;
}

/** The text with nothing in its gap, and without the comma that only the phrase would need. */
export function emptyGap({ before, after }: TextGap): string {
  const head = before.replace(/[\s,、，]+$/u, '');
  const tail = after.replace(/^[\s,、，]+/u, '');
  if (head === '' || tail === '') return head + tail;
  return /^[,、，]/u.test(after.trimStart()) ? `${head}${after.trimStart()}` : `${before}${tail}`;
}

/** What is wanted of the phrases. */
export interface Wanted {
  /** Those that match what is typed; all where nothing is. */
  readonly matches?: PhraseMatches;
  /** The language of the prompt, or of what is typed: phrases of the other are left out. */
  readonly language: Phrase['language'];
  /** For a negative prompt only what is for such prompts, and lists that do not say what they are for. */
  readonly polarity: 'positive' | 'negative';
  /** The prompt, where what it says already is left out. */
  readonly said?: string;
  readonly most: number;
}

/** The phrases that may be offered, the more common first. */
export function* commonest(index: PhraseIndex, wanted: Wanted): Steps<number[]> {
  return yield* largest(index.commonness, wanted.most, wanted.matches?.rows, isOffered(index, wanted));
}

function isOffered(index: PhraseIndex, { language, polarity, said }: Wanted): (row: number) => boolean {
  const saidLower = said?.toLowerCase();
  return (row) => {
    const { class: its, language: own } = index.phrases[row]!;
    if (own !== undefined && language !== undefined && own !== language) return false;
    if (polarity === 'negative' ? its !== 'negative' && its !== 'list' : keptApart.has(its)) return false;
    return saidLower === undefined || !index.isSaid(row, saidLower);
  };
}

export interface MeasuredPhrase {
  readonly row: number;
  /** What it adds to the mean cosine with the pictures, which chose it. */
  readonly gain: number;
  /** 95 %, for all phrases that it was chosen from (`among`). Absent with fewer than 5 different pictures, or where it says nothing. */
  readonly interval?: Interval;
}

export interface MeasuredCompletions {
  /** The most first. */
  readonly measured: readonly MeasuredPhrase[];
  /** Rows that time did not allow to measure, by what their kept embeddings promise. */
  readonly rest: readonly number[];
  readonly differentPictures: number;
  /** Phrases that could have been measured: the same pictures chose among them. */
  readonly among: number;
}

/** What was measured at one place by one measure; it grows while requests come in, late ones too. */
export class KeptMeasures {
  /** Of the text with nothing in its gap. */
  base?: Cosines;
  /** By row. */
  readonly worth = new Map<number, Cosines>();
}

/** Of so many rows, those nearest to the pictures, it is looked what they say beyond the text. */
const mostRefined = 2048;

/**
 * Phrases by what they add to a text at a place, measured in full precision, as many as there is time for. Kept embeddings
 * say who comes first: the nearest to the pictures, and by turns the nearest to what of the pictures the text does not say.
 * @param along of the packed rows with the pictures' centre: it is the same as long as these are
 * @param next asked before each request how many phrases to measure in it; 0 is the end
 * @param late settles when nobody waits any longer: what is measured by then is told. The last request goes on, and is known
 *   when the next letter asks again
 * @param kept of the same gap, index and measure: what is in it is not measured again
 * @throws EngineError, and the signal's reason
 */
export async function measuredCompletions(
  {
    index,
    packed,
    along,
  }: { readonly index: PhraseIndex; readonly packed: PackedEmbeddings; readonly along: Float32Array },
  gap: TextGap,
  measure: Measure,
  {
    wanted,
    next,
    late,
    kept = new KeptMeasures(),
    pause,
  }: {
    readonly wanted: Wanted;
    readonly next: () => number;
    readonly late?: Promise<unknown>;
    readonly kept?: KeptMeasures;
    readonly pause?: Pause;
  },
): Promise<MeasuredCompletions> {
  const run = async <T>(steps: Steps<T>): Promise<T> => (pause ? paced(steps, pause) : finish(steps));
  const base = emptyGap(gap);
  const textOf = (row: number): string => filledGap(gap, index.phrases[row]!.text);
  const { worth } = kept;
  const keep = async (rows: readonly number[]): Promise<true> => {
    const found = await measureTexts([base, ...rows.map(textOf)], measure);
    kept.base = found.get(base)!;
    for (const row of rows) worth.set(row, found.get(textOf(row))!);
    return true;
  };
  /** @returns whether they came in time */
  const measureRows = async (rows: readonly number[]): Promise<boolean> => {
    const asked = keep(rows);
    asked.catch(() => undefined); // where nobody waits for it
    return late ? Promise.race([asked, late.then(() => false)]) : asked;
  };
  const near = await run(
    largest(along, Math.max(mostRefined, wanted.most), wanted.matches?.rows, isOffered(index, wanted)),
  );
  // The text itself comes with the first few, in one request.
  const isReady =
    near.length > 0 && (kept.base !== undefined || (await measureRows(near.slice(0, Math.max(1, next())))));
  const among = wanted.matches?.rows.length ?? index.phrases.length;
  if (!isReady) return { measured: [], rest: near.slice(0, wanted.most), differentPictures: 0, among };
  const text = await embeddingOf(base, measure);
  const order = await run(inTurns(near, packed, along, text, measure));
  const shown = near.filter((row) => worth.has(row)).slice(0, wanted.most);
  let rest = order.filter((row) => !worth.has(row)).slice(0, wanted.most - shown.length);
  while (rest.length > 0) {
    const some = rest.slice(0, next());
    if (some.length === 0 || !(await measureRows(some))) break;
    shown.push(...some);
    rest = rest.slice(some.length);
  }
  return {
    measured: ranked(shown, kept.base!, worth, among),
    rest,
    differentPictures: kept.base!.length,
    among,
  };
}

/** @param among phrases that these were chosen from: choosing whom to measure is choosing, too */
function ranked(
  rows: readonly number[],
  before: Cosines,
  worth: ReadonlyMap<number, Cosines>,
  among: number,
): MeasuredPhrase[] {
  const by =
    before.length >= fewestObservations ? yardstick(before.length, Math.max(among, rows.length)) : undefined;
  return rows
    .map((row): MeasuredPhrase => {
      const differences = worth.get(row)!.map((value, i) => value - before[i]!);
      const gain = mean(differences);
      const interval = by && tellingInterval(intervalOf(gain, differences, by));
      return { row, gain, ...(interval && { interval }) };
    })
    .sort((a, b) => b.gain - a.gain);
}

/** Of a text that was measured: a remembering embedder says it at once. */
async function embeddingOf(text: string, { embedder, options }: Measure): Promise<Float32Array> {
  const [found] = await embedder.embedTexts([text], options);
  return found!.embedding;
}

/** One of each order after the other: by the pictures alone, and by what of them the text does not say yet. */
function* inTurns(
  near: readonly number[],
  packed: PackedEmbeddings,
  along: Float32Array,
  text: Float32Array,
  { pictures }: Measure,
): Steps<number[]> {
  const along2 = yield* packed.alongSome(near, text);
  const said = dot(text, centre(pictures));
  const beyond = new Map(near.map((row, i) => [row, along[row]! - said * along2[i]!]));
  const refined = [...near].sort((a, b) => beyond.get(b)! - beyond.get(a)!);
  const order = new Set<number>();
  for (const [i, row] of near.entries()) {
    order.add(refined[i]!);
    order.add(row);
  }
  return [...order];
}

/** The language that a completion is wanted in: that of what is typed, else of the prompt, else of the user. */
export function wantedLanguage(typed: string, gap: TextGap, user: 'en' | 'ja'): 'en' | 'ja' {
  return languageOfPhrase(typed) ?? languageOfPhrase(`${gap.before} ${gap.after}`) ?? user;
}
