import { comparableVariants } from '../core/judge/comparable';
import {
  gatherPictures,
  type FoundPicture,
  type GalleryPicture,
  type GalleryVariant,
} from '../core/judge/gallery';
import type { ParameterName } from '../core/judge/generationParameters';
import type { GenerationRecord } from '../core/judge/generationRecord';
import { parametersOfSpell } from '../core/judge/readParameters';
import { sentTexts } from '../core/judge/sentText';
import { judgeSteps, type JudgedPicture, type Verdict } from '../core/judge/verdict';
import { isReadableName } from '../core/clip/pictureFormat';
import type { Checkpoint, Embedder, EmbedOptions } from '../core/ports';
import { applyTemplates } from '../core/score/applyTemplates';
import type { FileScore } from '../core/score/fileScore';
import { promptEmbedding } from '../core/score/promptEmbedding';
import { spellLimit } from '../core/score/scoreSpellFile';
import { expandSpell } from '../core/spell/expandSpell';
import type { SpellFile, Wildcards } from '../core/spell/spell';
import { finish, paced, type Pause, type Steps } from '../core/steps';
import { generatedFile } from '../files/generatedPictures';

/** Pictures of one file that are judged: each has its embedding in memory. The newest are. */
export const mostJudged = 3000;

export interface KeptRequest {
  readonly file: SpellFile;
  /** Name of the spell file, without its folder. */
  readonly source: string;
  readonly wildcards?: Wildcards;
  /** The setting: expansions of a spell at most. */
  readonly limit?: number;
  /** Of the generated folder, absolute, and what lies in it. */
  readonly folder: string;
  readonly records: readonly GenerationRecord[];
  /** Pictures that were made elsewhere. */
  readonly found?: readonly FoundPicture[];
}

/** What is there of a spell file's pictures. */
export interface KeptPictures {
  readonly variants: readonly GalleryVariant[];
  /** The newest first. */
  readonly pictures: readonly GalleryPicture[];
}

/** The pictures of a spell file: one spell, variant or picture a step. Nothing is asked of a generator, and nothing is read. */
export function* keptPictures(request: KeptRequest): Steps<KeptPictures> {
  const { file, source, folder, records, found = [] } = request;
  const variants = yield* variantsOf(request);
  const own = new Set<ParameterName>(
    file.spells.flatMap(
      ({ parameters }) =>
        Object.keys(parametersOfSpell(parameters?.values ?? new Map()).parameters) as ParameterName[],
    ),
  );
  const drawn = records
    // The line of a record can be anybody's, and name any file of the folder.
    .filter((record) => record.source === source && isReadableName(record.file))
    .map((record) => ({ file: generatedFile(folder, record), record }));
  // Who watches the folder of the drawn ones finds them there as well.
  const files = new Set(drawn.map((each) => each.file));
  const pictures = yield* gatherPictures({
    variants,
    dialect: file.dialect,
    drawn,
    found: found.filter((picture) => !files.has(picture.file)),
    ownParameters: [...own],
  });
  return { variants, pictures };
}

function* variantsOf({ file, wildcards, limit }: KeptRequest): Steps<GalleryVariant[]> {
  const options = {
    dialect: file.dialect,
    limit: spellLimit(file, limit),
    ...(wildcards && { wildcards }),
  };
  const variants: GalleryVariant[] = [];
  for (const spell of file.spells) {
    const texts = sentTexts(spell, options);
    const { steps } = spell.positive;
    for (const { id, text } of expandSpell(spell, options).expansions) {
      const sent = texts.get(id);
      if (!sent) continue;
      variants.push({
        spell: spell.index,
        ...(spell.name && { name: spell.name.value }),
        expansion: { id, text },
        prompt: sent.prompt,
        ...(sent.negative !== undefined && { negative: sent.negative }),
        ...(steps !== undefined && { steps }),
      });
      yield;
    }
    yield;
  }
  return variants;
}

