import { GeneratorError } from './generatorError';
import type {
  GeneratedPicture,
  GenerationRemark,
  GenerationRemarkCode,
  GenerationRequest,
} from './generator';

/** Names that fit into a sentence. */
const MOST_NAMED = 12;
const HIGHEST_SEED = 2n ** 64n - 1n;

/** Some names of a list for a sentence, and how many more there are. */
export function named(names: readonly string[]): { readonly known: string; readonly more: number } {
  return {
    known: names.slice(0, MOST_NAMED).join(', '),
    more: Math.max(0, names.length - MOST_NAMED),
  };
}

/**
 * The seed as it is sent: digits, never rounded.
 * @throws GeneratorError `generator-seed-unusable`
 */
export function seedDigits({ seed }: GenerationRequest, highest = HIGHEST_SEED): bigint {
  const value = /^\d{1,20}$/.test(seed) ? BigInt(seed) : -1n;
  if (value >= 0n && value <= highest) return value;
  throw new GeneratorError('generator-seed-unusable', { seed, highest: String(highest) });
}

/**
 * A name as the generator writes it: letter by letter, or but for capitals.
 * @returns undefined where the list has no such name
 */
export function nameIn(names: readonly string[], wanted: string): string | undefined {
  const plain = wanted.trim().toLowerCase();
  return names.find((name) => name === wanted) ?? names.find((name) => name.toLowerCase() === plain);
}

/** Names of the LoRA tags of a prompt. */
export function loraNames(prompt: string): string[] {
  return [...prompt.matchAll(/<(?:lora|lyco):([^:<>]+)/gi)].map(([, name]) => name!.trim());
}

/** What was asked for and not done, as remarks. A value that the generator does not tell is not compared. */
export function differences(
  asked: GenerationRequest,
  { ran, seed }: Pick<GeneratedPicture, 'ran' | 'seed'>,
): GenerationRemark[] {
  const remarks: GenerationRemark[] = [];
  const add = (code: GenerationRemarkCode, wanted: string, told: string): void => {
    remarks.push({ code, parameters: { asked: wanted, ran: told } });
  };
  if (asked.model !== undefined && ran.model === undefined)
    remarks.push({ code: 'generation-unverified', parameters: {} });
  else if (asked.model !== undefined && !isSameModel(asked.model, ran.model!))
    add('generation-other-model', asked.model, ran.model!);
  if (asked.sampler !== undefined && ran.sampler !== undefined && !isSameName(asked.sampler, ran.sampler))
    add('generation-other-sampler', asked.sampler, ran.sampler);
  if (asked.seed !== seed) add('generation-other-seed', asked.seed, seed);
  const [width, height] = [asked.width ?? ran.width, asked.height ?? ran.height];
  if (ran.width !== undefined && ran.height !== undefined && (width !== ran.width || height !== ran.height))
    add('generation-other-size', `${width}x${height}`, `${ran.width}x${ran.height}`);
  return remarks;
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Generators name a model with or without its folders, its ending and its hash. */
function isSameModel(one: string, other: string): boolean {
  return isSameName(bareModel(one), bareModel(other));
}

/** `folder/name.safetensors [1234abcd]` without all but its name. */
export function bareModel(name: string): string {
  const withoutHash = name.replace(/\s*\[[\da-f]{6,64}\]\s*$/i, '');
  const file = withoutHash.slice(Math.max(withoutHash.lastIndexOf('/'), withoutHash.lastIndexOf('\\')) + 1);
  return file.replace(/\.(?:safetensors|ckpt|pt|pth|bin|gguf|sft)$/i, '');
}

/** A remark about some names; none where there are none. */
export function listed(code: GenerationRemarkCode, names: readonly string[]): GenerationRemark[] {
  return names.length > 0 ? [{ code, parameters: { names: names.join(', ') } }] : [];
}
