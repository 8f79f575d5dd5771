import { negativePhrases, type NegativePhrase } from '../core/craft/negative';
import { helpMost, type HelpMost } from '../core/craft/helpMost';
import { keptApart } from '../core/craft/phrase';
import { defaultBreadth, suggest, type Suggested, type SuggestedStep } from '../core/craft/suggest';
import type { Embedder, EmbedOptions, ImageOutcome, Phrase, Vocabulary } from '../core/ports';
import { groupCount, pictureGroups } from '../core/score/pictureGroups';
import { paced } from '../core/steps';
import type { LedgerEntry } from '../core/why/ledger';
import type { Measure } from '../core/why/measureTexts';
import type { LoadedPhraseLists } from '../files/loadPhraseLists';
import { pauses } from '../files/pauses';
import type { Reach } from '../files/reach';
import { resolveImages, type ImageProblem } from '../files/resolveImages';
import { embedPhrases } from './embedPhrases';
import { explainSpell, unitText } from './explainFile';
import { listsOfFile } from './listsOfFile';
import type { ScoredFile } from './scoreFile';

export interface SuggestFileRequest extends Pick<EmbedOptions, 'signal' | 'onProgress' | 'priority'> {
  readonly scored: ScoredFile;
  readonly embedder: Embedder;
  /** Those that come with Spellwright. */
  readonly bundled: Vocabulary;
  /** Files and folders of the user's own, absolute, beside those that the file names. */
  readonly lists?: readonly string[];
  /** Of what the file names; anywhere when undefined. */
  readonly reach?: Reach;
  /** Of the bundled phrases, and of those lists that have both. */
  readonly language: 'en' | 'ja';
  /** Words that praise pictures, which say nothing of them. */
  readonly withQuality?: boolean;
  /** The spells, by their places in the file, that are asked what would help them. */
  readonly spells: readonly number[];
  /** Phrases of a prompt from pictures. */
  readonly most?: number;
  readonly cacheFolder?: string;
  readonly onStep?: (step: SuggestedStep) => void;
}

/** What would help one spell, in the text that it stands with. */
export interface SpellSuggestions {
  readonly spell: number;
  readonly text: string;
  readonly help: HelpMost;
  /** Its phrases that take away from the score. */
  readonly hurts: readonly { readonly text: string; readonly entry: LedgerEntry }[];
}

export interface FileSuggestions {
  readonly fromPictures: Suggested;
  readonly spells: readonly SpellSuggestions[];
  /** Absent where the file names no pictures to avoid, or none of them can be read. */
  readonly negative?: { readonly phrases: readonly NegativePhrase[]; readonly pictures: number };
  /** Phrases to choose from. */
  readonly phrases: number;
  readonly lists: LoadedPhraseLists;
  readonly avoidProblems: readonly ImageProblem[];
}

/**
 * What would be better: a prompt from a file's pictures alone, what would help its spells, and phrases for the negative
 * prompt.
 * @returns undefined where no picture can be read
 * @throws EngineError, and the signal's reason
 */
export async function suggestFile(request: SuggestFileRequest): Promise<FileSuggestions | undefined> {
  const { scored, embedder, signal, onProgress, priority = 'visible', reach, language } = request;
  const { file, score } = scored;
  if (score === undefined || score.images.length === 0) return undefined;
  const options = { signal, priority };
  const pause = pauses(signal);
  const embeddings = await embedder.embedImages(
    score.images.map((image) => image.path),
    options,
  );
  const seen = embeddings.flatMap((outcome, i) =>
    outcome.ok ? [{ embedding: outcome.embedding, group: score.images[i]!.group }] : [],
  );
  if (seen.length < score.images.length) return undefined; // one has gone since
  const templates = file.frontMatter.templates.map(({ value }) => value);
  const measure: Measure = {
    embedder,
    checkpoint: score.checkpoint,
    pictures: seen.map(({ embedding }) => embedding),
    groups: seen.map(({ group }) => group),
    templates,
    options,
  };
  const lists = await listsOfFile(scored, { own: request.lists, reach, signal });
  const all = await embedPhrases([...lists.lists, request.bundled], isIn(language), embedder, {
    signal,
    onProgress,
    cacheFolder: request.cacheFolder,
  });
  const wanted = all.phrases.flatMap(({ class: its }, row) =>
    !keptApart.has(its) || (its === 'quality' && request.withQuality) ? [row] : [],
  );
  const positive = {
    phrases: wanted.map((row) => all.phrases[row]!),
    packed: await paced(all.packed.some(wanted), pause),
  };
  const fromPictures = await suggest(positive, measure, {
    pause,
    ...(request.most !== undefined && { most: request.most }),
    ...(request.onStep && { onStep: request.onStep }),
  });
  const spells: SpellSuggestions[] = [];
  for (const spell of request.spells) {
    const explained = await explainSpell(scored, spell, embedder, options);
    if (!explained) continue;
    const { text, ledger } = explained;
    const help = await helpMost(text, positive, measure, { breadth: defaultBreadth, pause });
    const hurts = ledger.entries
      .filter((entry) => entry.hurts)
      .sort((a, b) => a.effect - b.effect)
      .map((entry) => ({ text: unitText(text, entry.unit), entry }));
    spells.push({ spell, text, help, hurts });
  }
  const avoided = await avoidedPictures(request, measure);
  return {
    fromPictures,
    spells,
    ...(avoided.measure && {
      negative: {
        phrases: await negativePhrases(all, measure, avoided.measure, { breadth: defaultBreadth, pause }),
        pictures: groupCount(avoided.measure.groups),
      },
    }),
    phrases: positive.phrases.length,
    lists,
    avoidProblems: avoided.problems,
  };
}

/** What is in no language, or in none that is known, is for all. */
function isIn(wanted: Phrase['language']): (phrase: Phrase) => boolean {
  return ({ language }) => language === undefined || language === wanted;
}

async function avoidedPictures(
  { scored: { file, path }, embedder, reach, signal }: SuggestFileRequest,
  measure: Measure,
): Promise<{ measure?: Measure; problems: readonly ImageProblem[] }> {
  const { avoid, ...frontMatter } = file.frontMatter;
  if (avoid === undefined) return { problems: [] };
  const images = { ...frontMatter, images: avoid };
  const { paths, problems } = await resolveImages({ frontMatter: images }, path, {
    ...(reach && { reach }),
    ...(signal && { signal }),
  });
  const outcomes: ImageOutcome[] = await embedder.embedImages(paths, measure.options);
  const seen = outcomes.filter((outcome) => outcome.ok);
  if (seen.length === 0) return { problems };
  const groups = await paced(pictureGroups(seen), pauses(signal));
  return { measure: { ...measure, pictures: seen.map(({ embedding }) => embedding), groups }, problems };
}
