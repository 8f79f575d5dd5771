import { frameOf } from '../../core/clip/frame';
import type { Preprocessing } from '../../core/clip/preprocessing';
import type { PictureArea } from '../../core/ports';
import type { PreparedPicture } from './preparePicture';

/** What is left of a part of a picture after its resizing and crop, in the picture's pixels. */
export function seenArea(
  { left, top, width, height }: NonNullable<PreparedPicture['area']>,
  preprocessing: Preprocessing,
): PictureArea {
  const frame = frameOf(width, height, preprocessing);
  const [across, down] = [width / frame.resizedWidth, height / frame.resizedHeight];
  return {
    left: left + frame.left * across,
    top: top + frame.top * down,
    right: left + (frame.left + frame.width) * across,
    bottom: top + (frame.top + frame.height) * down,
  };
}
