import { seenArea } from '../../core/clip/frame';
import type { PictureAttentionOutcome } from '../../core/ports';
import { preparedAttention } from '../preparedAttention';
import { workUnits } from '../workUnits';
import { PictureError } from './pictureError';
import type { ReadPlacesOptions } from './readPlaces';

/**
 * What the image tower reads of one picture. A bad picture is an `ok: false` outcome.
 * @throws EngineError `attention-unsupported`; the signal's reason when it is aborted
 */
export async function attendPicture(
  path: string,
  { model, pictures, job, signal }: ReadPlacesOptions,
): Promise<PictureAttentionOutcome> {
  const attention = await preparedAttention(model, signal);
  try {
    const { hash, picture } = await workUnits.during('picture', () =>
      pictures.prepare(path, 'over-white', signal),
    );
    const read = await job.turn(() => attention.ofPicture(picture.pixels));
    signal.throwIfAborted();
    const { width, height } = picture;
    const whole = { left: 0, top: 0, width, height };
    return { path, ok: true, hash, width, height, seen: seenArea(whole, model.preprocessing), ...read };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PictureError)) throw error;
    return { path, ok: false, code: error.code, detail: error.detail };
  }
}
