import { pictureFormat, unreadKind } from '../../core/clip/pictureFormat';
import { isGitLfsPointer } from '../../core/gitLfs';
import { PictureError } from './pictureError';

/** Above this a picture is taken for a decompression bomb: its pixels would fill the memory. */
export const maxPixels = 100_000_000;
/** The longest edge that JPEG, GIF and WebP can have; decoders take time for every row, however short it is. */
export const maxEdge = 65_535;
/** Of the longer edge to the shorter one. Of a longer strip, CLIP's square would show nothing that is in it. */
export const maxRatio = 1000;

/**
 * Looks at a file's first bytes.
 * @throws PictureError when they are of no picture that we open
 */
export function assertPicture(bytes: Uint8Array): void {
  if (pictureFormat(bytes)) return;
  if (isGitLfsPointer(bytes)) throw new PictureError('image-pointer', 'Git LFS');
  const kind = unreadKind(bytes);
  if (kind !== undefined) throw new PictureError('image-kind-unread', kind);
  throw new PictureError('image-not-a-picture', firstBytes(bytes));
}

/**
 * @param width, height in pixels
 * @throws PictureError when nothing that size is opened
 */
export function assertSize(width: number, height: number): void {
  const size = `${width} × ${height}`;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (width * height > maxPixels || long > maxEdge) throw new PictureError('image-too-large', size);
  if (long > maxRatio * short) throw new PictureError('image-too-narrow', size);
}

function firstBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 8)).toString('hex');
}
