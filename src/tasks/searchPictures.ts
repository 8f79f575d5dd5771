import { dot } from '../core/clip/similarity';
import { evolvedDraft } from '../core/craft/evolvedDraft';
import type { Genome } from '../core/craft/variation';
import type { GenerationParameters } from '../core/judge/generationParameters';
import type { GenerationRecord } from '../core/judge/generationRecord';
import { seedsFrom } from '../core/judge/planGeneration';
import {
  searchPlan,
  searchWordings,
  type SearchedWordings,
  type WordingRound,
} from '../core/judge/searchWordings';
import type { Checkpoint, Embedder, EmbedOptions } from '../core/ports';
import { applyTemplates } from '../core/score/applyTemplates';
import { groupCount, byGroup } from '../core/score/pictureGroups';
import { promptEmbedding } from '../core/score/promptEmbedding';
import { parseSpellFile } from '../core/spell/parseSpellFile';
import type { Expansion, SpellFile } from '../core/spell/spell';
import { writeSpellFile } from '../core/spell/writeSpell';
import { mean } from '../core/statistics/moments';
import {
  fewestObservations,
  intervalOf,
  yardstick,
  type Interval,
} from '../core/statistics/pairedDifference';
import { measureTexts, type Measure } from '../core/why/measureTexts';
import { keptApart } from '../core/craft/phrase';
import { generatedFile, readGenerated } from '../files/generatedPictures';
import type { GeneratorIdentity } from '../generators/generator';
import type { DrawnRequest } from './drawPictures';
import {
  candidatesOf,
  counted,
  heldOutGroups,
  nearPhrases,
  startGenome,
  type EvolveFileRequest,
} from './evolveFile';
import { planPictures, type GenerationPlan } from './planPictures';

export interface SearchPicturesRequest extends Pick<
  EvolveFileRequest,
  | 'scored'
  | 'embedder'
  | 'phrases'
  | 'language'
  | 'spell'
  | 'keep'
  | 'keepSpans'
  | 'mostPhrases'
  | 'cacheFolder'
> {
  /** Pictures to look at, all together. */
  readonly budget: number;
  /** Of the search's chance. */
  readonly seed: number;
  /** What the pictures are to come close to; the reference pictures where it is absent. */
  readonly target?: string;
  /** A second checkpoint that judges the winner; it takes no part in the search. */
  readonly judge?: Embedder;
  /** Of the user's settings or the command line. */
  readonly settings: GenerationParameters;
  readonly generator: GeneratorIdentity;
  readonly workflow?: string;
  /** Where the pictures lie, absolute. */
  readonly folder: string;
  /** Draws a plan of one picture, as `drawPictures` does. */
  readonly draw: (plan: GenerationPlan, file: SpellFile) => AsyncIterable<DrawnRequest>;
  /** Ends the search: what is there by then is told. */
  readonly signal?: AbortSignal;
  /** While phrases are embedded. */
  readonly onProgress?: EmbedOptions['onProgress'];
  /** Told before anything is drawn. */
  readonly onBegin?: (beginning: SearchBeginning) => void;
  /** Told of each picture that was looked at. */
  readonly onPicture?: (picture: SearchedPicture, looked: number) => void;
}

/** What is going to be done. */
export interface SearchBeginning {
  readonly from: string;
  readonly budget: number;
  /** Seeds of the judgement at the end, of winner and start each. */
  readonly freshSeeds: number;
  /** Different reference pictures of the search, and those that it does not see; 0 with a text as its target. */
  readonly references: { readonly search: number; readonly heldOut: number };
  /** The first picture's, with who says each parameter. */
  readonly plan: GenerationPlan;
}

export interface SearchedPicture {
  readonly text: string;
  readonly record: GenerationRecord;
  /** It was there before. */
  readonly isKnown: boolean;
  /** Mean cosine with the target of the search. */
  readonly closeness: number;
}

/** What the winner is worth beside the start, on seeds that the search did not see, as one checkpoint sees it. */
export interface WinnerVerdict {
  readonly checkpoint: Pick<Checkpoint, 'id' | 'hash'>;
  /** What pictures are compared with: references that the search did not see, those it saw (too few to hold out), or the text. */
  readonly on: 'held-out' | 'search' | 'text';
  /** Different reference pictures; 0 for a text. */
  readonly references: number;
  /** Seeds of which both were drawn. */
  readonly seeds: number;
  /** Mean closeness of each, and the difference, paired by seed. */
  readonly start: number;
  readonly winner: number;
  readonly gain: number;
  /** 95 %, of `gain`; absent with fewer than 5 seeds. */
  readonly interval?: Interval;
}

export interface SearchedSpell extends Pick<
  SearchedWordings,
  'rounds' | 'wordings' | 'pictures' | 'wasEnded'
