import { negativePhrases, type NegativePhrase } from '../core/craft/negative';
import { helpMost, type HelpMost } from '../core/craft/helpMost';
import { keptApart, languageOfPhrase } from '../core/craft/phrase';
import type { Candidates } from '../core/craft/screen';
import { defaultBreadth, suggest, type Suggested, type SuggestedStep } from '../core/craft/suggest';
import type { Embedder, EmbedOptions, ImageOutcome, Phrase, Vocabulary } from '../core/ports';
import { groupCount, pictureGroups } from '../core/score/pictureGroups';
import { paced, type Pause } from '../core/steps';
import type { LedgerEntry } from '../core/why/ledger';
import type { Measure } from '../core/why/measureTexts';
import type { LoadedPhraseLists } from '../files/loadPhraseLists';
import { pauses } from '../files/pauses';
import type { Reach } from '../files/reach';
import { resolveImages, type ImageProblem } from '../files/resolveImages';
import { embedPhrases } from './embedPhrases';
import { explainSpell, unitText } from './explainFile';
import { listsOfFile } from './listsOfFile';
import { pictureMeasure } from './pictureMeasure';
import type { ScoredFile } from './scoreFile';

/** What suggestions for a file need, whichever are asked for. */
export interface SuggestOptions extends Pick<EmbedOptions, 'signal' | 'onProgress' | 'priority'> {
  /** Of what the file names; anywhere when undefined. */
  readonly reach?: Reach;
  /** Of the bundled phrases, and of those lists that have both. */
  readonly language: 'en' | 'ja';
  /** Words that praise pictures, which say nothing of them. */
  readonly withQuality?: boolean;
  /** Awaited between short steps of the arithmetic. */
  readonly pause?: Pause;
}

export interface SuggestFileRequest extends Omit<SuggestOptions, 'language'> {
  /** That of each text by default; of the file's first prompt, where there is none, or English. */
  readonly language?: SuggestOptions['language'];
  readonly scored: ScoredFile;
  readonly embedder: Embedder;
  /** Those that come with Spellwright. */
  readonly bundled: Vocabulary;
  /** Files and folders of the user's own, absolute, beside those that the file names. */
  readonly lists?: readonly string[];
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
  /** The checkpoint does not read the end of the text, so nothing that is added there can help. */
  readonly isFull: boolean;
  /** Its phrases that take away from the score. */
  readonly hurts: readonly { readonly text: string; readonly entry: LedgerEntry }[];
}

export interface NegativeSuggestions {
  readonly phrases: readonly NegativePhrase[];
  /** Different pictures to avoid. */
  readonly pictures: number;
}

export interface FileSuggestions {
  readonly fromPictures: Suggested;
  readonly spells: readonly SpellSuggestions[];
  /** Absent where the file names no pictures to avoid, or none of them can be read. */
  readonly negative?: NegativeSuggestions;
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
  const { scored, embedder, signal, onProgress, reach, cacheFolder } = request;
  if (!scored.score || scored.score.images.length === 0) return undefined;
  const lists = await listsOfFile(scored, { own: request.lists, reach, signal });
  const vocabularies = [...lists.lists, request.bundled];
  const all = await embedPhrases(vocabularies, () => true, embedder, {
    signal,
    onProgress,
    cacheFolder,
  });
  const choices = new Map<string, Choice | undefined>();
  const choiceFor = async (text: string | undefined): Promise<Choice | undefined> => {
    const language = request.language ?? languageOfPhrase(text ?? '') ?? 'en';
    if (!choices.has(language))
      choices.set(language, await Choice.of(scored, all, embedder, { ...request, language }));
    return choices.get(language);
  };
  const { prompts, spells: scores } = scored.score;
  const textOf = (row: number | undefined): string | undefined => prompts[row ?? 0]?.expansion.text;
  const choice = await choiceFor(textOf(0));
  if (!choice) return undefined;
  const { most, onStep } = request;
  const fromPictures = await choice.prompt({
    ...(most !== undefined && { most }),
    ...(onStep && { onStep }),
  });
  const spells: SpellSuggestions[] = [];
  for (const spell of request.spells) {
    const own = await choiceFor(textOf(scores[spell]?.best));
    const found = await own?.forSpell(spell);
    if (found) spells.push(found);
  }
  const { negative, problems } = await choice.toAvoid();
  return {
    fromPictures,
    spells,
    ...(negative && { negative }),
    phrases: choice.phrases,
    lists,
    avoidProblems: problems,
  };
}

