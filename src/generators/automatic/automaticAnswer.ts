import {
  isList,
  isObject,
  parseLooseJson,
  seedOf,
  textOf,
  type Json,
  type JsonObject,
} from '../../core/infotext/looseJson';
import { readPairs } from '../../core/infotext/parameterPairs';
import type { GeneratedPicture, RanParameters } from '../generator';
import { GeneratorError } from '../generatorError';
import { decodedPicture, receivedPicture } from '../picture';

/** More pictures than anybody asks for: each is decoded. */
const MOST_PICTURES = 64;

/**
 * The pictures of an answer, without a grid before and without what extensions add behind. Each has the seed that the server
 * tells of it; where it tells none, picture k has the asked seed plus k, as this family counts.
 * @throws GeneratorError `generator-picture-missing`, `generator-picture-unreadable`, `generator-answer-too-large`
 */
export function readPictures(
  answer: Json,
  asked: bigint,
  about: { readonly url: string; readonly path: string },
): [GeneratedPicture, ...GeneratedPicture[]] {
  const json = isObject(answer) ? answer : {};
  const info = infoOf(json.info);
  const first = wholeNumber(info.index_of_first_image) ?? 0;
  const seeds = isList(info.all_seeds) ? info.all_seeds.map(seedOf) : [];
  const images = isList(json.images) ? json.images.filter((image) => typeof image === 'string') : [];
  const end = first + Math.min(MOST_PICTURES, Math.max(1, seeds.length));
  const pictures = images.slice(first, end).map((image, k): GeneratedPicture => {
    const infotext = itemText(info.infotexts, first + k);
    return {
      ...receivedPicture(decodedPicture(image), about),
      seed: seeds[k] ?? String(asked + BigInt(k)),
      ran: ranParameters(info, k, infotext),
      ...(infotext !== undefined && { infotext }),
    };
  });
  const [one, ...others] = pictures;
  if (!one) throw new GeneratorError('generator-picture-missing', { url: about.url });
  return [one, ...others];
}

/** A text of JSON by contract; some relatives send the object itself. */
function infoOf(info: Json | undefined): JsonObject {
  const json = typeof info === 'string' ? parseLooseJson(info) : info;
  return isObject(json) ? json : {};
}

function ranParameters(info: JsonObject, k: number, infotext: string | undefined): RanParameters {
  const extra = isObject(info.extra_generation_params) ? info.extra_generation_params : {};
  return {
    prompt: itemText(info.all_prompts, k) ?? textOf(info.prompt),
    negative: itemText(info.all_negative_prompts, k) ?? textOf(info.negative_prompt),
    steps: numberOf(info.steps),
    cfgScale: numberOf(info.cfg_scale),
    width: numberOf(info.width),
    height: numberOf(info.height),
    sampler: textOf(info.sampler_name),
    scheduler: textOf(extra['Schedule type']) ?? fieldOf(infotext, 'Schedule type'),
    model: filled(textOf(info.sd_model_name)) ?? fieldOf(infotext, 'Model'),
    modelHash: filled(textOf(info.sd_model_hash)) ?? fieldOf(infotext, 'Model hash'),
  };
}

/** A parameter of an infotext's last lines. */
function fieldOf(infotext: string | undefined, name: string): string | undefined {
  if (infotext === undefined) return undefined;
  const pairs = readPairs(infotext.slice(Math.max(0, infotext.lastIndexOf('\nSteps: '))));
  return pairs.findLast(([key]) => key === name)?.[1];
}

function itemText(list: Json | undefined, index: number): string | undefined {
  return isList(list) ? textOf(list[index]) : undefined;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function wholeNumber(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
}
