import type { RgbImage } from '../clip/preprocessing';

/** A rectangle of whole pixels, half-open. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Paints over what is marked, from its rim inwards: each pixel becomes the mean of its neighbours that are known.
 * @param marked 1 for each pixel of the picture that is painted over, row-major
 * @returns the picture painted over; the one given stays as it is
 */
export function paintOver({ width, height, data }: RgbImage, marked: Uint8Array): RgbImage {
  const painted = Uint8Array.from(data);
  const isOpen = Uint8Array.from(marked);
  const waits = new Uint8Array(marked.length);
  let rim: number[] = [];
  const wait = (at: number): void => {
    if (isOpen[at] === 0 || waits[at] === 1) return;
    waits[at] = 1;
    rim.push(at);
  };
  const eachAround = (at: number, visit: (near: number) => void): void => {
    const [x, y] = [at % width, Math.floor(at / width)];
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++)
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++)
        visit(row * width + column);
  };
  for (let at = 0; at < marked.length; at++) if (marked[at] === 0) eachAround(at, wait);
  while (rim.length > 0) {
    const current = rim;
    rim = [];
    const colours = new Uint8Array(current.length * 3);
    for (const [i, at] of current.entries()) {
      let [known, red, green, blue] = [0, 0, 0, 0];
      eachAround(at, (near) => {
        if (isOpen[near] === 1) return;
        known++;
        red += painted[near * 3]!;
        green += painted[near * 3 + 1]!;
        blue += painted[near * 3 + 2]!;
      });
      colours.set([Math.round(red / known), Math.round(green / known), Math.round(blue / known)], i * 3);
    }
    for (const [i, at] of current.entries()) {
      painted.set(colours.subarray(i * 3, i * 3 + 3), at * 3);
      isOpen[at] = 0;
    }
    for (const at of current) eachAround(at, wait);
  }
  return { width, height, data: painted };
}

/** Marks what is within a distance of the ink of a box, in a picture of that size. */
export function markAround(
  { width, height }: { readonly width: number; readonly height: number },
  box: PixelBox & { readonly ink: Uint8Array },
  distance: number,
): Uint8Array {
  const marked = new Uint8Array(width * height);
  const wide = box.right - box.left;
  for (let at = 0; at < box.ink.length; at++) {
    if (box.ink[at] === 0) continue;
    const [x, y] = [box.left + (at % wide), box.top + Math.floor(at / wide)];
    for (let row = Math.max(0, y - distance); row <= Math.min(height - 1, y + distance); row++)
      marked.fill(
        1,
        row * width + Math.max(0, x - distance),
        row * width + Math.min(width, x + distance + 1),
      );
  }
  return marked;
}
