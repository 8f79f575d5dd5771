import { heatColour, heatCover } from './heatColours';
import { drawnOut, type HeatGrid } from './heatGrid';

/** Interleaved 8-bit RGB, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What the checkpoint never saw of a picture is half grey. */
const unseen = { grey: 128, cover: 0.45 } as const;

/**
 * A picture with a heat map over it.
 * @param size of the picture itself in pixels: `shown` may be smaller
 * @param opacity 0 to 1: how much of the picture the hottest places cover
 */
export function paintHeat(
  shown: Pixels,
  size: { readonly width: number; readonly height: number },
  { values, ...grid }: HeatGrid & { readonly values: ArrayLike<number> },
  opacity: number,
): Pixels {
  const { width, height } = shown;
  const data = Uint8Array.from(shown.data);
  drawnOut(grid, values, size, width, height).forEach((value, i) => {
    const isSeen = !Number.isNaN(value);
    const cover = isSeen ? heatCover(value, opacity) : unseen.cover;
    const colour = isSeen ? heatColour(value) : [unseen.grey, unseen.grey, unseen.grey];
    for (let channel = 0; channel < 3; channel++) {
      const at = 3 * i + channel;
      data[at] = Math.round(data[at]! * (1 - cover) + colour[channel]! * cover);
    }
  });
  return { width, height, data };
}

/** The picture with each pixel drawn several times, so that its longer edge has at least so many. */
export function enlarged({ width, height, data }: Pixels, edge: number): Pixels {
  const times = Math.max(1, Math.ceil(edge / Math.max(width, height)));
  const large = new Uint8Array(3 * width * times * height * times);
  for (let i = 0; i < width * times * height * times; i++) {
    const [row, column] = [Math.floor(i / (width * times)), i % (width * times)];
    const from = 3 * (Math.floor(row / times) * width + Math.floor(column / times));
    large.set(data.subarray(from, from + 3), 3 * i);
  }
  return { width: width * times, height: height * times, data: large };
}
