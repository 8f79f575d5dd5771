import { isList, isObject, parseLooseJson, seedOf, textOf, type Json, type JsonObject } from '../looseJson';
import type { CharacterPrompt } from '../pictureRecord';
import { defined, filled, modelName, pairsOf, sizeOf, type Found } from '../recordParts';

/** Reads the JSON of one maker; undefined where it is another's. */
export type ToolReader = (source: string, json: JsonObject, key: string) => Found | undefined;

const inner = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** SwarmUI. What was written before wildcards and macros were filled in is kept as `original_prompt`. */
const swarmui: ToolReader = (source, json) => {
  const values = json.sui_image_params;
  if (!isObject(values)) return undefined;
  const extra = inner(json.sui_extra_data);
  const original = (name: string): string | undefined => filled(values[name]) ?? filled(extra[name]);
  const prompt = filled(values.prompt) ?? '';
  const template = original('original_prompt');
  const {
    prompt: _p,
    negativeprompt: _n,
    original_prompt: _o,
    original_negativeprompt: _on,
    ...rest
  } = values;
  return defined({
    source,
    maker: 'swarmui',
    dialect: 'comfyui',
    prompt,
    negative: filled(values.negativeprompt),
    template:
      template === undefined || template === prompt
        ? undefined
        : defined({ prompt: template, negative: original('original_negativeprompt') }),
    seed: seedOf(values.seed),
    parameters: named(rest, {
      steps: 'Steps',
      sampler: 'Sampler',
      scheduler: 'Schedule type',
      cfgscale: 'CFG scale',
      fluxguidancescale: 'Distilled CFG Scale',
      seed: 'Seed',
      model: 'Model',
      swarm_version: 'Version',
    }),
    rank: 'tool',
  } satisfies Found);
};

/** Known names in their order, with the size after the seed, and then the rest as it is named. */
function named(values: JsonObject, names: Readonly<Record<string, string>>): Found['parameters'] {
  const known = Object.entries(names).map(([own, name]) => [name, values[own]] as const);
  const ofSides = sizeOf(values.width, values.height);
  const [, width, height] = /^(\d+) ?[x×] ?(\d+)$/.exec(textOf(values.resolution) ?? '') ?? [];
  const size = ofSides ?? ('resolution' in names ? undefined : sizeOf(width, height));
  const places = size === undefined ? [] : ofSides === undefined ? ['resolution'] : ['width', 'height'];
  const used = new Set([...Object.keys(names), ...places]);
  const rest = Object.entries(values).filter(([own]) => !used.has(own));
  return pairsOf([...known, ['Size', size], ...rest.slice(0, 200)]);
}

/** NovelAI: `Comment`, also inside of a stealth record, and what `v4_prompt` splits into a scene and characters. */
const novelai: ToolReader = (source, json) => {
  const isV4 = isObject(json.v4_prompt);
  if (!isV4 && !('uc' in json && ('scale' in json || 'sampler' in json))) return undefined;
  const [positive, negative] = [captionOf(json.v4_prompt), captionOf(json.v4_negative_prompt)];
  const characters = positive.characters.map((prompt, i): CharacterPrompt =>
    defined({ prompt, negative: negative.characters[i] || undefined }),
  );
  return defined({
    source,
    maker: 'novelai',
    dialect: 'novelai',
    prompt: positive.base ?? filled(json.prompt) ?? '',
    negative: negative.base ?? filled(json.uc),
    characters: characters.some(({ prompt }) => prompt !== '') ? characters : undefined,
    seed: seedOf(json.seed),
    parameters: named(
      { ...json, prompt: null, uc: null },
      {
        steps: 'Steps',
        sampler: 'Sampler',
        noise_schedule: 'Schedule type',
        scale: 'CFG scale',
        seed: 'Seed',
        strength: 'Denoising strength',
      },
    ),
    rank: 'tool',
  } satisfies Found);
};

function captionOf(value: Json | undefined): { base?: string; characters: readonly string[] } {
  const caption = inner(inner(value).caption);
  const characters = isList(caption.char_captions) ? caption.char_captions.slice(0, 100) : [];
  return {
    base: filled(caption.base_caption),
    characters: characters.map((character) => filled(inner(character).char_caption) ?? ''),
  };
}

