import type { PictureRecord } from '../infotext/pictureRecord';
import { clipText } from '../spell/clipText';
import type { Dialect, Expansion } from '../spell/spell';
import type { Steps } from '../steps';
import type { ParameterName } from './generationParameters';
import type { GenerationRecord } from './generationRecord';
import {
  indexVariants,
  matchPicture,
  type Change,
  type FoundText,
  type MatchableVariant,
  type PictureMatch,
} from './matchPicture';
import { parametersOfSpell } from './readParameters';

/** One wording of a file of which pictures may be there. */
export interface GalleryVariant extends MatchableVariant {
  /** Place in the file. */
  readonly spell: number;
  /** Name of the spell; undefined where it has none. */
  readonly name?: string;
  readonly expansion: Pick<Expansion, 'id' | 'text'>;
}

/** What a picture that was made elsewhere says of itself. */
export interface FoundMetadata extends Pick<PictureRecord, 'maker' | 'dialect' | 'prompt' | 'parameters'> {
  readonly negative?: string;
  /** Decimal digits. */
  readonly seed?: string;
}

/** A picture that was made elsewhere, as it was read. */
export interface FoundPicture {
  /** Absolute. */
  readonly file: string;
  /** When it was written last, in milliseconds since 1970. */
  readonly time: number;
  readonly metadata: FoundMetadata;
  /** What it may be matched by, the surest first. */
  readonly texts: readonly FoundText[];
}

/** A picture of a spell file: drawn from here, with its record, or found elsewhere. */
export interface GalleryPicture {
  /** Absolute. */
  readonly file: string;
  readonly origin: 'drawn' | 'found';
  /** Of one that was drawn. */
  readonly record?: GenerationRecord;
  /** Of one that was found. */
  readonly found?: FoundMetadata;
  /** When it was made, in milliseconds since 1970. */
  readonly time: number;
  /** Decimal digits; undefined where it does not say. */
  readonly seed?: string;
  /** What it was made of, as CLIP reads it. */
  readonly text: string;
  /**
   * `exact`: of a variant that the file has. `near`: of none, and it looks like one. `earlier`: drawn of a text that the file
   * has no more.
   */
  readonly match: 'exact' | 'near' | 'earlier';
  /** Place in the variants; undefined for `earlier`. */
  readonly variant?: number;
  /** Place in the file and expansion, those of its variant; of `earlier` the spell of the same name, where there is one. */
  readonly spell?: number;
  readonly expansion: string;
  /** Further variants that read the same: nobody can tell of which it is, and the first is taken. */
  readonly others: number;
  /** What is other in a `near` one. */
  readonly change?: Change;
  /** Pictures with equal ones were made alike but for their variant; undefined where it has no seed, or is no `exact` one. */
  readonly pair?: string;
}

export interface GatherRequest {
  readonly variants: readonly GalleryVariant[];
  /** Of the file. */
  readonly dialect: Dialect;
  readonly drawn: readonly { readonly file: string; readonly record: GenerationRecord }[];
  readonly found: readonly FoundPicture[];
  /** What spells of the file say on their own lines: there pictures of a pair may differ. */
  readonly ownParameters?: readonly ParameterName[];
}

/**
 * The pictures of a spell file, the newest first: those that were drawn of it, whatever has become of their texts, and of
 * those that were found the ones that are of its variants, or look like them. One variant, record or picture a step.
 */
export function* gatherPictures(request: GatherRequest): Steps<GalleryPicture[]> {
  const { variants, dialect, drawn, found, ownParameters = [] } = request;
  const index = yield* indexVariants(variants, dialect);
  // Thousands of pictures of one text need not be compared one by one.
  const known = new Map<string, PictureMatch | undefined>();
  const match = (texts: readonly FoundText[]): PictureMatch | undefined => {
    const key = JSON.stringify(texts);
    if (!known.has(key)) known.set(key, matchPicture(index, texts));
    return known.get(key);
  };
  const pictures: GalleryPicture[] = [];
  for (const { file, record } of drawn) {
    pictures.push(drawnPicture(file, record, match(textsOfRecord(record)), request));
    yield;
  }
  for (const picture of found) {
    const matched = match(picture.texts);
    if (matched) pictures.push(foundPicture(picture, matched, variants, ownParameters));
    yield;
  }
  return pictures.sort((a, b) => b.time - a.time);
}

