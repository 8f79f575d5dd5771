import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Model } from '../../../src/engine/model';

export const checkpointsFolder = path.join(__dirname, '../../fixtures/checkpoints');

/** Every checkpoint that training/fixtures/make_checkpoints.py makes. */
export const checkpointNames = [
  'hf-quick-gelu',
  'hf-gelu-legacy-end',
  'hf-f16',
  'hf-bf16',
  'open-clip-gelu',
  'open-clip-quick-gelu',
] as const;

export function checkpointFolder(name: (typeof checkpointNames)[number]): string {
  return path.join(checkpointsFolder, name);
}

/** What transformers or open_clip computed. */
export interface Expected {
  readonly texts: readonly string[];
  readonly ids: readonly (readonly number[])[];
  readonly textEmbeddings: readonly (readonly number[])[];
  readonly pictures: readonly string[];
  /** `[pictures, 3, edge, edge]` */
  readonly pixelsShape: readonly [number, number, number, number];
  readonly imageEmbeddings: readonly (readonly number[])[];
  readonly logitScale: number;
}

export async function readExpected(folder: string): Promise<{ expected: Expected; pixels: Float32Array }> {
  const bytes = await readFile(path.join(folder, 'pixels.f32'));
  return {
    expected: JSON.parse(await readFile(path.join(folder, 'expected.json'), 'utf8')) as Expected,
    pixels: new Float32Array(Uint8Array.from(bytes).buffer),
  };
}

/** All embeddings of a request, in its order. */
export async function embedTexts(
  model: Model,
  texts: readonly string[],
  maxNewTokens = 48,
): Promise<Float32Array[]> {
  const embeddings = new Array<Float32Array>(texts.length);
  for await (const run of model.encodeTexts(texts, { maxNewTokens })) {
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
