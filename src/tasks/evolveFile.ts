import { evolve, type Evolved, type EvolveOptions } from '../core/craft/evolve';
import { keptApart } from '../core/craft/phrase';
import { centre, shortlist, type Candidates } from '../core/craft/screen';
import { genomeOf, placesIn, slotsInText, writtenWithin } from '../core/craft/genomeOf';
import type { Embedder, EmbedOptions, Phrase, Vocabulary } from '../core/ports';
import { groupCount } from '../core/score/pictureGroups';
import { seededRandom } from '../core/spell/seededRandom';
import type { Expansion, Span } from '../core/spell/spell';
import { paced } from '../core/steps';
import type { Measure } from '../core/why/measureTexts';
import type { Genome } from '../core/craft/variation';
import { phrasesOf, type TextUnit } from '../core/why/textUnits';
import { pauses } from '../files/pauses';
import { embedPhrases } from './embedPhrases';
import type { ScoredFile } from './scoreFile';

export interface EvolveFileRequest
  extends
    Pick<EmbedOptions, 'signal' | 'onProgress' | 'priority'>,
    Pick<EvolveOptions, 'population' | 'rounds' | 'seed' | 'onRound' | 'stop'> {
  readonly scored: ScoredFile;
  readonly embedder: Embedder;
  /** What phrases come from; with embeddings where somebody has them. */
  readonly phrases: readonly Vocabulary[] | Candidates;
  readonly language: 'en' | 'ja';
  /** By its place in the file. */
  readonly spell: number;
  /** Phrases that stay, or words of them, besides those of the front matter's `keep`. */
  readonly keep: readonly string[];
  /** Parts of the file that stay: what of the prompt is written there. */
  readonly keepSpans?: readonly Span[];
  readonly mostPhrases: number;
  readonly cacheFolder?: string;
}

export interface EvolvedSpell extends Evolved {
  /** Phrases that stayed, as the prompt has them. */
  readonly kept: readonly string[];
  /** What the front matter names to keep, and no spell of the file has. */
  readonly notFound: readonly string[];
  /** Slots that options were chosen for. */
  readonly slots: number;
}

/** Where nobody says otherwise; the settings of the editor have the same. */
export const evolveDefaults = { population: 24, rounds: 12, mostPhrases: 8 } as const;
/** Of each class, so many phrases that the search's pictures are near to may be added. */
const breadth = 12;
/** With fewer different pictures none can be held out: each half has one at least. */
export const fewestToHoldOut = 2;

/**
 * Looks for a better prompt of one spell, from the text that it stands with. Its slots are choices that may change, and what is
 * marked as fixed stays. Half of its different pictures are searched with, by chance, and the other half says what was found.
 * @returns undefined where there is no picture, or no prompt
 * @throws EngineError, and the signal's reason
 */
export async function evolveFile(request: EvolveFileRequest): Promise<EvolvedSpell | undefined> {
  const { scored, embedder, spell, mostPhrases, signal, priority = 'visible' } = request;
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
    run: async (steps) => paced(steps, pauses()),
  });
  const held = heldOutGroups(groupCount(score.images.map(({ group }) => group)), request.seed);
  const [seen, unseen] = [
    pictures.filter(({ group }) => !held.has(group)),
    pictures.filter(({ group }) => held.has(group)),
  ];
  const all = await candidatesOf(request);
  const search = of(seen);
  const { expansion } = score.prompts[best]!;
  const start = startGenome(request, expansion);
  const found = await evolve(search, unseen.length > 0 ? of(unseen) : undefined, {
    start,
    written: expansion.text,
    vocabulary: await nearPhrases(all, search, {
      isOpen: ({ language, class: its }) =>
        !keptApart.has(its) && (language === undefined || language === request.language),
      signal,
    }),
    mostPhrases: Math.max(mostPhrases, start.length),
    population: request.population,
    rounds: request.rounds,
    seed: request.seed,
    ...(request.onRound && { onRound: request.onRound }),
    ...(request.stop && { stop: request.stop }),
  });
  return {
    ...found,
    kept: start.filter(({ isFixed }) => isFixed).map(({ text }) => text),
    notFound: notFoundOf(scored),
    slots: start.reduce((count, { form }) => count + (form?.options.length ?? 0), 0),
  };
}

