import { extensionOf, type PictureFormat } from '../../../core/clip/pictureFormat';

/** Names that Windows keeps for devices, whatever their extension. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A file name for a picture that came with a name from outside: letters, digits, `-`, `_` and `.` of any script, so
 * that it needs no quoting in YAML, is no glob, and stays in its folder on every system. The extension tells what the
 * bytes are, not what the name said.
 * @param attempt 1 for the first try, more when the names before were taken
 */
export function pictureName(given: string, format: PictureFormat, attempt: number): string {
  const base = given
    .normalize('NFC')
    .replace(/^.*[\\/]/s, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{M}\p{N}_.-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  const short = [...base].slice(0, 60).join('');
  const safe = short === '' || reserved.test(short) ? `picture${short && `-${short}`}` : short;
  return `${safe}${attempt > 1 ? `-${attempt}` : ''}.${extensionOf(format)}`;
}