export interface JudgeKeptRequest extends Pick<EmbedOptions, 'signal' | 'priority' | 'onProgress'> {
  readonly file: SpellFile;
  readonly kept: KeptPictures;
  readonly embedder: Embedder;
  /** Of the file on its reference pictures; without it pictures are compared with prompts only. */
  readonly score?: FileScore;
  /** Awaited between short steps of the arithmetic, for a caller whose thread must not be held. */
  readonly pause?: Pause;
}

/** A verdict on what is there. */
export interface JudgedKept {
  readonly checkpoint: Checkpoint;
  /** By the file of the picture; those that are missing here could not be judged. */
  readonly pictures: ReadonlyMap<string, JudgedPicture>;
  /** Its variants are in the order of the file's; empty ones were not compared. A seed stands once for each way of making its pictures. */
  readonly verdict: Omit<Verdict, 'pictures'>;
  /** Places of the variants that were compared: those with pictures that pair. */
  readonly compared: readonly number[];
  /** Files of pictures that the checkpoint can't read. */
  readonly unreadable: readonly string[];
  /** Files of drawn pictures that are others than were drawn: somebody painted on them, and no verdict is about that. */
  readonly changed: readonly string[];
  /** Files of found pictures that were drawn from here as well, or are copies of a newer found one, and are told of there. */
  readonly doubles: readonly string[];
  /** Files of pictures that are reference pictures themselves: compared with the other references, and paired with none. */
  readonly asReferences: readonly string[];
  /** How many older pictures were left out. */
  readonly leftOut: number;
  /** Different reference pictures. */
  readonly references: number;
}

/**
 * How pictures that are there fit their prompts, and which variant came out closer to the reference pictures.
 * @throws EngineError; the signal's reason
 */
export async function judgeKept(request: JudgeKeptRequest): Promise<JudgedKept> {
  const { file, kept, embedder, score, signal, priority, onProgress, pause } = request;
  const options = { ...(signal && { signal }), ...(priority && { priority }) };
  const run = async <T>(steps: Steps<T>): Promise<T> => (pause ? paced(steps, pause) : finish(steps));
  const checkpoint = await embedder.checkpoint(options);
  const pictures = kept.pictures.slice(0, mostJudged);
  const outcomes = await embedder.embedImages(
    pictures.map((picture) => picture.file),
    { ...options, ...(onProgress && { onProgress }) },
  );
  const seen = pictures.flatMap((picture, i) => {
    const outcome = outcomes[i]!;
    return outcome.ok ? [{ picture, outcome }] : [];
  });
  const isChanged = (each: (typeof seen)[number]): boolean =>
    each.picture.origin === 'drawn' && !isKept(each);
  // What is told of each content: a drawn picture that is there as it was drawn, else the newest that was found.
  const toldOf = new Map(
    [...seen.filter(({ picture }) => picture.origin === 'found').reverse(), ...seen.filter(isKept)].map(
      ({ picture, outcome }) => [outcome.hash, picture],
    ),
  );
  const isDouble = ({ picture, outcome }: (typeof seen)[number]): boolean =>
    picture.origin === 'found' && toldOf.get(outcome.hash) !== picture;
  const judged = seen.filter((each) => !isChanged(each) && !isDouble(each));
  const own = judged.filter(({ picture }) => picture.match !== 'exact').map(({ picture }) => picture.text);
  const texts = await textEmbeddings(
    [...kept.variants.map(({ expansion }) => expansion.text), ...own],
    file,
    embedder,
    checkpoint,
    options,
  );
  const references = score
    ? await embedder.embedImages(
        score.images.map(({ path }) => path),
        options,
      )
    : [];
  signal?.throwIfAborted();
  const rows = scoreRows(score);
  // One may have gone since the scores.
  const readable = references.flatMap((outcome, at) =>
    outcome.ok ? [{ outcome, at, group: score!.images[at]!.group }] : [],
  );
  const groupOf = new Map(readable.map(({ outcome, group }) => [outcome.hash, group]));
  const isReference = ({ outcome }: (typeof seen)[number]): boolean => groupOf.has(outcome.hash);
  // A text of its own that reads as a variant does is no further wording.
  const variantOf = new Map(
    kept.variants.map(({ expansion }, at) => [expansion.text, at] as const).reverse(),
  );
  // Of two of one variant and pair the newest counts: the later one in what is judged.
  const oldestFirst = judged.toReversed();
  const compared = comparableVariants(
    judged.flatMap((each) => {
      const { variant, pair } = each.picture;
      return variant === undefined || pair === undefined || isReference(each) ? [] : [{ variant, pair }];
    }),
  );
  const verdict = await run(
    judgeSteps({
      variants: kept.variants.map(({ spell, expansion }) => {
        const row = rows.get(`${spell} ${expansion.id}`);
        return {
          embedding: texts.get(expansion.text)!,
          ...(row !== undefined && { score: row }),
        };
      }),
      pictures: oldestFirst.map(({ picture, outcome }) => {
        const isExact = picture.match === 'exact';
        const reference = groupOf.get(outcome.hash);
        return {
          variant: isExact ? picture.variant! : variantOf.get(picture.text),
          seed: isExact ? picture.pair : undefined,
          embedding: outcome.embedding,
          ...(!isExact && { own: texts.get(picture.text)! }),
          ...(reference !== undefined && { reference }),
        };
      }),
      references: readable.map(({ outcome, group }) => ({ embedding: outcome.embedding, group })),
      logitScale: checkpoint.logitScale,
      compared,
    }),
  );
  const { pictures: each, seeds, ...standing } = verdict;
  return {
    checkpoint,
    pictures: new Map(
      oldestFirst.map(({ picture }, i) => [picture.file, inScore(each[i]!, (at) => readable[at]!.at)]),
    ),
    // Pairs are named by their seeds, and what they were made with.
    verdict: { ...standing, seeds: seedsOf(seeds) },
    compared,
    unreadable: pictures.filter((_, i) => !outcomes[i]!.ok).map((picture) => picture.file),
    changed: seen.filter(isChanged).map(({ picture }) => picture.file),
    doubles: seen.filter(isDouble).map(({ picture }) => picture.file),
    asReferences: judged.filter(isReference).map(({ picture }) => picture.file),
    leftOut: kept.pictures.length - pictures.length,
    references: new Set(readable.map(({ group }) => group)).size,
  };
}

