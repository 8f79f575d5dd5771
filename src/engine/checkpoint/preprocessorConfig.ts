import path from 'node:path';
import type { Preprocessing } from '../../core/clip/preprocessing';
import { EngineError } from '../../core/engineError';
import { ConfigSection, limits } from './configSection';
import { imageProcessorKeys, openClipPreprocessKeys } from './harmlessKeys';
import { isJsonObject, needFile, readJsonObject, type JsonObject } from './modelFiles';
import { openClipConfigFile } from './openClip';
import { broken } from './safetensors';

export const preprocessorConfigFile = 'preprocessor_config.json';
export const processorConfigFile = 'processor_config.json';

type Triple = readonly [number, number, number];

/** What OpenAI's CLIP was trained with, and the default of transformers and open_clip. */
const openAiMean: Triple = [0.48145466, 0.4578275, 0.40821073];
const openAiStd: Triple = [0.26862954, 0.26130258, 0.27577711];

/** Pillow's codes for its filters. */
const resampleCodes: Readonly<Record<number, Preprocessing['resample']>> = {
  0: 'nearest',
  1: 'lanczos',
  2: 'bilinear',
  3: 'bicubic',
};

/** How a folder of transformers' has its pictures prepared. */
export interface Preprocessor {
  /** As it stands in the folder. */
  readonly config: JsonObject;
  /** @throws EngineError `model-file-broken`, `model-unsupported`, `model-key-unknown` */
  readonly meaning: (imageSize: number) => Preprocessing;
}

/**
 * Reads `preprocessor_config.json`, or the same fields where transformers 5 keeps them together with the tokeniser's:
 * as `image_processor` in `processor_config.json`.
 * @throws EngineError `model-file-missing`, `model-file-empty`, `model-file-pointer`, `model-file-broken`
 */
export async function readPreprocessor(folder: string): Promise<Preprocessor> {
  const found = path.basename(await needFile(folder, [preprocessorConfigFile, processorConfigFile]));
  const json = await readJsonObject(folder, found);
  const config = found === processorConfigFile ? json.image_processor : json;
  if (!isJsonObject(config)) throw broken(processorConfigFile, 'image_processor should be an object');
  return { config, meaning: (imageSize) => preprocessorConfig(config, imageSize) };
}

/**
 * The meaning of `preprocessor_config.json`, in the shapes that `CLIPImageProcessor` and its predecessor
 * `CLIPFeatureExtractor` wrote: sizes as a number or an object.
 * @throws EngineError `model-file-broken`, `model-unsupported`, `model-key-unknown`
 */
export function preprocessorConfig(config: JsonObject, imageSize: number): Preprocessing {
  const section = new ConfigSection(preprocessorConfigFile, config);
  section.refuse('do_pad', 'use_square_size', 'do_thumbnail', 'do_image_splitting');
  section.refuse('do_reduce_labels', 'do_flip_channel_order');
  section.only('num_channels', 3);
  const crop = section.flag('do_center_crop', true) ? square(section, 'crop_size', imageSize) : undefined;
  const resample = section.raw('resample') ?? 3;
  const filter = resampleCodes[resample as number];
  if (!filter) {
    throw new EngineError('model-unsupported', { kind: `resample ${JSON.stringify(resample).slice(0, 80)}` });
  }
  const normalize = section.flag('do_normalize', true);
  const resize = section.flag('do_resize', true) ? resizeOf(section, imageSize) : { kind: 'none' as const };
  const rescale = section.flag('do_rescale', true) ? section.positive('rescale_factor', 1 / 255) : 1;
  section.refuseOthers([...imageProcessorKeys, 'default_to_square']);
  return fitting(preprocessorConfigFile, imageSize, {
    resize,
    resample: filter,
    ...(crop && { crop }),
    rescale,
    mean: normalize ? triple(section, preprocessorConfigFile, 'image_mean', openAiMean) : [0, 0, 0],
    std: normalize ? triple(section, preprocessorConfigFile, 'image_std', openAiStd) : [1, 1, 1],
  });
}

/**
 * The meaning of `preprocess_cfg` in `open_clip_config.json`.
 * @throws EngineError `model-file-broken`, `model-unsupported`, `model-key-unknown`
 */
export function openClipPreprocessing(config: JsonObject, imageSize: number): Preprocessing {
  const section = new ConfigSection(openClipConfigFile, config).section('preprocess_cfg');
  section.only('mode', 'RGB');
  section.only('interpolation', 'bicubic', 'bilinear');
  section.only('resize_mode', 'shortest', 'squash');
  const resample = section.raw('interpolation') === 'bilinear' ? 'bilinear' : 'bicubic';
  const mode = section.text('resize_mode', 'shortest');
  const edges = { width: imageSize, height: imageSize };
  const mean = triple(section, openClipConfigFile, 'mean', openAiMean);
  const std = triple(section, openClipConfigFile, 'std', openAiStd);
  section.refuseOthers(openClipPreprocessKeys);
  return {
    resize: mode === 'squash' ? { kind: 'exact', ...edges } : { kind: 'shortest-edge', size: imageSize },
    resample,
    crop: edges,
    rescale: 1 / 255,
    mean,
    std,
  };
}

function resizeOf(section: ConfigSection, imageSize: number): Preprocessing['resize'] {
  const size = section.raw('size');
  if (!isJsonObject(size)) {
    const edge = section.count('size', limits.pixels, imageSize);
    const type = section.raw('image_processor_type') ?? section.raw('feature_extractor_type');
    const isSquare = section.flag(
      'default_to_square',
      typeof type === 'string' && /^(ViT|Siglip)/.test(type),
    );
    return isSquare ? { kind: 'exact', width: edge, height: edge } : { kind: 'shortest-edge', size: edge };
  }
  const edges = section.section('size');
  if ('shortest_edge' in size) {
    edges.refuse('longest_edge');
    const edge = edges.count('shortest_edge', limits.pixels);
    edges.refuseOthers([]);
    return { kind: 'shortest-edge', size: edge };
  }
  return { kind: 'exact', ...rectangle(edges) };
}

function square(section: ConfigSection, name: string, fallback: number): { width: number; height: number } {
  if (isJsonObject(section.raw(name))) {
    return rectangle(section.section(name));
  }
  const edge = section.count(name, limits.pixels, fallback);
  return { width: edge, height: edge };
}

function rectangle(edges: ConfigSection): { width: number; height: number } {
  const size = { width: edges.count('width', limits.pixels), height: edges.count('height', limits.pixels) };
  edges.refuseOthers([]);
  return size;
}

function triple(section: ConfigSection, file: string, name: string, fallback: Triple): Triple {
  const value = section.raw(name) ?? fallback;
  if (Array.isArray(value) && value.length === 3 && value.every((each) => Number.isFinite(each))) {
    if (name.endsWith('std') && value.includes(0)) throw broken(file, `${name} holds a 0`);
    return [value[0], value[1], value[2]] as Triple;
  }
  throw broken(file, `${name} should be three numbers`);
}

/** The picture that comes out must be the one that the image tower takes. */
function fitting(file: string, imageSize: number, preprocessing: Preprocessing): Preprocessing {
  const { crop, resize } = preprocessing;
  const out = crop ?? (resize.kind === 'exact' ? resize : undefined);
  if (out?.width !== imageSize || out.height !== imageSize) {
    const what = out ? `${out.width} × ${out.height}` : 'pictures of no fixed size';
    throw broken(file, `makes ${what}, the image tower takes ${imageSize} × ${imageSize}`);
  }
  return preprocessing;
}
