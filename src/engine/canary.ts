import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Preprocessor } from '../core/clip/preprocess';
import { writeAtomically } from '../files/writeAtomically';
import type { Model } from './model';

/** Letters of two scripts, a number and punctuation: what readers of texts differ in. */
export const canaryText = 'A red bicycle, 3 lemons & a blue door — 夕焼けの海辺';

/** Part of the canary's meaning: raised whenever it would give other embeddings. */
const canaryVersion = 1;

/** What the checkpoint on this machine makes of the canaries. */
export interface Canary {
  readonly text: Float32Array;
  readonly picture: Float32Array;
}

/** Colours, edges and a fine pattern: what towers' inputs differ in. The same bytes for everybody. */
export function canaryPixels({
  preprocessing,
  checkpoint: { imageSize },
}: Pick<Model, 'preprocessing' | 'checkpoint'>): Float32Array {
  const data = new Uint8Array(3 * imageSize * imageSize);
  for (let y = 0; y < imageSize; y++)
    for (let x = 0; x < imageSize; x++) {
      const [u, v] = [x / imageSize, y / imageSize];
      const isDisc = (u - 0.35) ** 2 + (v - 0.4) ** 2 < 0.06;
      const isFine = u > 0.6 && v > 0.6 && (x + y) % 2 === 0;
      const colour = isDisc
        ? [220, 30, 40]
        : isFine
          ? [250, 250, 250]
          : [255 * u, 120 + 80 * v, 255 * (1 - v)];
      data.set(colour.map(Math.floor), 3 * (y * imageSize + x));
    }
  const pixels = new Float32Array(data.length);
  const preprocessor = new Preprocessor({ ...preprocessing, resize: { kind: 'none' }, crop: undefined });
  preprocessor.write({ width: imageSize, height: imageSize, data }, pixels);
  return pixels;
}

/**
 * What the checkpoint of a folder says of the canaries: as it said before, or asked for that alone, so that its weights
 * take no memory afterwards.
 */
export async function localCanary(
  folder: string,
  {
    loadLocal,
    ...options
  }: {
    readonly cacheFolder?: string;
    readonly threads: number;
    readonly loadLocal: (
      folder: string,
      options: { readonly cacheFolder?: string; readonly threads: number },
    ) => Promise<Model>;
  },
): Promise<Canary> {
  const model = await loadLocal(folder, options);
  try {
    const { cacheFolder } = options;
    const file =
      cacheFolder && path.join(cacheFolder, 'canaries', `${model.checkpoint.hash}-${canaryVersion}.json`);
    const kept = file && (await readCanary(file, model.checkpoint.embeddingWidth));
    if (kept) return kept;
    const canary = await ask(model);
    if (file) await keepCanary(file, canary).catch(() => undefined); // made again next time
    return canary;
  } finally {
    await model.dispose();
  }
}

async function ask(model: Model): Promise<Canary> {
  const { ids } = model.tokenize([canaryText])[0]!;
  await model.prepareTexts?.('fp32');
  let text: Float32Array | undefined;
  for await (const run of model.encodeTokens([ids], { tokensPerRun: 48, texts: [canaryText] }))
    text = run[0]?.embedding;
  return { text: text!.slice(), picture: await model.encodePixels(canaryPixels(model), 1) };
}

async function readCanary(file: string, width: number): Promise<Canary | undefined> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    const [text, picture] = [kept.text, kept.picture].map((numbers) =>
      Array.isArray(numbers) && numbers.length === width && numbers.every(Number.isFinite)
        ? Float32Array.from(numbers as number[])
        : undefined,
    );
    return text && picture && { text, picture };
  } catch {
    return undefined;
  }
}

async function keepCanary(file: string, { text, picture }: Canary): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeAtomically(file, JSON.stringify({ text: [...text], picture: [...picture] }));
}