/** The genome that a search of a spell begins with: its slots are choices, and what is marked stays. */
export function startGenome(
  request: Pick<EvolveFileRequest, 'scored' | 'spell' | 'keep' | 'keepSpans'>,
  expansion: Expansion,
): Genome {
  return genomeOf(
    expansion.text,
    slotsOf(request.scored, request.spell, expansion),
    keptIn(request, expansion),
  );
}

function slotsOf(
  { file, score, found }: ScoredFile,
  spell: number,
  expansion: Expansion,
): ReturnType<typeof slotsInText> {
  const { rows } = score!.spells[spell]!;
  const { wildcards } = found.wildcards;
  const all = rows.map((row) => score!.prompts[row]!.expansion);
  return slotsInText(file.spells[spell]!.positive, expansion, all, { dialect: file.dialect, wildcards });
}

/** The parts of a text that stay. */
function keptIn(
  { scored, keep, keepSpans = [] }: Pick<EvolveFileRequest, 'scored' | 'keep' | 'keepSpans'>,
  expansion: Expansion,
): TextUnit[] {
  return [
    ...keepSpans.flatMap((span) => writtenWithin(expansion, span)),
    ...[...keep, ...keptByFile(scored)].flatMap((phrase) => keptPlaces(expansion.text, phrase)),
  ];
}

/** Where a phrase to keep stands in a text; one with commas is as many. */
export function keptPlaces(text: string, phrase: string): TextUnit[] {
  return phrasesOf(phrase).flatMap(({ start, end }) => placesIn(text, phrase.slice(start, end)));
}

function keptByFile({ file }: Pick<ScoredFile, 'file'>): string[] {
  return (file.frontMatter.keep ?? []).map(({ value }) => value);
}

function notFoundOf(scored: ScoredFile): string[] {
  const { prompts, spells } = scored.score!;
  const texts = spells.flatMap(({ best }) => (best === undefined ? [] : prompts[best]!.expansion.text));
  return keptByFile(scored).filter((phrase) => texts.every((text) => keptPlaces(text, phrase).length === 0));
}

/** The phrases of the text that a spell begins with. */
export function phrasesToKeep(score: NonNullable<ScoredFile['score']>, spell: number): string[] {
  const best = score.spells[spell]?.best;
  if (best === undefined) return [];
  const { text } = score.prompts[best]!.expansion;
  return phrasesOf(text).map(({ start, end }) => text.slice(start, end));
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
export function counted(groups: readonly number[]): number[] {
  const numbers = new Map<number, number>();
  return groups.map((group) => {
    if (!numbers.has(group)) numbers.set(group, numbers.size);
    return numbers.get(group)!;
  });
}

/** The phrases to choose from, with their embeddings. @throws EngineError, and the signal's reason */
export async function candidatesOf({
  phrases,
  embedder,
  signal,
  onProgress,
  cacheFolder,
}: Pick<
  EvolveFileRequest,
  'phrases' | 'embedder' | 'signal' | 'onProgress' | 'cacheFolder'
>): Promise<Candidates> {
  if ('packed' in phrases) return phrases;
  return embedPhrases(phrases, () => true, embedder, { signal, onProgress, cacheFolder });
}

/**
 * What chance may draw from: of each class the phrases that the search's pictures are nearest to.
 * @param isOpen those that may be drawn at all
 */
export async function nearPhrases(
  { phrases, packed }: Candidates,
  search: Measure,
  {
    isOpen = () => true,
    signal,
  }: { readonly isOpen?: (phrase: Phrase) => boolean; readonly signal?: AbortSignal } = {},
): Promise<Phrase[]> {
  const pause = pauses(signal);
  const order = await paced(packed.along(centre(search.pictures)), pause);
  const rows = await paced(shortlist(phrases, [order], breadth, isOpen), pause);
  return rows.map((row) => phrases[row]!);
}
