import type { PictureArea, PicturePart, RgbImage } from '../clip/preprocessing';
import type { PixelBox } from './paintOver';

/** Of what is seen of a picture, the longer edge in pixels: bounds the time and memory of looking at it. */
export const longestView = 384;
/** Of a picture that is smaller, so that its letters have strokes to be told by. */
const mostEnlarged = 3;

/** What is seen of a picture, in a size that can be looked at. */
export interface PictureView {
  readonly image: RgbImage;
  /** What it shows, in pixels of the picture. */
  readonly area: PictureArea;
  /** Pixels of the view for each pixel of the picture. */
  readonly scale: number;
}

/** A part of a picture in the size that is looked at: the mean of what falls together, or what lies between. */
export function viewOf(part: PicturePart, area: PictureArea): PictureView {
  const scale = Math.min(mostEnlarged, longestView / Math.max(area.width, area.height));
  const width = Math.max(1, Math.round(area.width * scale));
  const height = Math.max(1, Math.round(area.height * scale));
  const image = { width, height, data: new Uint8Array(width * height * 3) };
  const across = area.width / width;
  const down = area.height / height;
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += 3) {
      const left = area.left - part.left + x * across;
      const top = area.top - part.top + y * down;
      if (scale > 1) writeBetween(part, left + across / 2 - 0.5, top + down / 2 - 0.5, image.data, to);
      else writeMean(part, left, top, left + across, top + down, image.data, to);
    }
  }
  return { image, area, scale: width / area.width };
}

/**
 * Takes over into a part of a picture what was painted in its view.
 * @param marked what was painted, row-major in the view
 */
export function takeOver(part: PicturePart, view: PictureView, painted: RgbImage, marked: Uint8Array): void {
  const { area, image, scale } = view;
  for (let y = 0; y < area.height; y++) {
    const row = Math.min(image.height - 1, Math.floor((y + 0.5) * scale));
    for (let x = 0; x < area.width; x++) {
      const column = Math.min(image.width - 1, Math.floor((x + 0.5) * scale));
      if (marked[row * image.width + column] === 0) continue;
      const at = ((area.top - part.top + y) * part.width + area.left - part.left + x) * 3;
      writeBetween(painted, (x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5, part.data, at);
    }
  }
}

/** A box of the view in pixels of the picture. */
export function inPicture(
  { area, scale }: PictureView,
  box: PixelBox,
): { left: number; top: number; right: number; bottom: number } {
  return {
    left: area.left + box.left / scale,
    top: area.top + box.top / scale,
    right: Math.min(area.left + area.width, area.left + box.right / scale),
    bottom: Math.min(area.top + area.height, area.top + box.bottom / scale),
  };
}

function writeMean(
  image: RgbImage,
  left: number,
  top: number,
  right: number,
  bottom: number,
  target: Uint8Array,
  to: number,
): void {
  const [fromX, fromY] = [Math.floor(left), Math.floor(top)];
  const toX = Math.min(image.width, Math.max(fromX + 1, Math.floor(right)));
  const toY = Math.min(image.height, Math.max(fromY + 1, Math.floor(bottom)));
  const count = (toX - fromX) * (toY - fromY);
  for (let c = 0; c < 3; c++) {
    let sum = 0;
    for (let y = fromY; y < toY; y++)
      for (let x = fromX, at = (y * image.width + fromX) * 3 + c; x < toX; x++, at += 3)
        sum += image.data[at]!;
    target[to + c] = Math.round(sum / count);
  }
}

/** Writes the colour at a place between four pixels. */
function writeBetween(image: RgbImage, x: number, y: number, target: Uint8Array, to: number): void {
  const { width, height, data } = image;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const partX = x - left;
  const partY = y - top;
  const fromX = Math.min(width - 1, Math.max(0, left));
  const toX = Math.min(width - 1, Math.max(0, left + 1));
  const fromY = Math.min(height - 1, Math.max(0, top)) * width;
  const toY = Math.min(height - 1, Math.max(0, top + 1)) * width;
  for (let c = 0; c < 3; c++) {
    const above = data[(fromY + fromX) * 3 + c]! * (1 - partX) + data[(fromY + toX) * 3 + c]! * partX;
    const below = data[(toY + fromX) * 3 + c]! * (1 - partX) + data[(toY + toX) * 3 + c]! * partX;
    target[to + c] = Math.round(above * (1 - partY) + below * partY);
  }
}
