import sharp, { type Sharp } from 'sharp';

export const width = 12;
export const height = 8;

/** Four quarters of plain colour, so that a turn or a flip shows: red, green, blue, and a corner that may be clear. */
export function quarters(corner: readonly [number, number, number] = [200, 200, 40]): Uint8Array {
  const colours = [[220, 30, 30], [30, 200, 30], [30, 30, 210], corner] as const;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set(colours[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)]!, (y * width + x) * 3);
  return data;
}

/** Of one colour all over. */
export function plain(colour: readonly number[]): Sharp {
  return picture(Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!));
}

export function picture(data: Uint8Array = quarters()): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Red, green and blue at a place. */
export function pixel(
  image: { readonly width: number; readonly data: Uint8Array },
  x: number,
  y: number,
): number[] {
  return [...image.data.subarray((y * image.width + x) * 3, (y * image.width + x) * 3 + 3)];
}