/** InvokeAI 3 and later. */
const invokeai: ToolReader = (source, json) => {
  const core = isObject(json.invokeai_metadata) ? json.invokeai_metadata : json;
  if (!('positive_prompt' in core) && !('generation_mode' in core && 'seed' in core)) return undefined;
  const model = inner(core.model);
  return defined({
    source,
    maker: 'invokeai',
    dialect: 'invokeai',
    prompt: filled(core.positive_prompt) ?? '',
    negative: filled(core.negative_prompt),
    seed: seedOf(core.seed),
    parameters: named(
      {
        ...core,
        positive_prompt: null,
        negative_prompt: null,
        model: textOf(core.model) ?? model.name ?? model.model_name ?? null,
        vae: inner(core.vae).name ?? inner(core.vae).model_name ?? null,
      },
      {
        steps: 'Steps',
        scheduler: 'Sampler',
        cfg_scale: 'CFG scale',
        seed: 'Seed',
        model: 'Model',
        clip_skip: 'Clip skip',
        strength: 'Denoising strength',
        positive_style_prompt: 'Style prompt',
        negative_style_prompt: 'Negative style prompt',
        vae: 'VAE',
        app_version: 'Version',
      },
    ),
    rank: 'tool',
  } satisfies Found);
};

/** InvokeAI 2: negative words stand in square brackets inside of the prompt. */
const invokeai2: ToolReader = (source, json) => {
  const image = json.image;
  if (!isObject(image) || !('prompt' in image)) return undefined;
  const whole = isList(image.prompt)
    ? image.prompt.flatMap((part) => filled(inner(part).prompt) ?? []).join(' ')
    : (filled(image.prompt) ?? '');
  return defined({
    source,
    maker: 'invokeai',
    dialect: 'invokeai',
    ...withoutBrackets(whole),
    seed: seedOf(image.seed),
    parameters: named(
      {
        ...image,
        prompt: null,
        model: json.model_weights ?? json.model ?? null,
        version: json.app_version ?? null,
      },
      {
        steps: 'Steps',
        sampler: 'Sampler',
        cfg_scale: 'CFG scale',
        seed: 'Seed',
        model: 'Model',
        strength: 'Denoising strength',
        version: 'Version',
      },
    ),
    rank: 'tool',
  } satisfies Found);
};

/** `a cat [dog, blurry] in a hat`: the bracketed words are the negative prompt. */
export function withoutBrackets(text: string): { prompt: string; negative?: string } {
  const negative: string[] = [];
  const prompt = text.replace(/\[([^[\]]{0,20000})\]/g, (_, words: string) => {
    negative.push(words.trim());
    return ' ';
  });
  if (negative.length === 0) return { prompt: text.trim() };
  return { prompt: prompt.replace(/[ \t]{2,}/g, ' ').trim(), negative: negative.join(' ') };
}

/** Fooocus, its own scheme: styles are named, not written out. */
const fooocus: ToolReader = (source, json, key) => {
  const isOwn =
    'full_prompt' in json || 'metadata_scheme' in json || 'base_model_hash' in json || key === 'fooocus';
  if (!isOwn || !('prompt' in json)) return undefined;
  const size = /(\d{1,6})\D{1,5}(\d{1,6})/.exec(textOf(json.resolution) ?? '');
  const joined = (value: Json | undefined): string | null =>
    isList(value) ? value.flatMap((part) => filled(part) ?? []).join('\n') : (textOf(value) ?? null);
  return defined({
    source,
    maker: 'fooocus',
    dialect: 'comfyui',
    prompt: filled(json.prompt) ?? '',
    negative: filled(json.negative_prompt),
    seed: seedOf(json.seed),
    parameters: named(
      {
        ...json,
        prompt: null,
        negative_prompt: null,
        full_prompt: joined(json.full_prompt),
        full_negative_prompt: joined(json.full_negative_prompt),
        resolution: size ? `${size[1]}x${size[2]}` : null,
      },
      {
        steps: 'Steps',
        sampler: 'Sampler',
        scheduler: 'Schedule type',
        guidance_scale: 'CFG scale',
        seed: 'Seed',
        resolution: 'Size',
        base_model: 'Model',
        base_model_hash: 'Model hash',
        clip_skip: 'Clip skip',
        styles: 'Styles',
        full_prompt: 'Full prompt',
        full_negative_prompt: 'Full negative prompt',
        vae: 'VAE',
        version: 'Version',
      },
    ),
    rank: 'tool',
  } satisfies Found);
};

