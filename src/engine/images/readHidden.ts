import type { HiddenRecordOutcome } from '../../core/ports';
import { workUnits } from '../workUnits';
import { PictureError } from './pictureError';
import type { Pictures } from './pictures';

/**
 * What lies in the lowest bits of a picture's pixels. A bad picture is an `ok: false` outcome.
 * @throws the signal's reason when it is aborted
 */
export async function readHidden(
  path: string,
  pictures: Pictures,
  signal: AbortSignal,
): Promise<HiddenRecordOutcome> {
  try {
    const record = await workUnits.during('picture', () => pictures.hidden(path, signal));
    return { path, ok: true, ...(record !== undefined && { record }) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof PictureError)) throw error;
    return { path, ok: false, code: error.code, detail: error.detail };
  }
}
