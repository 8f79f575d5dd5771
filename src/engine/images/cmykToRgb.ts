/**
 * Ink to light without a colour profile, as Pillow converts: each ink takes its share of what black leaves.
 * @param data interleaved, `pixels * 4` bytes, 255 is full ink; overwritten
 * @returns interleaved RGB, `pixels * 3` bytes
 */
export function cmykToRgb(data: Uint8Array, pixels: number): Uint8Array {
  const rgb = data.subarray(0, pixels * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    const light = 255 - data[from + 3]!;
    for (let ink = 0; ink < 3; ink++) {
      const product = data[from + ink]! * light + 128;
      // Pillow's division by 255.
      rgb[to + ink] = light - (((product >> 8) + product) >> 8);
    }
  }
  return rgb;
}
