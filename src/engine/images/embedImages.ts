import { Preprocessor } from '../../core/clip/preprocess';
import type { RgbImage } from '../../core/clip/preprocessing';
import type { ImageOutcome, Progress } from '../../core/ports';
import type { CachedEmbedding, EmbeddingCache } from '../cache/embeddingCache';
import type { Model } from '../model';
import type { Job } from '../scheduler';
import { BoundedQueue } from './boundedQueue';
import { Budget } from './budget';
import { openPicture } from './openPicture';
import { PictureError } from './pictureError';
import { readPicture } from './readPicture';

export interface EmbedImagesOptions {
  readonly model: Model;
  readonly cache: EmbeddingCache | undefined;
  readonly job: Job;
  /** Pictures of the next native run; asked anew before each. */
  readonly batchSize: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Pictures read and decoded at once; libuv has four threads. */
const readers = 4;
/** Decoded pictures that wait for the native thread. */
const queued = 4;
/** Decoded pixels held at once, three bytes each: eight pictures of 12 megapixels. */
const pixelBudget = 100_000_000;

/** A decoded picture on its way to the image tower. */
interface Decoded {
  readonly hash: string;
  readonly image: RgbImage;
  /** Gives its pixels back to the budget. */
  readonly release: () => void;
}

/**
 * Embeds pictures: several are read and decoded while others are encoded, a bounded number at once. Equal files are
 * computed once, known ones come from the cache. A bad picture is an `ok: false` outcome.
 * @returns one outcome per path, in order
 * @throws the signal's reason when it is aborted
 */
export async function embedImages(
  paths: readonly string[],
  options: EmbedImagesOptions,
): Promise<ImageOutcome[]> {
  const { model, cache, job, batchSize, signal, onProgress } = options;
  const outcomes = new Array<ImageOutcome>(paths.length);
  let done = 0;
  const positions = new Map<string, number[]>();
  paths.forEach((path, i) => positions.set(path, [...(positions.get(path) ?? []), i]));
  const finish = (path: string, outcome: Unplaced): void => {
    for (const i of positions.get(path)!) outcomes[i] = { path, ...outcome };
    done += positions.get(path)!.length;
    onProgress({ phase: 'images', done, total: paths.length });
  };

  /** Paths by content, so that a copy of a file waits for the first of its kind. */
  const sharers = new Map<string, string[]>();
  const finishAll = (hash: string, outcome: Unplaced): void => {
    for (const path of sharers.get(hash)!) finish(path, outcome);
    sharers.delete(hash);
  };

  const decoded = new BoundedQueue<Decoded>(queued);
  const budget = new Budget(pixelBudget);
  const remaining = positions.keys();

  const readAndDecode = async (): Promise<void> => {
    for (const path of remaining) {
      if (signal.aborted) return;
      let hash: string | undefined;
      try {
        const file = await readPicture(path);
        hash = file.hash;
        const known = await cache?.get(hash);
        if (known) {
          finish(path, outcomeOf(hash, known));
          continue;
        }
        const others = sharers.get(hash);
        if (others) {
          others.push(path);
          continue;
        }
        sharers.set(hash, [path]);
        const picture = await openPicture(file.bytes);
        const release = await budget.take(picture.pixels);
        try {
          await decoded.put({ hash, image: await picture.decode(), release });
        } catch (error) {
          release();
          throw error;
        }
      } catch (error) {
        if (!(error instanceof PictureError)) throw error;
        const failure = { ok: false, code: error.code, detail: error.detail } as const;
        if (hash !== undefined && sharers.has(hash)) finishAll(hash, failure);
        else finish(path, failure);
      }
    }
  };

  const preprocessor = new Preprocessor(model.preprocessing);
  const { imageSize, embeddingWidth } = model.checkpoint;
  const stride = 3 * imageSize * imageSize;
  let pixels = new Float32Array(0);

  const encode = async (batch: readonly Decoded[]): Promise<void> => {
    if (pixels.length < batch.length * stride) pixels = new Float32Array(batch.length * stride);
    for (const [i, { image, release }] of batch.entries()) {
      await job.turn(async () => preprocessor.write(image, pixels.subarray(i * stride, (i + 1) * stride)));
      release();
    }
    const embeddings = await job.turn(() =>
      model.encodePixels(pixels.subarray(0, batch.length * stride), batch.length),
    );
    await Promise.all(
      batch.map(async ({ hash, image: { width, height } }, i) => {
        const embedding = embeddings.slice(i * embeddingWidth, (i + 1) * embeddingWidth);
        finishAll(hash, outcomeOf(hash, { embedding, width, height }));
        await cache?.put(hash, { embedding, width, height });
      }),
    );
  };

  const encodeAll = async (): Promise<void> => {
    for (;;) {
      const batch = await decoded.take(batchSize());
      if (batch.length === 0) return;
      await encode(batch);
    }
  };

  const reading = Promise.all(Array.from({ length: readers }, readAndDecode)).finally(() => decoded.close());
  const encoding = encodeAll().finally(() => decoded.close());
  await Promise.all([reading, encoding]);
  signal.throwIfAborted();
  return outcomes;
}

type Unplaced = ImageOutcome extends infer O ? (O extends { path: string } ? Omit<O, 'path'> : never) : never;

function outcomeOf(hash: string, { embedding, width, height }: CachedEmbedding): Unplaced {
  return { ok: true, hash, embedding, width, height };
}