function drawnPicture(
  file: string,
  record: GenerationRecord,
  match: PictureMatch | undefined,
  { variants, ownParameters = [] }: GatherRequest,
): GalleryPicture {
  const { seed, text } = record;
  const origin = 'drawn' as const;
  const plain = { file, origin, record, time: Date.parse(record.time) || 0, seed, text };
  if (!match) {
    const own = variants.find(({ name }) => record.spell !== null && name === record.spell);
    return {
      ...plain,
      match: 'earlier',
      ...(own && { spell: own.spell }),
      expansion: record.expansion,
      others: 0,
    };
  }
  const isOwn = (at: number): boolean =>
    variants[at]!.expansion.id === record.expansion && (variants[at]!.name ?? null) === record.spell;
  // Its record knows which of several it was drawn of.
  const own = match.variants.find(isOwn);
  const variant = own ?? match.variants[0]!;
  return {
    ...plain,
    ...placeOf(variants, variant),
    match: match.kind,
    others: own === undefined ? match.variants.length - 1 : 0,
    ...(match.kind === 'near'
      ? { change: match.change }
      : { pair: pairOf(record.seed, conditionOfRecord(record, ownParameters)) }),
  };
}

function foundPicture(
  { file, time, metadata }: FoundPicture,
  match: PictureMatch,
  variants: readonly GalleryVariant[],
  ownParameters: readonly ParameterName[],
): GalleryPicture {
  const { seed } = metadata;
  const [variant] = match.variants;
  return {
    ...{ file, origin: 'found', found: metadata, time },
    ...(seed !== undefined && { seed }),
    text: match.kind === 'exact' ? variants[variant!]!.expansion.text : shownText(metadata),
    ...placeOf(variants, variant!),
    match: match.kind,
    others: match.variants.length - 1,
    ...(match.kind === 'near' && { change: match.change }),
    ...(match.kind === 'exact' &&
      seed !== undefined && {
        pair: pairOf(seed, conditionOfFound(metadata, match.ownNegative, ownParameters)),
      }),
  };
}

/** As CLIP reads it. */
function shownText({ prompt, dialect }: FoundMetadata): string {
  return clipText(prompt, new Int32Array(prompt.length + 1), dialect).text;
}

function placeOf(
  variants: readonly GalleryVariant[],
  variant: number,
): Pick<GalleryPicture, 'variant' | 'spell' | 'expansion'> {
  const { spell, expansion } = variants[variant]!;
  return { variant, spell, expansion: expansion.id };
}

/** Generators of A1111's family read its dialect, the others ComfyUI's. */
const COMFY_FAMILIES: ReadonlySet<string> = new Set(['comfyui', 'swarmui']);

function textsOfRecord({
  prompt,
  negative,
  generator,
  parameters,
  ...record
}: GenerationRecord): FoundText[] {
  return [
    {
      prompt: prompt === '' ? record.text : prompt,
      ...(negative !== null && { negative }),
      dialect: COMFY_FAMILIES.has(generator) ? 'comfyui' : 'a1111',
      ...(parameters.steps !== undefined && { steps: parameters.steps }),
    },
  ];
}

function pairOf(seed: string, condition: unknown): string {
  return `${seed} ${JSON.stringify(condition)}`;
}

/** What a picture was made with, besides its words and seed: pictures of other conditions differ in more than their words. */
function conditionOfRecord(
  { generator, parameters, ran }: GenerationRecord,
  own: readonly ParameterName[],
): unknown {
  const { seed: _, ...asked } = parameters;
  const model = ran.model ?? asked.model;
  const all = { ...asked, ...(model !== undefined && { model }) };
  return [
    'drawn',
    generator,
    sorted(Object.entries(all).filter(([name]) => !own.includes(name as ParameterName))),
  ];
}

/** Names whose values are of the words, of the seed, or of nothing that is drawn. */
const NO_CONDITION =
  /^(?:Seed|Version|Batch pos|User|Token merging.*|.*(?:prompt|hashes|template|wildcard).*)$/i;

function conditionOfFound(
  { maker, parameters }: FoundMetadata,
  ownNegative: string | undefined,
  own: readonly ParameterName[],
): unknown {
  const told = parameters.filter(([name, value]) => {
    if (NO_CONDITION.test(name)) return false;
    const read = Object.keys(parametersOfSpell(new Map([[name, value]])).parameters) as ParameterName[];
    return read.length === 0 || read.some((each) => !own.includes(each));
  });
  return ['found', maker, sorted(told), ownNegative ?? ''];
}

function sorted<Value>(
  entries: readonly (readonly [string, Value])[],
): readonly (readonly [string, Value])[] {
  return entries.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
}
