import { frameOf } from '../../core/clip/frame';
import type { Preprocessing } from '../../core/clip/preprocessing';
import type { PictureArea } from '../../core/ports';

/** What is left of a picture after its resizing and crop, in its own pixels. */
export function seenArea(width: number, height: number, preprocessing: Preprocessing): PictureArea {
  const frame = frameOf(width, height, preprocessing);
  const [across, down] = [width / frame.resizedWidth, height / frame.resizedHeight];
  return {
    left: frame.left * across,
    top: frame.top * down,
    right: (frame.left + frame.width) * across,
    bottom: (frame.top + frame.height) * down,
  };
}