/** RuinedFooocus, and the log of Fooocus: capitals. */
const ruinedFooocus: ToolReader = (source, json) => {
  if (!('Prompt' in json) || !('Negative' in json || 'software' in json)) return undefined;
  return defined({
    source,
    maker: 'ruinedfooocus',
    dialect: 'comfyui',
    prompt: filled(json.Prompt) ?? '',
    negative: filled(json.Negative),
    seed: seedOf(json.seed ?? json.Seed),
    parameters: named(
      { ...json, Prompt: null, Negative: null },
      {
        steps: 'Steps',
        sampler_name: 'Sampler',
        scheduler: 'Schedule type',
        cfg: 'CFG scale',
        seed: 'Seed',
        base_model_name: 'Model',
        clip_skip: 'Clip skip',
        denoise: 'Denoising strength',
        software: 'Version',
      },
    ),
    rank: 'tool',
  } satisfies Found);
};

/** Draw Things: short names, and all of its settings again as `v2`. */
const drawThings: ToolReader = (source, json) => {
  if (!('c' in json) || !('uc' in json || 'v2' in json)) return undefined;
  const v2 = inner(json.v2);
  const { c: _c, uc: _uc, v2: _v2, ...rest } = json;
  return defined({
    source,
    maker: 'drawthings',
    dialect: 'a1111',
    prompt: filled(json.c) ?? '',
    negative: filled(json.uc),
    seed: seedOf(json.seed) ?? seedOf(v2.seed),
    parameters: named(
      { ...rest, size: json.size ?? sizeOf(v2.width, v2.height) ?? null },
      {
        steps: 'Steps',
        sampler: 'Sampler',
        scale: 'CFG scale',
        seed: 'Seed',
        size: 'Size',
        model: 'Model',
        strength: 'Denoising strength',
      },
    ),
    rank: 'tool',
  } satisfies Found);
};

/** What Easy Diffusion calls a value, in JSON and one text chunk each, and what it calls them for people. */
const EASY_NAMES: Readonly<Record<string, string>> = {
  num_inference_steps: 'Steps',
  steps: 'Steps',
  sampler_name: 'Sampler',
  sampler: 'Sampler',
  guidance_scale: 'CFG scale',
  'guidance scale': 'CFG scale',
  seed: 'Seed',
  use_stable_diffusion_model: 'Model',
  'stable diffusion model': 'Model',
  clip_skip: 'Clip skip',
  'clip skip': 'Clip skip',
  prompt_strength: 'Denoising strength',
  'prompt strength': 'Denoising strength',
  use_vae_model: 'VAE',
  'vae model': 'VAE',
};

/** What only Easy Diffusion writes; others that run Diffusers have some of its names. */
const EASY_SIGNS = [
  'use_stable_diffusion_model',
  'stable diffusion model',
  'use_vae_model',
  'guidance scale',
];

/** Easy Diffusion: JSON (also as a sidecar), or values from chunks and lines. */
export const easyDiffusion: ToolReader = (source, json, key) => {
  const names = new Map(Object.entries(json).map(([name, value]) => [name.toLowerCase(), value]));
  const has = (name: string): boolean => names.has(name);
  const isEasy = EASY_SIGNS.some(has) || (key === 'prompt' && has('seed') && has('num_inference_steps'));
  if (!has('prompt') || isObject(names.get('prompt')) || !(isEasy || has('num_inference_steps')))
    return undefined;
  const taken = ['prompt', 'negative_prompt', 'negative prompt', 'original_prompt'];
  const values = Object.fromEntries(
    Object.entries(json)
      .filter(([name]) => !taken.includes(name.toLowerCase()))
      .map(([name, value]) => [EASY_NAMES[name.toLowerCase()] ?? name, value]),
  );
  const prompt = filled(textOf(names.get('prompt'))) ?? '';
  const original = filled(names.get('original_prompt'));
  return defined({
    source,
    maker: isEasy ? 'easydiffusion' : 'unknown',
    dialect: 'a1111',
    prompt,
    negative: filled(names.get('negative_prompt')) ?? filled(names.get('negative prompt')),
    template: original === undefined || original === prompt ? undefined : { prompt: original },
    seed: seedOf(names.get('seed')),
    parameters: named(
      {
        ...values,
        width: names.get('width') ?? null,
        height: names.get('height') ?? null,
        Model: modelName(values.Model) ?? null,
      },
      Object.fromEntries(
        ['Steps', 'Sampler', 'CFG scale', 'Seed', 'Model', 'Clip skip', 'Denoising strength', 'VAE'].map(
          (name) => [name, name],
        ),
      ),
    ).filter(([name]) => !/^(?:Width|Height)$/.test(name)),
    rank: 'tool',
  } satisfies Found);
};