/** Whether a picture was drawn from here, and is as it was drawn. */
function isKept({
  picture,
  outcome,
}: {
  readonly picture: GalleryPicture;
  readonly outcome: { readonly hash: string };
}): boolean {
  return picture.record?.hash === outcome.hash;
}

/** With its nearest reference by its place among the score's pictures. */
function inScore(picture: JudgedPicture, placeOf: (reference: number) => number): JudgedPicture {
  const { nearest } = picture;
  return nearest ? { ...picture, nearest: { ...nearest, reference: placeOf(nearest.reference) } } : picture;
}

/** The smallest first; they go beyond 2^53. */
function seedsOf(pairs: readonly string[]): string[] {
  const seeds = pairs.map((pair) => pair.split(' ')[0]!);
  return seeds.sort((a, b) => a.length - b.length || (a < b ? -1 : Number(a > b)));
}

/** Of each text in the templates of its file, of unit length. */
async function textEmbeddings(
  texts: readonly string[],
  { frontMatter }: SpellFile,
  embedder: Embedder,
  checkpoint: Checkpoint,
  options: EmbedOptions,
): Promise<ReadonlyMap<string, Float32Array>> {
  const templates = frontMatter.templates.map(({ value }) => value);
  const different = [...new Set(texts)];
  const filled = different.map((text) => applyTemplates(text, templates).map((each) => each.text));
  const found = await embedder.embedTexts(filled.flat(), options);
  const each = filled[0]?.length ?? 1;
  return new Map(
    different.map((text, i) => {
      const own = found.slice(i * each, (i + 1) * each).map(({ embedding }) => embedding);
      return [text, promptEmbedding(own, checkpoint)];
    }),
  );
}

/** The scores from before anything was drawn, by spell and expansion. */
function scoreRows(score: FileScore | undefined): ReadonlyMap<string, number> {
  if (!score || score.images.length === 0) return new Map();
  return new Map(
    score.prompts.map(({ spell, expansion, meanCosine }) => [`${spell} ${expansion.id}`, meanCosine]),
  );
}
