import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Preprocessor } from '../../../src/core/clip/preprocess';
import type { Preprocessing } from '../../../src/core/clip/preprocessing';
import type { Precision } from '../../../src/core/ports';
import { loadSharp } from '../../../src/engine/images/loadSharp';
import type { EncodedText, EncodeTextsOptions, Model } from '../../../src/engine/model';

export const checkpointsFolder = path.join(__dirname, '../../fixtures/checkpoints');

/** Every checkpoint that training/fixtures/make_checkpoints.py, make_exports.py and make_families.py make. */
export const checkpointNames = [
  'hf-quick-gelu',
  'hf-gelu-legacy-end',
  'hf-f16',
  'hf-bf16',
  'hf-l14-336-shards',
  'open-clip-gelu',
  'open-clip-quick-gelu',
  'open-clip-resnet',
  'onnx-clip',
  'onnx-siglip',
  'hf-siglip',
  'hf-siglip2',
  'hf-metaclip-2',
] as const;

export function checkpointFolder(name: (typeof checkpointNames)[number]): string {
  return path.join(checkpointsFolder, name);
}

/** What transformers or open_clip computed, in float32. */
export interface Expected {
  readonly texts: readonly string[];
  readonly ids: readonly (readonly number[])[];
  readonly textEmbeddings: readonly (readonly number[])[];
  readonly pictures: readonly string[];
  /** `[pictures, 3, edge, edge]` */
  readonly pixelsShape: readonly [number, number, number, number];
  readonly imageEmbeddings: readonly (readonly number[])[];
  readonly logitScale: number;
  /** SigLIP's. */
  readonly logitBias?: number;
  /** `[pictures, texts]`, of SigLIP. */
  readonly logitsPerImage?: readonly (readonly number[])[];
  /** Every `stride`-th element of the pixels, where they are too many to keep. */
  readonly pixelSample?: { readonly stride: number; readonly values: readonly number[] };
}

export async function readExpected(folder: string): Promise<Expected> {
  return JSON.parse(await readFile(path.join(folder, 'expected.json'), 'utf8')) as Expected;
}

/** The pixels that the reference's image processor made, `pixelsShape`. */
export async function readPixels(folder: string): Promise<Float32Array> {
  return new Float32Array(Uint8Array.from(await readFile(path.join(folder, 'pixels.f32'))).buffer);
}

/** The same pictures by our own preprocessing. */
export async function preparePictures(
  pictures: readonly string[],
  preprocessing: Preprocessing,
  size: number,
): Promise<Float32Array> {
  const preprocessor = new Preprocessor(preprocessing);
  const pixels = new Float32Array(pictures.length * size);
  for (const [i, picture] of pictures.entries()) {
    const bytes = await readFile(path.join(checkpointsFolder, 'pictures', picture));
    const { data, info } = await loadSharp()(bytes).raw().toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    preprocessor.write({ width, height, data }, pixels.subarray(i * size, (i + 1) * size));
  }
  return pixels;
}

/** The runs that a request's texts take. */
export function encodeTexts(
  model: Model,
  texts: readonly string[],
  options: EncodeTextsOptions,
): AsyncGenerator<EncodedText[]> {
  return model.encodeTokens(
    model.tokenize(texts).map(({ ids }) => ids),
    options,
  );
}

/** All embeddings of a request, in its order. */
export async function embedTexts(
  model: Model,
  texts: readonly string[],
  tokensPerRun = 48,
  precision?: Precision,
): Promise<Float32Array[]> {
  const embeddings = new Array<Float32Array>(texts.length);
  for await (const run of encodeTexts(model, texts, { tokensPerRun, precision })) {
    for (const { index, embedding } of run) embeddings[index] = embedding;
  }
  return embeddings;
}

/** Length of the difference over the length of the expected vector. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [difference, length] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    length += expected[i]! ** 2;
  }
  return Math.sqrt(difference / length);
}
