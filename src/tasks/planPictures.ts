import {
  decideParameters,
  plainParameters,
  type DecidedParameters,
  type GenerationParameters,
} from '../core/judge/generationParameters';
import { requestHash } from '../files/generatedPictures';
import { requestText, type GenerationRecord } from '../core/judge/generationRecord';
import { planGeneration, seedsFrom, type PlannedPicture, type Variant } from '../core/judge/planGeneration';
import { parametersOfFrontMatter, parametersOfSpell } from '../core/judge/readParameters';
import { misreadIn, sentTexts, type SentText } from '../core/judge/sentText';
import { spellLimit } from '../core/score/scoreSpellFile';
import { each, finish, type Steps } from '../core/steps';
import { expandSpell } from '../core/spell/expandSpell';
import { textFor } from '../core/spell/copyBack';
import type { ConvertibleDialect } from '../core/spell/dialectText';
import type { Dialect, Expansion, SpellFile, Wildcards } from '../core/spell/spell';
import type { GeneratorFamily, GeneratorIdentity } from '../generators/generator';

export interface PlanRequest {
  readonly file: SpellFile;
  readonly wildcards?: Wildcards;
  /** The setting: expansions of the file at most. */
  readonly limit?: number;
  /** Which spells, by their places in the file; all when undefined. */
  readonly spells?: readonly number[];
  /** Which expansions of them; all when undefined. */
  readonly isWanted?: (spell: number, expansion: Expansion) => boolean;
  /** How many pictures of each variant. */
  readonly seeds: number;
  /** Instead of that of the file or the settings; decimal digits. */
  readonly firstSeed?: string;
  /** Of the user's settings or the command line: what the file does not say. */
  readonly settings: GenerationParameters;
  readonly generator: GeneratorIdentity;
  /** What is there already; the same request again is answered from there. */
  readonly records: readonly GenerationRecord[];
  /** Of the user's own workflow, if there is one: another one makes other pictures. */
  readonly workflow?: string;
  /** Draw what is there already once more. */
  readonly again?: boolean;
}

/** One wording of which pictures are made. */
export interface PlannedVariant {
  /** Place in the file. */
  readonly spell: number;
  readonly expansion: Expansion;
  readonly sent: SentText;
  readonly parameters: DecidedParameters;
  /** What the generator's dialect has no counterpart for, as it is written. */
  readonly lost: readonly string[];
  /** Names in the spell's own line that are not read; those of `generate:` are problems of its file. */
  readonly unread: readonly string[];
}

export interface PlannedRequest extends PlannedPicture {
  /** SHA-256 (hex) of what is asked of whom. */
  readonly request: string;
  /** The picture that answers it already. */
  readonly known?: GenerationRecord;
}

export interface GenerationPlan {
  readonly variants: readonly PlannedVariant[];
  /** One for each variant and seed, in the order of drawing. */
  readonly requests: readonly PlannedRequest[];
  /** Decimal digits, the same for all variants. */
  readonly seeds: readonly string[];
  /** What is there already is drawn once more. */
  readonly again: boolean;
  /** What one picture took of this generator as yet, the median in seconds; undefined where nobody knows. */
  readonly secondsEach?: number;
}

/** More than this is a slip of the keyboard: days of drawing, and more than a file of records takes. */
export const mostPlanned = 10_000;

/** A plan of more pictures than are drawn at once. */
export class TooManyPictures extends Error {
  override readonly name = 'TooManyPictures';

  constructor(
    readonly parameters: {
      readonly pictures: number;
      readonly variants: number;
      readonly seeds: number;
      readonly most: number;
    },
  ) {
    super(`${parameters.pictures} pictures are more than ${parameters.most}`);
  }
}

/** Where no one says a seed, so that the same file asks for the same pictures again. */
const FIRST_SEED = '1';

/**
 * What is to be drawn of a file, and what is there already. Nothing is asked of the generator.
 * @throws TooManyPictures
 */
export function planPictures(request: PlanRequest): GenerationPlan {
  return finish(planSteps(request));
}

/**
 * As `planPictures`, a spell or a picture a step: where a file fills many slots, that takes seconds.
 * @throws TooManyPictures
 */
