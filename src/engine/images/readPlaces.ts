import { seenArea } from '../../core/clip/frame';
import { EngineError } from '../../core/engineError';
import type { PictureArea, PlacesOutcome } from '../../core/ports';
import type { Model } from '../model';
import type { Job } from '../scheduler';
import { workUnits } from '../workUnits';
import { PictureError } from './pictureError';
import type { Pictures } from './pictures';

export interface ReadPlacesOptions {
  readonly model: Model;
  readonly pictures: Pictures;
  /** In shares of the picture's edges; all of it by default. */
  readonly part?: PictureArea;
  readonly job: Job;
  readonly signal: AbortSignal;
}

/**
 * Looks at the places of one picture. A bad picture is an `ok: false` outcome.
 * @param texts embeddings of the texts whose evidence is wanted, of unit length
 * @throws EngineError `places-unsupported`; the signal's reason when it is aborted
 */
export async function readPlaces(
  path: string,
  texts: readonly Float32Array[],
  { model, pictures, part, job, signal }: ReadPlacesOptions,
): Promise<PlacesOutcome> {
  const { checkpoint, preprocessing } = model;
  if (!model.readPlaces) throw new EngineError('places-unsupported', { model: checkpoint.id });
  try {
    const { hash, picture } = await workUnits.during('picture', () =>
      pictures.prepare(path, 'over-white', signal, part),
    );
    const directions = new Float32Array(texts.length * checkpoint.embeddingWidth);
    for (const [i, text] of texts.entries()) directions.set(text, i * checkpoint.embeddingWidth);
    const places = await job.turn(() => model.readPlaces!(picture.pixels, directions, texts.length));
    signal.throwIfAborted();
    const { width, height, area = { left: 0, top: 0, width, height } } = picture;
    return { path, ok: true, hash, width, height, seen: seenArea(area, preprocessing), ...places };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PictureError)) throw error;
    return { path, ok: false, code: error.code, detail: error.detail };
  }
}