> {
  readonly beginning: SearchBeginning;
  readonly from: string;
  readonly text: string;
  /** Pictures of the winner that the search looked at. */
  readonly tries: number;
  /** Of the pictures, those that were there before. */
  readonly known: number;
  /** Pictures that could not be read back, by their files. */
  readonly unreadable: readonly string[];
  /** The winner's picture that came closest. */
  readonly best?: SearchedPicture;
  /** Of the checkpoint that searched, then of the second one; none where nothing better was found, or before it was drawn. */
  readonly verdicts: readonly WinnerVerdict[];
  /** The second checkpoint is the one that searched: it has nothing to add. */
  readonly isSameJudge: boolean;
  /** What ended it before its time: what the generator, the engine or the folder's system says. */
  readonly failure?: unknown;
  /** Why the second checkpoint could not judge. */
  readonly judgeFailure?: unknown;
}

/** Where nobody says otherwise; the setting has the same. */
export const defaultBudget = 64;
const firstSeed = '1';

/**
 * Looks for the wording of one spell whose pictures come closest to the references, or to a text: rounds of changed wordings
 * that the generator draws. Each round is told when it is over. What is drawn is kept as `drawPictures` keeps it, and what is
 * there already is not drawn again. Whoever cancels, and a generator or an engine that fails, end the search with what there is.
 * @returns undefined where there is no prompt, or nothing to come close to
 * @throws EngineError, FileError of the records, the signal's reason: all before anything is drawn
 */
export async function* searchPictures(
  request: SearchPicturesRequest,
): AsyncGenerator<WordingRound, SearchedSpell | undefined> {
  const { signal } = request;
  const expansion = startOf(request);
  if (!expansion) return undefined;
  const subject = await subjectOf(request);
  if (!subject) return undefined;
  const search = await PictureSearch.begin(request, expansion, subject);
  signal?.throwIfAborted();
  request.onBegin?.(search.beginning);
  const rounds = searchWordings(await search.options());
  let step = await rounds.next();
  while (!step.done) {
    yield step.value;
    step = await rounds.next();
  }
  return search.ended(step.value);
}

/** The text that a spell begins with: the one that it stands with, or its first where nothing was scored. */
function startOf({ scored, spell }: SearchPicturesRequest): Expansion | undefined {
  const { score } = scored;
  const own = score?.spells[spell];
  const row = own?.best ?? own?.rows[0];
  return row === undefined ? undefined : score?.prompts[row]?.expansion;
}

/** What pictures are compared with. */
interface Subject {
  readonly checkpoint: Checkpoint;
  /** Embeddings: of the search's references, or of the text. */
  readonly near: readonly Float32Array[];
  readonly nearGroups: readonly number[];
  /** Places of the references that are held out, among the score's images. */
  readonly judging: readonly number[];
  readonly on: WinnerVerdict['on'];
  readonly references: SearchBeginning['references'];
}

async function subjectOf(request: SearchPicturesRequest): Promise<Subject | undefined> {
  const { scored, embedder, target, seed, signal } = request;
  const checkpoint = await embedder.checkpoint({ ...(signal && { signal }) });
  if (target !== undefined) {
    const near = [await textEmbedding(target, request, embedder)];
    return {
      ...{ checkpoint, near, nearGroups: [0], judging: [], on: 'text' },
      references: { search: 0, heldOut: 0 },
    };
  }
  const images = scored.score?.images ?? [];
  if (images.length === 0) return undefined;
  const held = heldOutGroups(groupCount(images.map(({ group }) => group)), seed);
  const places = [...images.keys()];
  const seen = places.filter((i) => !held.has(images[i]!.group));
  const unseen = places.filter((i) => held.has(images[i]!.group));
  const near = await embedAll(
    embedder,
    seen.map((i) => images[i]!.path),
    signal,
  );
  if (!near) return undefined; // one has gone since
  const nearGroups = counted(seen.map((i) => images[i]!.group));
  return {
    ...{ checkpoint, near, nearGroups },
    judging: unseen.length > 0 ? unseen : seen,
    on: unseen.length > 0 ? 'held-out' : 'search',
    references: { search: groupCount(nearGroups), heldOut: held.size },
  };
}

async function embedAll(
  embedder: Embedder,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Float32Array[] | undefined> {
  const outcomes = await embedder.embedImages(paths, { ...(signal && { signal }) });
  const found = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.embedding] : []));
  return found.length === paths.length ? found : undefined;
}

async function textEmbedding(
  text: string,
  { scored }: Pick<SearchPicturesRequest, 'scored'>,
  embedder: Embedder,
): Promise<Float32Array> {
  const templates = scored.file.frontMatter.templates.map(({ value }) => value);
  const texts = applyTemplates(text, templates).map((filled) => filled.text);
  const [found, checkpoint] = [await embedder.embedTexts(texts), await embedder.checkpoint()];
  return promptEmbedding(
    found.map(({ embedding }) => embedding),
    checkpoint,
  );
}