export function* planSteps(request: PlanRequest): Steps<GenerationPlan> {
  const { generator, records, again = false } = request;
  const variants = (yield* variantsOf(request)).flat();
  const pictures = variants.length * request.seeds;
  if (pictures > mostPlanned)
    throw new TooManyPictures({
      ...{ pictures, variants: variants.length },
      ...{ seeds: request.seeds, most: mostPlanned },
    });
  const wanted = variants.map(({ expansion, spell, sent, parameters }): Variant => {
    const { seed: _, ...plain } = plainParameters(parameters);
    const { prompt, negative } = sent;
    return {
      key: `${spell} ${expansion.id}`,
      prompt,
      ...(negative !== undefined && { negative }),
      parameters: plain,
    };
  });
  const first =
    request.firstSeed ??
    variants.map(({ parameters }) => parameters.seed?.value).find((seed) => seed !== undefined) ??
    FIRST_SEED;
  const seeds = seedsFrom(first, request.seeds);
  const known = again
    ? new Map<string, GenerationRecord>()
    : new Map(records.map((record) => [record.request, record]));
  const seconds = records.filter(({ url }) => url === generator.url).map((record) => record.seconds);
  const requests = yield* each(planGeneration(wanted, seeds), (picture): PlannedRequest => {
    const hash = hashOf(picture, generator, request.workflow);
    const there = known.get(hash);
    return { ...picture, request: hash, ...(there && { known: there }) };
  });
  return {
    ...{ variants, seeds, requests, again },
    ...(seconds.length > 0 && { secondsEach: median(seconds) }),
  };
}

/**
 * A plan whose turn comes later than it was made: what was drawn meanwhile is there too.
 * @param records as they are now
 */
export function answeredSince(plan: GenerationPlan, records: readonly GenerationRecord[]): GenerationPlan {
  if (plan.again) return plan;
  const now = new Map(records.map((record) => [record.request, record]));
  const requests = plan.requests.map((planned): PlannedRequest => {
    const known = now.get(planned.request) ?? planned.known;
    return { ...planned, ...(known && { known }) };
  });
  return { ...plan, requests };
}

/** How a generator reads what is sent. SwarmUI has ComfyUI draw. */
const DIALECTS: Readonly<Record<GeneratorFamily, ConvertibleDialect>> = {
  a1111: 'a1111',
  forge: 'a1111',
  sdnext: 'a1111',
  drawthings: 'a1111',
  comfyui: 'comfyui',
  swarmui: 'comfyui',
};

/** The texts in the generator's dialect. Tags of networks stay, whoever reads them: clients and node packs take them out. */
function inDialect(
  sent: SentText,
  from: Dialect,
  to: ConvertibleDialect,
  steps: number | undefined,
): { readonly sent: SentText; readonly lost: readonly string[] } {
  if (from === to) return { sent, lost: [] };
  const options = steps === undefined ? {} : { steps };
  const prompt = textFor(sent.prompt, from, to, options);
  const negative =
    sent.negative === undefined
      ? undefined
      : textFor(sent.negative, from, to, { ...options, isNegative: true });
  const isNetwork = (text: string): boolean => /^<(?:lora|lyco|hypernet):/.test(text);
  const networks = prompt.lost.filter(isNetwork).map((tag) => ` ${tag}`);
  const texts = {
    prompt: prompt.text.trim() + networks.join(''),
    ...(negative && { negative: negative.text.trim() }),
  };
  return {
    sent: { ...texts, misread: misreadIn([texts.prompt, texts.negative], to) },
    lost: [...prompt.lost, ...(negative?.lost ?? [])].filter((text) => !isNetwork(text)),
  };
}

function variantsOf({
  file,
  wildcards,
  limit,
  spells,
  isWanted,
  settings,
  generator,
}: PlanRequest): Steps<PlannedVariant[][]> {
  const options = {
    dialect: file.dialect,
    limit: spellLimit(file, limit),
    ...(wildcards && { wildcards }),
  };
  const shared = parametersOfFrontMatter(
    Object.fromEntries((file.frontMatter.generate ?? []).map(({ name, value }) => [name.value, value])),
  );
  const chosen = file.spells.filter(({ index }) => !spells || spells.includes(index));
  return each(chosen, (spell) => {
    const own = parametersOfSpell(spell.parameters?.values ?? new Map());
    const parameters = decideParameters({
      spell: own.parameters,
      'front-matter': shared.parameters,
      settings,
    });
    const { unread } = own;
    const texts = sentTexts(spell, options);
    return expandSpell(spell, options)
      .expansions.filter((expansion) => isWanted?.(spell.index, expansion) ?? true)
      .flatMap((expansion) => {
        const sent = texts.get(expansion.id);
        const to = DIALECTS[generator.family];
        const told = sent && inDialect(sent, file.dialect, to, spell.positive.steps);
        return told ? [{ spell: spell.index, expansion, ...told, parameters, unread }] : [];
      });
  });
}

function hashOf(
  picture: PlannedPicture,
  { family, url }: GeneratorIdentity,
  workflow: string | undefined,
): string {
  const { prompt, negative, parameters } = picture;
  const text = requestText({
    generator: family,
    url,
    prompt,
    ...(negative !== undefined && { negative }),
    parameters,
    seed: parameters.seed,
    ...(workflow !== undefined && { workflow }),
  });
  return requestHash(text);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
