import type { PictureArea } from '../ports';
import type { Framing } from './preprocessing';

/** Where the image tower's picture lies in the source picture. */
export interface Frame {
  /** Size of the whole source picture after resizing. */
  readonly resizedWidth: number;
  readonly resizedHeight: number;
  /** Size of what the tower sees. */
  readonly width: number;
  readonly height: number;
  /** Of the seen picture's corner in the resized one; negative where black is added. */
  readonly left: number;
  readonly top: number;
}

/** Resize and crop as torchvision's `Resize` and `CenterCrop` place them. */
export function frameOf(width: number, height: number, framing: Framing): Frame {
  const { resize, crop } = framing;
  let [resizedWidth, resizedHeight] = [width, height];
  if (resize.kind === 'exact') [resizedWidth, resizedHeight] = [resize.width, resize.height];
  else if (resize.kind === 'shortest-edge') {
    const long = Math.trunc((resize.size * Math.max(width, height)) / Math.min(width, height));
    [resizedWidth, resizedHeight] = width <= height ? [resize.size, long] : [long, resize.size];
  }
  return {
    resizedWidth,
    resizedHeight,
    width: crop?.width ?? resizedWidth,
    height: crop?.height ?? resizedHeight,
    left: crop ? offset(resizedWidth, crop.width) : 0,
    top: crop ? offset(resizedHeight, crop.height) : 0,
  };
}

/**
 * What is left of a picture, or of a part of it, after its resizing and crop, in the picture's pixels; beyond its edge
 * where black is added.
 */
export function seenArea(
  {
    left = 0,
    top = 0,
    width,
    height,
  }: { readonly left?: number; readonly top?: number; readonly width: number; readonly height: number },
  framing: Framing,
): PictureArea {
  const frame = frameOf(width, height, framing);
  const [across, down] = [width / frame.resizedWidth, height / frame.resizedHeight];
  return {
    left: left + frame.left * across,
    top: top + frame.top * down,
    right: left + (frame.left + frame.width) * across,
    bottom: top + (frame.top + frame.height) * down,
  };
}

function offset(size: number, crop: number): number {
  return size < crop ? -Math.floor((crop - size) / 2) : roundHalfToEven((size - crop) / 2);
}

/** Python's `round`. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
