import type { ThumbnailOutcome } from '../../core/ports';
import { workUnits } from '../workUnits';
import { PictureError } from './pictureError';
import type { Pictures } from './pictures';

/**
 * A picture as it is shown. A bad picture is an `ok: false` outcome.
 * @param edge longer edge at most, in pixels
 * @throws the signal's reason when it is aborted
 */
export async function readThumbnail(
  path: string,
  edge: number,
  pictures: Pictures,
  signal: AbortSignal,
): Promise<ThumbnailOutcome> {
  try {
    const thumbnail = await workUnits.during('picture', () => pictures.thumbnail(path, edge, signal));
    return { path, ok: true, ...thumbnail };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PictureError)) throw error;
    return { path, ok: false, code: error.code, detail: error.detail };
  }
}
