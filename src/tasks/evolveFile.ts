import { evolve, type Evolved, type EvolveOptions } from '../core/craft/evolve';
import { keptApart } from '../core/craft/phrase';
import { centre, shortlist, type Candidates } from '../core/craft/screen';
import type { Genome } from '../core/craft/variation';
import type { Embedder, EmbedOptions, Phrase, Vocabulary } from '../core/ports';
import { groupCount } from '../core/score/pictureGroups';
import { seededRandom } from '../core/spell/seededRandom';
import { paced } from '../core/steps';
import type { Measure } from '../core/why/measureTexts';
import { phrasesOf } from '../core/why/textUnits';
import { pauses } from '../files/pauses';
import { embedPhrases } from './embedPhrases';
import type { ScoredFile } from './scoreFile';

export interface EvolveFileRequest
  extends
    Pick<EmbedOptions, 'signal' | 'onProgress' | 'priority'>,
    Pick<EvolveOptions, 'population' | 'rounds' | 'seed' | 'onRound' | 'stop'> {
  readonly scored: ScoredFile;
  readonly embedder: Embedder;
  readonly vocabularies: readonly Vocabulary[];
  readonly language: 'en' | 'ja';
  /** By its place in the file. */
  readonly spell: number;
  /** Phrases of the spell that stay, as they are written. */
  readonly keep: readonly string[];
  readonly mostPhrases: number;
  readonly cacheFolder?: string;
}

/** Of each class, so many phrases that the search's pictures are near to may be added. */
const breadth = 12;
/** With fewer different pictures none can be held out: each half has one at least. */
export const fewestToHoldOut = 2;

/**
 * Looks for a better prompt of one spell, from the text that it stands with. Half of its different pictures are searched
 * with, by chance, and the other half says what was found.
 * @returns undefined where there is no picture, or no prompt
 * @throws EngineError, and the signal's reason
 */
export async function evolveFile(request: EvolveFileRequest): Promise<Evolved | undefined> {
  const { scored, embedder, spell, keep, mostPhrases, signal, onProgress, priority = 'visible' } = request;
  const { file, score } = scored;
  const best = score?.spells[spell]?.best;
  if (score === undefined || best === undefined || score.images.length === 0) return undefined;
  const options = { signal, priority };
  const outcomes = await embedder.embedImages(
    score.images.map(({ path }) => path),
    options,
  );
  const pictures = outcomes.flatMap((outcome, i) =>
    outcome.ok ? [{ embedding: outcome.embedding, group: score.images[i]!.group }] : [],
  );
  if (pictures.length < score.images.length) return undefined; // one has gone since
  const of = (some: typeof pictures): Measure => ({
    embedder,
    checkpoint: score.checkpoint,
    pictures: some.map(({ embedding }) => embedding),
    groups: counted(some.map(({ group }) => group)),
    templates: file.frontMatter.templates.map(({ value }) => value),
    // The search ends at a round's end, with the best that there is.
    options: { priority },
  });
  const held = heldOutGroups(groupCount(score.images.map(({ group }) => group)), request.seed);
  const [seen, unseen] = [
    pictures.filter(({ group }) => !held.has(group)),
    pictures.filter(({ group }) => held.has(group)),
  ];
  const all = await embedPhrases(
    request.vocabularies,
    ({ language, class: its }) =>
      !keptApart.has(its) && (language === undefined || language === request.language),
    embedder,
    { signal, onProgress, cacheFolder: request.cacheFolder },
  );
  const search = of(seen);
  const { text } = score.prompts[best]!.expansion;
  const start: Genome = phrasesOf(text).map(({ start: from, end }) => {
    const phrase = text.slice(from, end);
    return keep.includes(phrase) ? { text: phrase, isFixed: true } : { text: phrase };
  });
  return evolve(search, unseen.length > 0 ? of(unseen) : undefined, {
    start,
    vocabulary: await nearPhrases(all, search, signal),
    mostPhrases: Math.max(mostPhrases, start.length),
    population: request.population,
    rounds: request.rounds,
    seed: request.seed,
    ...(request.onRound && { onRound: request.onRound }),
    ...(request.stop && { stop: request.stop }),
  });
}

/** Half of the groups, by chance. */
export function heldOutGroups(groups: number, seed: number): ReadonlySet<number> {
  if (groups < fewestToHoldOut) return new Set();
  const random = seededRandom(seed);
  const order = [...Array(groups).keys()]
    .map((group) => ({ group, by: random() }))
    .sort((a, b) => a.by - b.by);
  return new Set(order.slice(0, Math.floor(groups / 2)).map(({ group }) => group));
}

/** Groups counted from 0, in the order of their first picture. */
function counted(groups: readonly number[]): number[] {
  const numbers = new Map<number, number>();
  return groups.map((group) => {
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group)!;
  });
}

/** What chance may draw from: of each class the phrases that the search's pictures are nearest to. */
export async function nearPhrases(
  { phrases, packed }: Candidates,
  search: Measure,
  signal: AbortSignal | undefined,
): Promise<Phrase[]> {
  const pause = pauses(signal);
  const order = await paced(packed.along(centre(search.pictures)), pause);
  const rows = await paced(
    shortlist(phrases, [order], breadth, () => true),
    pause,
  );
  return rows.map((row) => phrases[row]!);
}
