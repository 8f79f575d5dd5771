import type { Alpha, ImageOutcome, Progress } from '../../core/ports';
import type { CachedEmbedding, EmbeddingCache } from '../cache/embeddingCache';
import type { Model } from '../model';
import type { Job } from '../scheduler';
import { BoundedQueue } from './boundedQueue';
import { PictureError } from './pictureError';
import type { Pictures } from './pictures';
import type { PreparedPicture } from './preparePicture';
import { workUnits } from '../workUnits';

export interface EmbedImagesOptions {
  readonly model: Model;
  /** Of pictures whose transparency is treated as `alpha` says. */
  readonly cache: EmbeddingCache | undefined;
  readonly pictures: Pictures;
  readonly alpha: Alpha;
  readonly job: Job;
  /** Pictures of the next native run; asked anew before each. */
  readonly batchSize: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Pictures read and prepared at once; libuv has four threads. */
const readers = 4;
/** Prepared pictures that wait for the native thread. */
const queued = 8;

/** A picture on its way to the image tower. */
interface Prepared {
  readonly hash: string;
  readonly picture: PreparedPicture;
}

/**
 * Embeds pictures: several are read and prepared while others are encoded, a bounded number at once. Equal files are
 * computed once, known ones come from the cache. A bad picture is an `ok: false` outcome.
 * @returns one outcome per path, in order
 * @throws the signal's reason when it is aborted
 */
export async function embedImages(
  paths: readonly string[],
  options: EmbedImagesOptions,
): Promise<ImageOutcome[]> {
  const { model, cache, pictures, alpha, job, batchSize, signal, onProgress } = options;
  const outcomes = new Array<ImageOutcome>(paths.length);
  let done = 0;
  const positions = new Map<string, number[]>();
  paths.forEach((path, i) => {
    const same = positions.get(path);
    if (same) same.push(i);
    else positions.set(path, [i]);
  });
  const finish = (path: string, outcome: Unplaced): void => {
    for (const i of positions.get(path)!) outcomes[i] = { path, ...outcome };
    done += positions.get(path)!.length;
    onProgress({ phase: 'images', done, total: paths.length });
  };

  /** What is known of each content: its outcome, or who waits for it. */
  const contents = new Map<string, { readonly paths: string[]; outcome?: Unplaced }>();
  const finishAll = (hash: string, outcome: Unplaced): void => {
    const content = contents.get(hash)!;
    content.outcome = outcome;
    for (const path of content.paths) finish(path, outcome);
  };

  const { runsAtOnce = 1 } = model;
  // As many wait as the next runs take.
  const prepared = new BoundedQueue<Prepared>(Math.max(queued, runsAtOnce > 1 ? 2 * batchSize() : 0));
  const remaining = positions.keys();

  const readAndPrepare = async (): Promise<void> => {
    for (const path of remaining) {
      if (signal.aborted) return;
      let hash: string | undefined;
      try {
        hash = await workUnits.during('picture', () => pictures.hash(path, signal));
        const known = await cache?.get(hash);
        if (known) {
          finish(path, outcomeOf(hash, known));
          continue;
        }
        const same = contents.get(hash);
        if (same?.outcome) finish(path, same.outcome);
        else if (same) same.paths.push(path);
        if (same) continue;
        contents.set(hash, { paths: [path] });
        const file = await workUnits.during('picture', () => pictures.prepare(path, alpha, signal));
        // Written to since: the embedding would be kept as that of other bytes.
        if (file.hash !== hash) throw new PictureError('image-unreadable', 'EBUSY');
        await prepared.put({ hash, picture: file.picture });
      } catch (error) {
        if (!(error instanceof PictureError)) throw error;
        const failure = { ok: false, code: error.code, detail: error.detail } as const;
        if (hash !== undefined && contents.has(hash)) finishAll(hash, failure);
        else finish(path, failure);
      }
    }
  };

  const { imageSize, embeddingWidth } = model.checkpoint;
  const stride = 3 * imageSize * imageSize;

  /** @param pixels its memory, kept between batches */
  const encode = async (batch: readonly Prepared[], pixels: Float32Array): Promise<void> => {
    batch.forEach(({ picture }, i) => pixels.set(picture.pixels, i * stride));
    const embeddings = await job.turn(() =>
      model.encodePixels(pixels.subarray(0, batch.length * stride), batch.length, signal),
    );
    // What a checkpoint made that is being overwritten is nobody's, and must not be found under its name.
    const kept = cache && (model.isUnchanged?.() ?? true) ? cache : undefined;
    await Promise.all(
      batch.map(async ({ hash, picture: { width, height } }, i) => {
        const embedding = embeddings.slice(i * embeddingWidth, (i + 1) * embeddingWidth);
        finishAll(hash, outcomeOf(hash, { embedding, width, height }));
        await kept?.put(hash, { embedding, width, height });
      }),
    );
  };

  const encodeAll = async (): Promise<void> => {
    let pixels = new Float32Array(0);
    for (;;) {
      const batch = await prepared.take(batchSize());
      if (batch.length === 0) return;
      if (pixels.length < batch.length * stride) pixels = new Float32Array(batch.length * stride);
      await encode(batch, pixels);
    }
  };

  const reading = Promise.all(Array.from({ length: readers }, readAndPrepare)).finally(() =>
    prepared.close(),
  );
  const encoding = Promise.all(Array.from({ length: runsAtOnce }, encodeAll)).finally(() => prepared.close());
  await Promise.all([reading, encoding]);
  signal.throwIfAborted();
  return outcomes;
}

type Unplaced = ImageOutcome extends infer O ? (O extends { path: string } ? Omit<O, 'path'> : never) : never;

function outcomeOf(hash: string, { embedding, width, height }: CachedEmbedding): Unplaced {
  return { ok: true, hash, embedding, width, height };
}