/** Civitai's `extraMetadata` and TensorArt's `generation_data`. */
const site: ToolReader = (source, json, key) => {
  const isSites = 'negativePrompt' in json || 'cfgScale' in json || key === 'extrametadata';
  if (typeof json.prompt !== 'string' || !isSites) return undefined;
  const isTensorArt = key === 'generation_data' || 'samplerName' in json || isObject(json.baseModel);
  return defined({
    source,
    maker: isTensorArt ? 'tensorart' : 'civitai',
    dialect: 'a1111',
    prompt: json.prompt.trim(),
    negative: filled(json.negativePrompt),
    seed: seedOf(json.seed),
    parameters: named(
      {
        ...json,
        prompt: null,
        negativePrompt: null,
        sampler: json.samplerName ?? json.ksamplerName ?? json.sampler ?? null,
        samplerName: null,
        ksamplerName: null,
        scheduler: json.scheduler ?? json.schedule ?? null,
        schedule: null,
        model: inner(json.baseModel).modelFileName ?? textOf(json.baseModel) ?? null,
        baseModel: null,
        seed: seedOf(json.seed) ?? null,
      },
      {
        steps: 'Steps',
        sampler: 'Sampler',
        scheduler: 'Schedule type',
        cfgScale: 'CFG scale',
        seed: 'Seed',
        model: 'Model',
        clipSkip: 'Clip skip',
        denoise: 'Denoising strength',
      },
    ),
    rank: json.prompt.trim() === '' ? 'empty' : 'tool',
  } satisfies Found);
};

/** JSON of an unknown maker that has a prompt and something besides it. */
const anyone: ToolReader = (source, json) => {
  const prompt =
    filled(json.prompt) ?? filled(json.positive_prompt) ?? filled(json.positive) ?? filled(json.Prompt);
  const negative = ['negative_prompt', 'negativePrompt', 'negative', 'uc', 'Negative prompt'].map((name) =>
    filled(json[name]),
  );
  const has = [
    'negative_prompt',
    'negativePrompt',
    'negative',
    'seed',
    'steps',
    'model',
    'sampler',
    'cfg_scale',
  ];
  if (prompt === undefined || !has.some((name) => name in json)) return undefined;
  if (parseLooseJson(prompt) !== undefined) return undefined;
  return defined({
    source,
    maker: 'unknown',
    dialect: 'plain',
    prompt,
    negative: negative.find((text) => text !== undefined),
    seed: seedOf(json.seed),
    parameters: named(
      {
        ...json,
        prompt: null,
        positive: null,
        positive_prompt: null,
        negative: null,
        negative_prompt: null,
      },
      {
        steps: 'Steps',
        sampler: 'Sampler',
        sampler_name: 'Sampler',
        scheduler: 'Schedule type',
        cfg_scale: 'CFG scale',
        cfg: 'CFG scale',
        seed: 'Seed',
        model: 'Model',
      },
    ),
    rank: 'loose',
  } satisfies Found);
};

/** In the order in which they are tried: what only one maker writes first. */
const readers: readonly ToolReader[] = [
  swarmui,
  invokeai,
  invokeai2,
  fooocus,
  drawThings,
  novelai,
  ruinedFooocus,
  site,
  easyDiffusion,
  anyone,
];

/** The record of whichever tool wrote this JSON. */
export function toolRecord(source: string, json: JsonObject, key: string): Found | undefined {
  for (const read of readers) {
    const found = read(source, json, key);
    if (found) return found;
  }
  return undefined;
}
