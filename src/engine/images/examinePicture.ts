import type { ExaminationOutcome } from '../../core/ports';
import type { Model } from '../model';
import type { Job } from '../scheduler';
import { workUnits } from '../workUnits';
import { PictureError } from './pictureError';
import type { Pictures } from './pictures';

export interface ExaminePictureOptions {
  readonly model: Model;
  readonly pictures: Pictures;
  readonly job: Job;
  /** Pictures of the next native run; asked anew before each. */
  readonly batchSize: () => number;
  readonly signal: AbortSignal;
}

/**
 * Looks for writing in a picture, and embeds the picture as it is and without each line of it. A bad picture is an
 * `ok: false` outcome. Nothing is kept.
 * @throws the signal's reason when it is aborted
 */
export async function examinePicture(
  path: string,
  { model, pictures, job, batchSize, signal }: ExaminePictureOptions,
): Promise<ExaminationOutcome> {
  try {
    const { hash, writing } = await workUnits.during('picture', () => pictures.examine(path, signal));
    const { pixels, lines, ...picture } = writing;
    const inputs = [pixels, ...lines.map((line) => line.pixels)];
    const embeddings: Float32Array[] = [];
    while (embeddings.length < inputs.length) {
      const batch = inputs.slice(embeddings.length, embeddings.length + batchSize());
      embeddings.push(...(await encode(batch, model, { job, signal })));
      signal.throwIfAborted();
    }
    const [embedding, ...without] = embeddings;
    return {
      ...{ path, ok: true, hash, ...picture, embedding: embedding! },
      lines: lines.map(({ pixels: _, ...line }, i) => ({ ...line, without: without[i]! })),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PictureError)) throw error;
    return { path, ok: false, code: error.code, detail: error.detail };
  }
}

async function encode(
  batch: readonly Float32Array[],
  model: Model,
  { job, signal }: { readonly job: Job; readonly signal: AbortSignal },
): Promise<Float32Array[]> {
  const { embeddingWidth: width, imageSize } = model.checkpoint;
  const stride = 3 * imageSize * imageSize;
  const pixels = new Float32Array(batch.length * stride);
  for (const [i, each] of batch.entries()) pixels.set(each, i * stride);
  const embeddings = await job.turn(() => model.encodePixels(pixels, batch.length, signal));
  return batch.map((_, i) => embeddings.slice(i * width, (i + 1) * width));
}
