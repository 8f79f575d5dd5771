/**
 * Pixels over a white ground, as Pillow's `alpha_composite` rounds them.
 * @param data interleaved, `pixels * 4` bytes, colour not premultiplied; overwritten
 * @returns interleaved RGB, `pixels * 3` bytes
 */
export function overWhite(data: Uint8Array, pixels: number): Uint8Array {
  const rgb = data.subarray(0, pixels * 3);
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    const alpha = data[from + 3]!;
    const white = 255 * (255 - alpha) + 127;
    rgb[to] = (data[from]! * alpha + white) / 255;
    rgb[to + 1] = (data[from + 1]! * alpha + white) / 255;
    rgb[to + 2] = (data[from + 2]! * alpha + white) / 255;
  }
  return rgb;
}