/** What can be proposed for a file whose pictures can be read, from phrases whose embeddings are known: each part when it is asked for. */
export class Choice {
  private constructor(
    private readonly scored: ScoredFile,
    private readonly embedder: Embedder,
    private readonly measure: Measure,
    private readonly all: Candidates,
    private readonly wanted: Candidates,
    private readonly options: SuggestOptions & { readonly pause: Pause },
  ) {}

  /**
   * @param all in any language and of every class
   * @returns undefined where the file has no picture that can be read, or one of them has gone since it was scored
   * @throws EngineError, and the signal's reason
   */
  static async of(
    scored: ScoredFile,
    all: Candidates,
    embedder: Embedder,
    given: SuggestOptions,
  ): Promise<Choice | undefined> {
    const { signal, priority = 'visible', language, withQuality, pause = pauses(signal) } = given;
    const run: Measure['run'] = (steps) => paced(steps, pause);
    const measure = await pictureMeasure(scored, embedder, { signal, priority });
    if (!measure) return undefined;
    const own = await rowsOf(all, (phrase) => isIn(phrase, language), pause);
    const wanted = await rowsOf(
      own,
      ({ class: its }) => !keptApart.has(its) || (its === 'quality' && withQuality === true),
      pause,
    );
    return new Choice(scored, embedder, { ...measure, run }, own, wanted, { ...given, priority, pause });
  }

  /** Phrases to choose from. */
  get phrases(): number {
    return this.wanted.phrases.length;
  }

  /** A prompt from the pictures alone. @throws EngineError, and the signal's reason */
  async prompt({ most, onStep }: Pick<SuggestFileRequest, 'most' | 'onStep'> = {}): Promise<Suggested> {
    const { pause } = this.options;
    return suggest(this.wanted, this.measure, {
      pause,
      ...(most !== undefined && { most }),
      ...(onStep && { onStep }),
    });
  }

  /** What would help a spell, and what hurts it. @throws EngineError, and the signal's reason */
  async forSpell(spell: number): Promise<SpellSuggestions | undefined> {
    const { signal, priority, pause, onProgress } = this.options;
    const options = { signal, priority, pause };
    const explained = await explainSpell(this.scored, spell, this.embedder, options);
    if (!explained) return undefined;
    const { text, ledger, lostWord } = explained;
    const measure = { ...this.measure, options: { ...this.measure.options, onProgress } };
    const isFull = lostWord !== undefined;
    const help = isFull
      ? { gains: [], floor: 0, measured: 0 }
      : await helpMost(text, this.wanted, measure, { breadth: defaultBreadth, pause });
    const hurts = ledger.entries
      .filter((entry) => entry.hurts)
      .sort((a, b) => a.effect - b.effect)
      .map((entry) => ({ text: unitText(text, entry.unit), entry }));
    return { spell, text, help, isFull, hurts };
  }

  /** Phrases for the negative prompt, where the file names pictures to avoid. @throws EngineError, and the signal's reason */
  async toAvoid(): Promise<{
    readonly negative?: NegativeSuggestions;
    readonly problems: readonly ImageProblem[];
  }> {
    const { measure: avoid, problems } = await this.#avoided();
    if (!avoid) return { problems };
    const { pause } = this.options;
    const phrases = await negativePhrases(this.all, this.measure, avoid, { breadth: defaultBreadth, pause });
    return { negative: { phrases, pictures: groupCount(avoid.groups) }, problems };
  }

  async #avoided(): Promise<{ readonly measure?: Measure; readonly problems: readonly ImageProblem[] }> {
    const { file, path } = this.scored;
    const { reach, signal, pause } = this.options;
    const { avoid, ...frontMatter } = file.frontMatter;
    if (avoid === undefined) return { problems: [] };
    const { paths, problems } = await resolveImages(
      { frontMatter: { ...frontMatter, images: avoid } },
      path,
      {
        ...(reach && { reach }),
        ...(signal && { signal }),
      },
    );
    const outcomes: ImageOutcome[] = await this.embedder.embedImages(paths, this.measure.options);
    const seen = outcomes.filter((outcome) => outcome.ok);
    if (seen.length === 0) return { problems };
    const groups = await paced(pictureGroups(seen), pause);
    const pictures = seen.map(({ embedding }) => embedding);
    return { measure: { ...this.measure, pictures, groups }, problems };
  }
}

/** What is in no language, or in none that is known, is for all. */
function isIn({ language }: Phrase, wanted: Phrase['language']): boolean {
  return language === undefined || language === wanted;
}

async function rowsOf(
  { phrases, packed }: Candidates,
  is: (phrase: Phrase) => boolean,
  pause: Pause,
): Promise<Candidates> {
  const rows = phrases.flatMap((phrase, row) => (is(phrase) ? [row] : []));
  return { phrases: rows.map((row) => phrases[row]!), packed: await paced(packed.some(rows), pause) };
}