/** Mean cosine over the different ones. */
function closenessOf(
  picture: Float32Array,
  near: readonly Float32Array[],
  groups: readonly number[],
): number {
  return mean(
    byGroup(
      Float32Array.from(near, (each) => dot(each, picture)),
      groups,
    ),
  );
}

class PictureSearch {
  private readonly looked = new Map<string, SearchedPicture>();
  private readonly unreadable: string[] = [];
  private failure: unknown;
  private first: string;

  private constructor(
    private readonly request: SearchPicturesRequest,
    private readonly expansion: Expansion,
    private readonly subject: Subject,
    private readonly records: readonly GenerationRecord[],
    readonly beginning: SearchBeginning,
  ) {
    this.first = beginning.plan.variants[0]?.parameters.seed?.value ?? firstSeed;
  }

  static async begin(
    request: SearchPicturesRequest,
    expansion: Expansion,
    subject: Subject,
  ): Promise<PictureSearch> {
    const records = await readGenerated(request.folder);
    const beginning: SearchBeginning = {
      from: expansion.text,
      budget: request.budget,
      freshSeeds: searchPlan(request.budget).fresh,
      references: subject.references,
      plan: planPictures({
        ...planned(request, records),
        file: request.scored.file,
        isWanted: (_, { id }) => id === expansion.id,
      }),
    };
    return new PictureSearch(request, expansion, subject, records, beginning);
  }

  async options(): Promise<Parameters<typeof searchWordings>[0]> {
    const { request, subject, expansion } = this;
    const { embedder, scored, signal, mostPhrases, budget, seed, language } = request;
    const start: Genome = startGenome(request, expansion);
    const measure: Measure = {
      embedder,
      checkpoint: subject.checkpoint,
      pictures: subject.near,
      groups: subject.nearGroups,
      templates: scored.file.frontMatter.templates.map(({ value }) => value),
      // Hundreds of texts a round: what somebody types goes before them, and whoever ends the search does not wait for them.
      options: { priority: 'background', ...(signal && { signal }) },
    };
    const vocabulary = await nearPhrases(await candidatesOf(request), measure, {
      isOpen: ({ language: its, class: kind }) =>
        !keptApart.has(kind) && (its === undefined || its === language),
      ...(signal && { signal }),
    });
    return {
      ...{ start, written: expansion.text, vocabulary, budget, seed },
      mostPhrases: Math.max(mostPhrases, start.length),
      promise: async (texts) => {
        const worth = await this.orFailure(() => measureTexts(texts, measure));
        // Of a search that is over nothing more is drawn.
        return texts.map((text) => (worth ? mean(worth.get(text)!) : 0));
      },
      look: ({ text, seed: place }) => this.look(text, place),
      isOver: () => this.isOver,
    };
  }

  async ended(found: SearchedWordings): Promise<SearchedSpell> {
    const { winner, freshSeeds, ...rest } = found;
    const own = [...this.looked.values()].filter(({ text }) => text === winner.text);
    const best = own.reduce<SearchedPicture | undefined>(
      (one, other) => (one && one.closeness >= other.closeness ? one : other),
      undefined,
    );
    const verdicts =
      (await this.orFailure(() => this.verdict(this.request.embedder, winner.text, freshSeeds))) ?? [];
    const { isSameJudge, ...second } = await this.secondVerdict(winner.text, freshSeeds, verdicts.length > 0);
    if (second.verdict) verdicts.push(second.verdict);
    return {
      ...rest,
      beginning: this.beginning,
      from: this.expansion.text,
      text: winner.text,
      tries: winner.tries,
      known: [...this.looked.values()].filter(({ isKnown }) => isKnown).length,
      unreadable: this.unreadable,
      ...(best && { best }),
      verdicts,
      isSameJudge,
      ...(this.failure !== undefined && { failure: this.failure }),
      ...(second.failure !== undefined && { judgeFailure: second.failure }),
    };
  }

  /** It is loaded where there is something to judge only, and what it cannot do takes nothing from what was found. */
  private async secondVerdict(
    winner: string,
    freshSeeds: readonly number[],
    isJudged: boolean,
  ): Promise<{
    readonly isSameJudge: boolean;
    readonly verdict?: WinnerVerdict;
    readonly failure?: unknown;
  }> {
    const { judge } = this.request;
    if (!judge || !isJudged) return { isSameJudge: false };
    try {
      const { hash } = await judge.checkpoint();
      if (hash === this.subject.checkpoint.hash) return { isSameJudge: true };
      const [verdict] = await this.verdict(judge, winner, freshSeeds);
      return { isSameJudge: false, ...(verdict && { verdict }) };
    } catch (failure) {
      return { isSameJudge: false, failure };
    }
  }

  private get isOver(): boolean {
    return this.failure !== undefined || (this.request.signal?.aborted ?? false);
  }

  /**
   * Waits for the engine. One that fails ends the search with what there is.
   * @returns undefined where it failed, or the search was ended meanwhile
   */
  private async orFailure<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!this.request.signal?.aborted) this.failure ??= error;
      return undefined;
    }
  }

  /** Has one picture drawn, keeps it, and tells how close it came. */
  private async look(text: string, place: number): Promise<number | undefined> {
    const drawn = await this.drawn(text, place);
    if (!drawn) return undefined;
    const { embedder, folder, onPicture } = this.request;
    const { record, isKnown } = drawn;
    const outcomes = await this.orFailure(() => embedder.embedImages([generatedFile(folder, record)]));
    if (!outcomes) return undefined;
    const [outcome] = outcomes;
    if (!outcome?.ok) {
      this.unreadable.push(record.file);
      return undefined;
    }
    const closeness = closenessOf(outcome.embedding, this.subject.near, this.subject.nearGroups);
    const picture = { text, record, isKnown, closeness };
    this.looked.set(keyOf(text, place), picture);
    onPicture?.(picture, this.looked.size);
    return closeness;
  }

  private async drawn(text: string, place: number): Promise<DrawnRequest | undefined> {
    const { request, expansion, records } = this;
    const isStart = text === expansion.text;
    const file = isStart ? request.scored.file : changedFile(request, text);
    if (!file) return undefined;
    const plan = planPictures({
      ...planned(request, records),
      file,
      firstSeed: seedsFrom(this.first, place + 1).at(-1)!,
      ...(isStart && { isWanted: (_: number, { id }: Expansion) => id === expansion.id }),
    });
    try {
      for await (const drawn of request.draw(plan, file)) return drawn;
    } catch (error) {
      if (!request.signal?.aborted) this.failure = error;
    }
    return undefined;
  }

  /** Paired by seed; nothing where no seed has both. */
  private async verdict(
    judge: Embedder,
    winner: string,
    freshSeeds: readonly number[],
  ): Promise<WinnerVerdict[]> {
    const { expansion, request, subject } = this;
    const pairs = freshSeeds.flatMap((place) => {
      const [start, won] = [expansion.text, winner].map((text) => this.looked.get(keyOf(text, place)));
      return start && won ? [[start, won]] : [];
    });
    if (pairs.length === 0) return [];
    const files = pairs.flat().map(({ record }) => generatedFile(request.folder, record));
    const pictures = await embedAll(judge, files);
    const images = request.scored.score?.images ?? [];
    const near =
      request.target === undefined
        ? await embedAll(
            judge,
            subject.judging.map((i) => images[i]!.path),
          )
        : [await textEmbedding(request.target, request, judge)];
    if (!pictures || !near) return [];
    const groups = request.target === undefined ? counted(subject.judging.map((i) => images[i]!.group)) : [0];
    const values = pictures.map((picture) => closenessOf(picture, near, groups));
    const before = values.filter((_, i) => i % 2 === 0);
    const after = values.filter((_, i) => i % 2 === 1);
    const differences = after.map((value, i) => value - before[i]!);
    const gain = mean(differences);
    const { id, hash } = await judge.checkpoint();
    return [
      {
        checkpoint: { id, hash },
        on: subject.on,
        references: subject.on === 'text' ? 0 : groupCount(groups),
        seeds: pairs.length,
        start: mean(before),
        winner: mean(after),
        gain,
        ...(pairs.length >= fewestObservations && {
          interval: intervalOf(gain, differences, yardstick(pairs.length, 1)),
        }),
      },
    ];
  }
}

function keyOf(text: string, place: number): string {
  return `${place} ${text}`;
}

/** What is the same in the plan of every picture. */
function planned(
  { spell, settings, generator, workflow, scored }: SearchPicturesRequest,
  records: readonly GenerationRecord[],
): Omit<Parameters<typeof planPictures>[0], 'file'> {
  return {
    wildcards: scored.found.wildcards.wildcards,
    spells: [spell],
    seeds: 1,
    settings,
    generator,
    records,
    ...(workflow !== undefined && { workflow }),
  };
}

/** The file with the spell's prompt changed, as it would be written; undefined where it cannot be written. */
function changedFile({ scored, spell }: SearchPicturesRequest, text: string): SpellFile | undefined {
  const { file } = scored;
  const own = file.spells[spell]!;
  const written = writeSpellFile([evolvedDraft(own, file.dialect, text, {})], file.dialect);
  const [changed] = written.ok ? parseSpellFile(written.text).spells : [];
  if (!changed) return undefined;
  const { name: _, ...rest } = changed;
  const named = { ...rest, index: own.index, ...(own.name && { name: own.name }) };
  return { ...file, spells: file.spells.with(spell, named) };
}
